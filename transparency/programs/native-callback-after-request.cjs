// The stack of an error that a native callback makes, after a server has taken a request.
'use strict'
const { createServer } = require('node:http')
const { connect } = require('node:net')

const server = createServer((request, response) => response.end('here')).listen(0, '127.0.0.1', async () => {
  await (await fetch(`http://127.0.0.1:${server.address().port}`)).text()
  server.closeAllConnections()
  server.close()
  const closed = createServer().listen(0, '127.0.0.1', () => {
    const { port } = closed.address()
    closed.close(() => connect(port, '127.0.0.1').on('error', ({ stack }) => console.log(stack.replaceAll(String(port), 'PORT'))))
  })
})
