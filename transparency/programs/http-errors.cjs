// HTTP: handlers that throw and reject, aborted requests, parse errors, timeouts, 500s; the answers and the order.
const http = require('node:http')
const net = require('node:net')
const log = []
process.on('uncaughtException', (error, origin) => { log.push(['uncaught', error.message, origin]) })
const server = http.createServer(async (request, response) => {
  if (request.url === '/throw') { response.statusCode = 500; response.end('failed'); throw new Error('handler') }
  if (request.url === '/sync') { try { null.x } catch (error) { response.writeHead(500, { 'x-error': error.message }); return response.end() } }
  if (request.url === '/abort') return request.on('error', error => log.push(['aborted', error.code]))
  if (request.url === '/destroy') return response.destroy(new Error('destroyed'))
  if (request.url === '/twice') { response.end('a'); try { response.setHeader('x', 'y') } catch (error) { log.push([error.code]) } return }
  response.end(JSON.stringify([response.eventNames(), request.eventNames(), server.eventNames(), request.socket.eventNames()]))
})
server.on('clientError', (error, socket) => { log.push(['clientError', error.code]); socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') })
const get = path => new Promise(resolve => {
  const request = http.get({ host: '127.0.0.1', port: server.address().port, path, agent: false }, response => {
    let text = ''
    response.on('data', data => { text += data }).on('end', () => resolve([path, response.statusCode, text, response.headers['x-error']]))
  }).on('error', error => resolve([path, error.code]))
  if (path === '/abort') setTimeout(() => request.destroy(), 20)
})
server.listen(0, '127.0.0.1', async () => {
  for (const path of ['/', '/throw', '/sync', '/abort', '/destroy', '/twice']) log.push(await get(path))
  await new Promise(resolve => net.connect(server.address().port, '127.0.0.1').on('close', resolve).on('data', data => log.push(['raw', String(data).split('\r')[0]])).write('nonsense\r\n\r\n'))
  server.close(() => console.log(log.map(entry => JSON.stringify(entry)).sort().join('\n')))
})
