// Claim: code that computes runs at full speed, within 2 %.
import { lateWith, measured, printTable, takeTurns } from './measure.mjs'

export async function run (context) {
  printTable('CPU: a loop of calls, maps, sorting and JSON; best of 15 repetitions in each process',
    await takeTurns(5, variant => measured(context, variant, 'cpu.cjs', { args: lateWith(context) }), context.variants))
}
