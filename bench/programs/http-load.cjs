// Keeps 16 connections busy with one request after another, written as bytes: Node's own client would be the slower side. Argument:
// the port. Prints answers a second.
'use strict'
const { connect } = require('node:net')
const port = Number(process.argv[2])
const WARM_UP_MS = 500
const MEASURED_MS = 1500
const REQUEST = 'GET /orders/42 HTTP/1.1\r\nHost: localhost\r\n\r\n'

let answers = 0
for (let index = 0; index < 16; index++) {
  const socket = connect(port, '127.0.0.1', () => socket.write(REQUEST))
  socket.setEncoding('latin1')
  let text = ''
  socket.on('data', data => {
    text += data
    if (!text.endsWith('}')) return
    text = ''
    answers++
    socket.write(REQUEST)
  })
}
setTimeout(() => {
  const before = answers
  const start = process.hrtime.bigint()
  setTimeout(() => {
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    console.log((answers - before) / seconds)
    process.exit(0)
  }, MEASURED_MS)
}, WARM_UP_MS)
