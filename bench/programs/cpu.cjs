// Prints the milliseconds of the fastest repetition. Argument: milliseconds until the first.
'use strict'
function fibonacci (n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2) }

function work () {
  let sum = fibonacci(24)
  const counts = new Map()
  for (let index = 0; index < 50_000; index++) counts.set(index % 997, (counts.get(index % 997) ?? 0) + index)
  const items = Array.from({ length: 5_000 }, (_, index) => ({ id: (index * 7919) % 5_003, name: `item ${index}` }))
  items.sort((a, b) => a.id - b.id)
  sum += JSON.parse(JSON.stringify(items)).length + counts.size
  return sum
}

function main () {
  let best = Infinity
  for (let repetition = 0; repetition < 15; repetition++) {
    const start = process.hrtime.bigint()
    work()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e6)
  }
  console.log(best)
}
setTimeout(main, Number(process.argv[2] ?? 0))
