import type { GhostRecord } from '../model'

/** `rejected after 12.3 ms, suppressed`. */
export function outcomeText ({ outcome, durationMs, isDurationBound, isSuppressed }: GhostRecord): string {
  const what = outcome === 'rejected' ? 'rejected' : outcome === 'iterator' ? 'failed while it was iterated' : 'threw'
  const time = durationMs >= 1000 ? `${(durationMs / 1000).toFixed(2)} s` : `${Number(durationMs.toPrecision(3))} ms`
  return `${what} ${isDurationBound ? `within ${time} at most` : `after ${time}`}${isSuppressed ? ', suppressed' : ''}`
}
