// Prints the nanoseconds of one await, in the fastest repetition. Argument: milliseconds until the first.
'use strict'
const COUNT = 50_000

async function nothing () {}

async function main () {
  let best = Infinity
  for (let repetition = 0; repetition < 10; repetition++) {
    const start = process.hrtime.bigint()
    for (let index = 0; index < COUNT; index++) await nothing()
    best = Math.min(best, Number(process.hrtime.bigint() - start) / COUNT)
  }
  console.log(best)
}
setTimeout(main, Number(process.argv[2] ?? 0))
