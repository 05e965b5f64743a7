// Keeps 16 connections busy; every nth request is for `/fail`. Arguments: the port, n (0: none, 1: all). Prints answers a second.
'use strict'
const { connect } = require('node:net')
const [port, nth] = process.argv.slice(2).map(Number)
const WARM_UP_MS = 1500
const MEASURED_MS = 3000
const text = path => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
const [GOOD, BAD] = [text('/orders/42'), text('/fail')]

let asked = 0
let answers = 0
let failures = 0
const next = socket => socket.write(nth > 0 && ++asked % nth === 0 ? BAD : GOOD)

for (let index = 0; index < 16; index++) {
  const socket = connect(port, '127.0.0.1', () => next(socket))
  socket.setEncoding('latin1')
  let received = ''
  socket.on('data', data => {
    received += data
    const end = received.indexOf('\r\n\r\n')
    if (end === -1) return
    const length = /\r\ncontent-length: (\d+)/i.exec(received)
    if (length === null) throw new Error(`an answer without a length: ${received.slice(0, end)}`)
    if (received.length < end + 4 + Number(length[1])) return
    if (received.startsWith('HTTP/1.1 500')) failures++
    received = ''
    answers++
    next(socket)
  })
}
setTimeout(() => {
  const before = answers
  const start = process.hrtime.bigint()
  setTimeout(() => {
    if (failures > 0 !== nth > 0) throw new Error(`${failures} failures`)
    const seconds = Number(process.hrtime.bigint() - start) / 1e9
    console.log((answers - before) / seconds)
    process.exit(0)
  }, MEASURED_MS)
}, WARM_UP_MS)
