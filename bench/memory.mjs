// Claim: at most 12 MB more resident memory, flat over a million caught throws, and nothing kept of what is logged.
import { measured, MODES, printFigures, printTable, runProgram, takeTurns } from './measure.mjs'

/** Tools that record each throw would take an hour. */
const MOST_MS = 60_000
const MB = { unit: 'MB', digits: 1 }

export async function run (context) {
  printTable('resident memory of an idle process', await takeTurns(3, variant => measured(context, variant, 'memory-idle.cjs'), [...context.variants, ...MODES]), MB)
  const rows = []
  for (const variant of context.variants.filter(({ name }) => name !== 'floor')) {
    const { output, errors, code } = await runProgram(context, variant, 'memory-throws.cjs', { timeoutMs: MOST_MS })
    if (code !== 0 && code !== null) throw new Error(errors)
    rows.push([variant.name, [...output.trim().split('\n').filter(Boolean), ...code === null ? [`not through after ${MOST_MS / 1000} s`] : []].join(', ')])
  }
  printFigures('resident memory after 250,000, 500,000, 750,000 and 1,000,000 caught throws', rows)
  printTable('resident memory after logging 1,000 fresh arrays of 5,000 objects into nothing', await takeTurns(2, variant => measured(
    context, variant, 'memory-log.cjs'), context.variants), MB)
}
