// Claim: 100,000 caught throws cost at most 10 % more: the pause budget's burst, then what V8 does for an enabled debugger.
import { measured, MODES, printTable, takeTurns } from './measure.mjs'

const KINDS = [
  ['shallow', 'caught where they are thrown'],
  ['deep', 'caught 20 frames further up'],
  ['shallow', 'without stack traces (Error.stackTraceLimit = 0)', '0'],
  ['async', 'caught in an async function that awaits the one that throws'],
]

export async function run (context) {
  for (const [kind, title, limit = ''] of KINDS) {
    printTable(`100,000 caught throws, ${title}`,
      await takeTurns(3, variant => measured(context, variant, 'throws.cjs', { args: [kind, limit] }), [...context.variants, ...MODES]), { digits: 0 })
  }
}
