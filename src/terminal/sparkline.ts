const BARS = '▁▂▃▄▅▆▇█'

/** Counts as a line of bars, one each, the highest full; none for a count of 0. */
export function sparkline (counts: readonly number[]): string {
  const highest = Math.max(1, ...counts)
  return counts.map(count => count === 0 ? '·' : BARS[Math.min(BARS.length - 1, Math.ceil(count / highest * BARS.length) - 1)]!).join('')
}
