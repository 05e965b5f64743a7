import type { Options } from 'yargs'
import type { CrashSummary } from '../../src/repository/crash-summary'
import { wrongUsage } from '../wrong-usage'
import { parseSince } from './since'

/** What narrows a list of crashes. All are text as given. */
export interface FilterArguments { since?: string, type?: string, fingerprint?: string, signal?: string }

export const SINCE: Record<'since', Options> = {
  since: { type: 'string', requiresArg: true, describe: 'Only crashes of the last 30m, 3h, 2d, 1w, or since a date (ISO 8601)' },
}

export const FILTERS: Record<'since' | 'type' | 'fingerprint' | 'signal', Options> = {
  ...SINCE,
  type: { type: 'string', requiresArg: true, describe: 'Only exceptions of this type: TypeError' },
  fingerprint: { type: 'string', requiresArg: true, describe: 'Only fingerprints that begin so' },
  signal: { type: 'string', requiresArg: true, describe: 'Only crashes by this signal: unhandledRejection' },
}

/** The crashes that fit, in their order. Types and signals are compared without regard to case. Throws FaultSnapError USAGE. */
export function filterCrashes (
  crashes: readonly CrashSummary[], { since, type, fingerprint, signal }: FilterArguments, now: Date,
): CrashSummary[] {
  const from = since === undefined ? '' : new Date(parseSince(since, now)).toISOString()
  if (fingerprint !== undefined && !/^[0-9a-f]{1,64}$/i.test(fingerprint)) {
    throw wrongUsage(`--fingerprint: expected hex digits, got ${JSON.stringify(fingerprint)}`)
  }
  const same = (a: string, b: string | undefined): boolean => b === undefined || a.toLowerCase() === b.toLowerCase()
  return crashes.filter(crash => crash.capturedAt >= from && same(crash.exception.type, type) && same(crash.signal, signal) &&
    (fingerprint === undefined || crash.fingerprint.startsWith(fingerprint.toLowerCase())))
}

/** A whole number of at least `min`. Throws FaultSnapError USAGE. */
export function wholeNumber (option: string, text: string, min: number): number {
  if (/^\d{1,9}$/.test(text) && Number(text) >= min) return Number(text)
  throw wrongUsage(`--${option}: expected a whole number from ${min}, got ${JSON.stringify(text)}`)
}
