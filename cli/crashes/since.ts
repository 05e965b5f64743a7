import { wrongUsage } from '../wrong-usage'

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 }

/**
 * Epoch milliseconds of `30m`, `3h`, `2d`, `1w` before `now`, or of an ISO 8601 date or time (a date alone is midnight UTC).
 * Throws FaultSnapError USAGE.
 */
export function parseSince (text: string, now: Date, option = 'since'): number {
  const [, amount, unit] = /^(\d{1,6})\s*([smhdw])$/i.exec(text.trim()) ?? []
  if (amount !== undefined) return now.getTime() - Number(amount) * UNITS_MS[unit!.toLowerCase()]!
  const time = /^\d{4}-\d{2}(?:-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?)?$/.test(text.trim()) ? Date.parse(text.trim()) : NaN
  if (!Number.isNaN(time)) return time
  throw wrongUsage(`--${option}: expected a time like 30m, 3h, 2d, 1w or an ISO date, got ${JSON.stringify(text)}`)
}
