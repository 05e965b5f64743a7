import { LARGE_CAPSULE_LIMITS } from '../capsule/capsule-limits'
import type { CrashRecord, Manifest } from '../model'

/** `crash.json` in bytes, and the counts of what is missing that belong to it. */
export interface CrashBytes { bytes: Buffer, missing: Manifest['missing'] }

/**
 * Serialises `record.crash`, compactly. If it is larger than a reader accepts (only limits far above the defaults lead there),
 * the variables are given up, with reason `total`, so that the stack at least can be read.
 */
export function crashBytes (record: CrashRecord, limits = LARGE_CAPSULE_LIMITS): CrashBytes {
  const bytes = record.crash.nodes.length <= limits.maxNodes ? serialise(record.crash) : undefined
  if (bytes !== undefined && bytes.length <= limits.maxEntryBytes) return { bytes, missing: record.missing }
  const { crash } = record
  const objects = crash.nodes.length
  crash.nodes = []
  crash.exception = { ...crash.exception, value: { missing: 'total' } }
  delete crash.exception.cause
  delete crash.exception.errors
  for (const frame of crash.frames) {
    if (frame.scopes.length > 0 || frame.this !== undefined) frame.missing = 'total'
    frame.scopes = []
    delete frame.this
  }
  crash.notes.push(`The ${objects} objects of this crash are more than a capsule can hold. Lower maxTotalItems to record a part.`)
  const missing = { ...record.missing, total: (record.missing.total ?? 0) + objects }
  return { bytes: Buffer.from(JSON.stringify(crash)), missing }
}

/** Undefined if the text would be longer than a string can be. */
function serialise (value: unknown): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(value))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
