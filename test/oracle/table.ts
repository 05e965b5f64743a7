import { RULES } from './rules'
import { Tally } from './tally'

/** A table for people: a line a program, then what was allowed, by rule. */
export function table (title: string, tallies: ReadonlyMap<string, Tally>): string {
  const all = new Tally(RULES)
  const rows = [['program', 'pauses', 'objects', 'equal', 'of a rule', 'differing']]
  for (const [name, tally] of [...tallies].sort(([a], [b]) => a < b ? -1 : 1)) {
    rows.push(rowOf(name, tally))
    all.add(tally)
  }
  rows.push(rowOf('all', all))
  const rules = [...all.allowed].sort(([, a], [, b]) => b - a).map(([name, count]) => [name, String(count), RULES.find(rule => rule.name === name)!.why])
  return `${title}\n${lines(rows)}\n\n${lines([['rule', 'answers', 'why'], ...rules])}\n`
}

function rowOf (name: string, tally: Tally): string[] {
  const allowed = [...tally.allowed.values()].reduce((sum, count) => sum + count, 0)
  return [name, ...[tally.pauses, tally.objects, tally.equal, allowed, tally.differing.length].map(String)]
}

function lines (rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => row.map((cell, column) => /^\d+$/.test(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n')
}
