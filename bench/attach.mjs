// What `faultsnap attach --now` costs a busy HTTP server: requests a second before, while it is attached to again and again, and after,
// each as a share of before; and how long it stood still. Usage: node bench/attach.mjs [seconds per part]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const PART_MS = Number(process.argv[2] ?? 3) * 1_000
const CLIENTS = 8
const SERVER = `
  const orders = new Map(Array.from({ length: 1000 }, (_, id) => [id, { id, items: [{ price: id, qty: 2 }] }]))
  function total (order) { let sum = 0; for (let turn = 0; turn < 2000; turn++) for (const { price, qty } of order.items) sum += price * qty; return sum }
  const server = require('http').createServer((request, response) => response.end(String(total(orders.get(Math.floor(Math.random() * 1000))))))
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))`

const dir = mkdtempSync(join(tmpdir(), 'faultsnap-bench-'))
const server = spawn(process.execPath, ['--inspect-port=0', '-e', SERVER], { stdio: ['ignore', 'pipe', 'ignore'] })
const port = Number(String((await once(server.stdout, 'data'))[0]))
const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
let answered = 0
let slowest = 0
let isOver = false

async function load () {
  while (!isOver) {
    const startedAt = performance.now()
    await new Promise((resolve, reject) => get({ port, host: '127.0.0.1', agent }, response => response.resume().on('end', resolve)).on('error', reject))
    answered++
    slowest = Math.max(slowest, performance.now() - startedAt)
  }
}

async function measure (work) {
  answered = slowest = 0
  const startedAt = performance.now()
  await work()
  return { perSecond: answered / (performance.now() - startedAt) * 1_000, slowest }
}

const rest = ms => new Promise(resolve => setTimeout(resolve, ms))

async function attach () {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.mjs'), 'attach', String(server.pid), '--repo', dir, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', chunk => { text += chunk })
  await once(child, 'close')
  return JSON.parse(text).capsules[0].pauseMs
}

try {
  const clients = Array.from({ length: CLIENTS }, load)
  await rest(1_000)
  const before = await measure(() => rest(PART_MS))
  const pauses = []
  const during = await measure(async () => {
    const until = Date.now() + PART_MS
    while (Date.now() < until) pauses.push(await attach())
  })
  await rest(500)
  const after = await measure(() => rest(PART_MS))
  isOver = true
  await Promise.all(clients)
  const share = ({ perSecond }) => (perSecond / before.perSecond).toFixed(2)
  console.log(`requests a second, before: ${before.perSecond.toFixed(0)}; share of that while attached to ${pauses.length} times in a row: ${share(during)}, after: ${share(after)}`)
  console.log(`slowest answer in ms, before: ${before.slowest.toFixed(0)}, while attached: ${during.slowest.toFixed(0)}, after: ${after.slowest.toFixed(0)}`)
  console.log(`stood still, ms: ${pauses.map(ms => ms.toFixed(1)).join(' ')}`)
} finally {
  server.kill()
  rmSync(dir, { recursive: true, force: true })
}
