// 100 connections ask for `/fail` without a break, ten others for `/orders/42` every 20 ms: prints the latter's 50th and 99th percentile
// in milliseconds, after a warm-up. Argument: the port.
'use strict'
const { connect } = require('node:net')
const port = Number(process.argv[2])
const WARM_UP_MS = 2000
const MEASURED_MS = 8000
const FAILING = 100
/** Of each connection that fails: milliseconds between an answer and the next request, as clients have them. */
const THINK_MS = 200

let isMeasured = false
const times = []

function keepAsking (path, thinkMs, onAnswer) {
  const text = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
  let sentAt = 0n
  let received = ''
  const ask = () => { sentAt = process.hrtime.bigint(); socket.write(text) }
  const socket = connect(port, '127.0.0.1', () => setTimeout(ask, Math.random() * thinkMs))
  socket.setEncoding('latin1').on('data', data => {
    received += data
    const end = received.indexOf('\r\n\r\n')
    const length = end === -1 ? null : /\r\ncontent-length: (\d+)/i.exec(received)
    if (length === null || received.length < end + 4 + Number(length[1])) return
    received = ''
    onAnswer(Number(process.hrtime.bigint() - sentAt) / 1e6)
    setTimeout(ask, thinkMs * (0.5 + Math.random()))
  })
}

for (let index = 0; index < FAILING; index++) keepAsking('/fail', THINK_MS, () => {})
for (let index = 0; index < 10; index++) keepAsking('/orders/42', 20, ms => { if (isMeasured) times.push(ms) })
setTimeout(() => { isMeasured = true }, WARM_UP_MS)
setTimeout(() => {
  // Not one answer: at least this long.
  if (times.length === 0) times.push(MEASURED_MS)
  times.sort((a, b) => a - b)
  console.log(JSON.stringify([times[times.length >> 1], times[Math.floor(times.length * 0.99)]]))
  process.exit(0)
}, WARM_UP_MS + MEASURED_MS)
