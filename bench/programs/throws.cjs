// Prints the milliseconds that 100,000 caught throws take. Arguments: shallow, deep or async; a stack trace limit.
'use strict'
const [kind, limit] = process.argv.slice(2)
if (limit) Error.stackTraceLimit = Number(limit)
const COUNT = 100_000

function fail (depth, index) {
  if (depth > 0) return fail(depth - 1, index)
  throw new Error(`number ${index}`)
}

async function failLater (index) {
  throw new Error(`number ${index}`)
}

async function main () {
  const start = process.hrtime.bigint()
  let caught = 0
  if (kind === 'async') {
    for (let index = 0; index < COUNT; index++) {
      try { await failLater(index) } catch { caught++ }
    }
  } else {
    const depth = kind === 'deep' ? 20 : 0
    for (let index = 0; index < COUNT; index++) {
      try { fail(depth, index) } catch { caught++ }
    }
  }
  if (caught !== COUNT) throw new Error(`${caught} caught`)
  console.log(Number(process.hrtime.bigint() - start) / 1e6)
}
main()
