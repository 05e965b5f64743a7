// Nanoseconds per call of a bare and of a ghosted function, in turns in one process: JSON, kind to [bare, ghosted].
const { ghost } = require(process.env.BENCH_INDEX)
const watch = ghost({ reportType: 'silent' })

function work (n) { let sum = 0; for (let i = 0; i < 1000; i++) sum += (n ^ i) & 7; return sum }
class Point { constructor (x) { this.x = x } }
const kinds = {
  'tiny function': [n => n + 1, 3e6],
  'function of 1 µs': [work, 2e5],
  'method with this': [function (n) { return this.base + n }, 3e6],
  'object result': [n => ({ n }), 2e6],
  'async function': [async n => n, 2e5],
  'async, 1 µs': [async n => { await null; return work(n) }, 1e5],
  'generator of 100': [function * (n) { for (let i = 0; i < 100; i++) yield n + i }, 1e4],
  'logMemory, 1 µs': [work, 2e4, ghost({ reportType: 'silent', logMemory: true })],
  'class': [Point, 3e5],
}
const holder = { base: 1 }

function timeSync (fn, count) {
  let sink = 0
  const startedAt = process.hrtime.bigint()
  for (let n = 0; n < count; n++) sink += fn.call(holder, n) === undefined ? 1 : 0
  return [Number(process.hrtime.bigint() - startedAt) / count, sink]
}
async function timeAsync (fn, count) {
  const startedAt = process.hrtime.bigint()
  for (let n = 0; n < count; n++) await fn(n)
  return [Number(process.hrtime.bigint() - startedAt) / count]
}
function timeGenerator (fn, count) {
  let sum = 0
  const startedAt = process.hrtime.bigint()
  for (let n = 0; n < count; n++) for (const each of fn(n)) sum += each
  return [Number(process.hrtime.bigint() - startedAt) / count, sum]
}
function timeClass (Class, count) {
  let sum = 0
  const startedAt = process.hrtime.bigint()
  for (let n = 0; n < count; n++) sum += new Class(n).x
  return [Number(process.hrtime.bigint() - startedAt) / count, sum]
}

async function main () {
  const result = {}
  for (const [name, [fn, count, by = watch]] of Object.entries(kinds)) {
    const time = fn === Point ? timeClass : name.startsWith('async') ? timeAsync : name.startsWith('generator') ? timeGenerator : timeSync
    // A copy: what V8 learnt of the one must not help the other.
    const copies = [eval(`(${fn})`), by(eval(`(${fn})`))]
    const best = [Infinity, Infinity]
    for (let round = 0; round < 9; round++) {
      for (const at of round % 2 === 0 ? [0, 1] : [1, 0]) best[at] = Math.min(best[at], (await time(copies[at], count))[0])
    }
    result[name] = best
  }
  console.log(JSON.stringify(result))
}
main()
