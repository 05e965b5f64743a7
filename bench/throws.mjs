// Claim: 100,000 caught throws cost at most 10 % more: the pause budget's burst, then what V8 does for an enabled debugger.
import { lateWith, measured, MODES, printTable, takeTurns } from './measure.mjs'

const KINDS = [
  ['shallow', 'caught where they are thrown'],
  ['deep', 'caught 20 frames further up'],
  ['shallow', 'without stack traces (Error.stackTraceLimit = 0)', '0'],
  ['async', 'caught in an async function that awaits the one that throws'],
]

const THROWS = 100_000
/** Of tools that record each, or each that V8 predicts to be uncaught: a hundred thousand take minutes and gigabytes. */
const THROWS_BESIDE = 1_000

/** What a program that seldom throws pays: the first of each place are looked at whole. */
const FIRST = [[1, 'the first caught throw of a process'], [100, 'a caught throw, of the first hundred']]

export async function run (context) {
  const variants = [...context.variants, ...MODES]
  const beside = variants.some(({ kind }) => kind !== undefined) ? `; of other tools, ${THROWS_BESIDE.toLocaleString('en')}` : ''
  for (const [count, title] of FIRST) {
    printTable(title, await takeTurns(9, variant => measured(context, variant, 'throws.cjs', { args: ['shallow', String(count), '', ...lateWith(context)] }), variants),
      { unit: 'µs', digits: 0 })
  }
  for (const [kind, title, limit = ''] of KINDS) {
    const isBeside = ({ kind: its }) => its === 'sentry' || its === 'rollbar'
    const args = variant => [kind, String(isBeside(variant) ? THROWS_BESIDE : THROWS), limit, ...lateWith(context)]
    printTable(`a caught throw, of ${THROWS.toLocaleString('en')}${beside}: ${title}`,
      await takeTurns(3, variant => measured(context, variant, 'throws.cjs', { args: args(variant) }), variants), { unit: 'µs', digits: 2 })
  }
}
