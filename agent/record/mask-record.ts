import type { Masker } from '../../src/mask/masker'
import type { CrashRecord } from '../../src/model'

/** Of the record and the crash: masked already, or for the packer, which needs it as it is. */
const LEFT: ReadonlySet<string> = new Set([
  'nodes', 'frames', 'exception', 'scripts', 'sourceTexts', 'packing', 'runtime', 'id', 'capturedAt', 'signal', 'missing',
])

/**
 * Masks what surrounds a snapshot in its record once more, in place: the request, the test, the process, the environment, breadcrumbs, notes.
 * Each was masked when it was read, by a masker that did not know yet what the others gave away.
 */
export function maskRecord (record: CrashRecord, masker: Masker): void {
  maskWithin(record as unknown as Record<string, unknown>, masker, 0)
}

function maskWithin (holder: Record<string, unknown>, masker: Masker, depth: number): void {
  for (const key of Object.keys(holder)) {
    const value = holder[key]
    if (depth < 2 && LEFT.has(key)) continue
    if (typeof value === 'string') {
      const masked = masker.maskText(value)
      if (masked !== value) holder[key] = masked
    } else if (typeof value === 'object' && value !== null && depth < 10) maskWithin(value as Record<string, unknown>, masker, depth + 1)
  }
}
