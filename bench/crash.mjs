// Claim: a crash ends at most 120 ms later, with its capsule on disk.
import { lateWith, median, printTable, runProgram, takeTurns } from './measure.mjs'

const RUNS = 10

export async function run (context) {
  const wholes = new Map()
  const ends = await takeTurns(RUNS, async variant => {
    const { output, errors, code, ms, end } = await runProgram(context, variant, 'crash.cjs', { args: lateWith(context) })
    if (code !== 1 || (variant.name === 'FaultSnap' && !errors.includes('Saved to'))) throw new Error(`${variant.name}: ${code} ${errors}`)
    wholes.set(variant.name, [...wholes.get(variant.name) ?? [], ms])
    return end - Number(output)
  }, context.variants)
  printTable('a crash: from the throw to the end of the process', ends)
  printTable('a crash: the whole process', wholes)
  const added = numbers => median(numbers.get('FaultSnap')) - median(numbers.get('bare'))
  console.log(`  added by FaultSnap, by medians: ${added(ends).toFixed(0)} ms after the throw, ${added(wholes).toFixed(0)} ms in all`)
}
