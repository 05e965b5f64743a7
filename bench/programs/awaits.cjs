// Prints the nanoseconds of one await, in the fastest repetition.
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
main()
