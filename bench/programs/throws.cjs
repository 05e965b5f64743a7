// Prints the microseconds that a caught throw takes. Arguments: shallow, deep or async; how many; a stack trace limit;
// milliseconds until the first.
'use strict'
const [kind, count, limit, late] = process.argv.slice(2)
if (limit) Error.stackTraceLimit = Number(limit)
const COUNT = Number(count)

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
  console.log(Number(process.hrtime.bigint() - start) / 1e3 / COUNT)
}
if (late) setTimeout(main, Number(late))
else main()
