import { createServer } from 'node:http'
import { MockAgent, setGlobalDispatcher, getGlobalDispatcher, request, fetch, Client, Pool, Agent, errors, interceptors } from 'undici'
const server = createServer((req, res) => {
  if (req.url === '/500') { res.statusCode = 500; return res.end('no') }
  if (req.url === '/hang') return
  if (req.url === '/cut') { res.writeHead(200, { 'content-length': 100 }); res.write('x'); return setTimeout(() => res.destroy(), 20) }
  if (req.url === '/bad') return res.socket.end('nonsense\r\n\r\n')
  res.end('ok')
}).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))
const origin = `http://127.0.0.1:${server.address().port}`
const attempt = async (name, work) => { try { console.log(name, 'ok', await work()) } catch (error) { console.log(name, error?.name, error?.code, String(error?.message).replace(/\d{4,}/g, 'N'), error?.cause?.code, error instanceof errors.UndiciError) } }
await attempt('get', async () => await (await request(`${origin}/`)).body.text())
await attempt('500', async () => (await request(`${origin}/500`)).statusCode)
await attempt('500 as error', async () => (await request(`${origin}/500`, { dispatcher: new Agent().compose(interceptors.responseError?.() ?? (d => d)) })).statusCode)
await attempt('abort', async () => await request(`${origin}/hang`, { signal: AbortSignal.timeout(50) }))
await attempt('headers timeout', async () => await request(`${origin}/hang`, { headersTimeout: 100 }))
await attempt('cut', async () => await (await request(`${origin}/cut`)).body.text())
await attempt('bad', async () => await request(`${origin}/bad`))
await attempt('refused', async () => await request('http://127.0.0.1:1/'))
await attempt('invalid', async () => await request('http://127.0.0.1:1/', { method: 'b a d' }))
await attempt('closed', async () => { const client = new Client(origin); await client.close(); await client.request({ path: '/', method: 'GET' }) })
await attempt('destroyed', async () => { const pool = new Pool(origin); const pending = pool.request({ path: '/hang', method: 'GET' }); pending.catch(() => {}); await pool.destroy(new Error('why')); await pending })
await attempt('body twice', async () => { const response = await fetch(`${origin}/`); await response.text(); await response.text() })
const agent = new MockAgent()
agent.disableNetConnect()
const before = getGlobalDispatcher()
setGlobalDispatcher(agent)
agent.get('http://mocked').intercept({ path: '/' }).reply(200, { a: 1 })
agent.get('http://mocked').intercept({ path: '/error' }).replyWithError(new TypeError('mocked failure'))
agent.get('http://mocked').intercept({ path: '/throws' }).reply(() => { throw new Error('in a reply') })
await attempt('mocked', async () => await (await fetch('http://mocked/')).json())
await attempt('mocked error', async () => await fetch('http://mocked/error'))
await attempt('mocked throw', async () => await fetch('http://mocked/throws'))
await attempt('unmocked', async () => await fetch('http://other/'))
await attempt('pending', async () => { agent.get('http://mocked').intercept({ path: '/never' }).reply(200); agent.assertNoPendingInterceptors() })
setGlobalDispatcher(before)
server.closeAllConnections(); server.close()
await before.close?.()
