// Answers each request with a small JSON text. Prints its port.
'use strict'
const { createServer } = require('node:http')

const server = createServer((request, response) => {
  const body = JSON.stringify({ path: request.url, items: [1, 2, 3], now: Date.now() })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
// If the bench is killed, so are we.
setTimeout(() => process.exit(1), 30_000).unref()
