// Claim: a preloaded process starts within 15 % of the floor. The whole process of an empty script.
import { measured, MODES, printTable, runProgram, takeTurns } from './measure.mjs'

const RUNS = 30

export async function run (context) {
  const all = [...context.variants, ...MODES]
  for (const variant of all) await runProgram(context, variant, 'empty.cjs')
  const times = await takeTurns(RUNS, async variant => (await runProgram(context, variant, 'empty.cjs')).ms, all)
  printTable('start-up: the whole process of an empty script', times)
  printOverFloor(times)
  const processor = await takeTurns(RUNS / 2, variant => measured(context, variant, 'processor-time.cjs'), all)
  printTable('start-up: processor time until the script runs, which other load on the machine disturbs less', processor)
  printOverFloor(processor)
}

function printOverFloor (times) {
  const least = name => Math.min(...times.get(name))
  console.log(`  FaultSnap over the floor, by minimums: ${((least('FaultSnap') / least('floor') - 1) * 100).toFixed(1)} %`)
}
