import type { CulpritRecord } from './culprit'
import type { Signal } from './exception'
import type { ProcessRecord, RuntimeRecord } from './process'
import type { MissingReason } from './values'

export const CAPSULE_FORMAT = 'faultsnap'
export const CAPSULE_VERSION = 1

/** `manifest.json`: small, enough for `list` and `search`. */
export interface Manifest {
  format: typeof CAPSULE_FORMAT
  version: typeof CAPSULE_VERSION
  /** 8 hex digits, random. */
  id: string
  /** ISO 8601, UTC. */
  capturedAt: string
  signal: Signal
  exception: { type: string, message: string }
  /** 64 hex digits. */
  fingerprint: string
  /** Top frame in the program's own code: original position where a source map gave one. One-based. */
  place?: { function: string, file: string, line: number, column: number }
  /** Absent when it is unknown. */
  culprit?: CulpritRecord
  /** The request or the test in a few words: `GET /orders/:id`. At most 200 characters. */
  occasion?: string
  runtime: RuntimeRecord
  process: ProcessRecord
  missing: Partial<Record<MissingReason, number>>
  generator: { name: 'faultsnap', version: string }
  /** All entries but this one, in ZIP order. `sha256` in hex. */
  entries: { path: string, bytes: number, sha256: string }[]
}
