// Claim: a bare await is no dearer than under the floor. V8's debugger itself makes each dearer, in any pause state.
import { lateWith, measured, MODES, printTable, takeTurns } from './measure.mjs'

export async function run (context) {
  printTable('bare awaits: nanoseconds each, best of 10 times 50,000',
    await takeTurns(5, variant => measured(context, variant, 'awaits.cjs', { args: lateWith(context) }), [...context.variants, ...MODES]), { unit: 'ns', digits: 0 })
}
