// Prints the resident memory in MB at each quarter of a million caught throws, with locals worth recording.
'use strict'
function fail (index) {
  const order = { id: index, items: [{ name: 'pen' }, { name: 'ink' }], note: 'x'.repeat(100) }
  throw new Error(`order ${order.id}`)
}

async function main () {
  for (let index = 1; index <= 1_000_000; index++) {
    try { fail(index) } catch {}
    // Timers fire, so that the pauses come back whenever the budget allows.
    if (index % 10_000 === 0) await new Promise(resolve => setTimeout(resolve, 1))
    if (index % 250_000 === 0) console.log(`${(process.memoryUsage.rss() / 2 ** 20).toFixed(1)} MB`)
  }
}
main()
