// Throws with 1,000 arrays of 100 numbers, all of them in each of ten lists, in a variable. Argument: how often it catches that; none
// lets it fall.
'use strict'
const arrays = Array.from({ length: 1000 }, () => Array.from({ length: 100 }, (_, at) => at))

function fail (lists) {
  throw new Error('with lists')
}

const times = Number(process.argv[2] ?? 0)
const lists = Array.from({ length: 10 }, () => arrays.slice())
if (times === 0) fail(lists)
for (let index = 0; index < times; index++) {
  try { fail(lists) } catch {}
  // Lets the pause budget of a whole processor fill up again.
  for (const until = Date.now() + 8; Date.now() < until;);
}
