import type { Manifest, Signal } from '../model'
import { CAPSULE_PATH } from './capsule-path'

/** A crash as `index.json` lists it: what `list` and references need. */
export interface IndexedCrash {
  id: string
  /** ISO 8601, UTC, milliseconds. */
  capturedAt: string
  signal: Signal
  /** 64 hex digits. */
  fingerprint: string
  /** `message` at most 300 characters. */
  exception: { type: string, message: string }
  place?: Manifest['place']
  /** The culprit's summary. */
  culprit?: string
  /** The request or the test, as the manifest has it. */
  occasion?: string
  pid?: number
  /** Bytes on disk: the capsule and the page beside it. */
  bytes: number
  /** The capsule, relative to the repository, forward slashes. */
  path: string
}

/** The same with the capsule's absolute path. */
export interface CrashSummary extends IndexedCrash { file: string }

const MAX_MESSAGE_CHARS = 300

/** The index entry for a capsule at `path`. */
export function summarise (manifest: Omit<Manifest, 'entries'>, path: string, bytes: number): IndexedCrash {
  const { id, capturedAt, signal, fingerprint, exception, place, culprit, occasion } = manifest
  return {
    id,
    capturedAt: new Date(capturedAt).toISOString(),
    signal,
    fingerprint,
    exception: { type: exception.type, message: exception.message.slice(0, MAX_MESSAGE_CHARS) },
    ...place === undefined ? {} : { place },
    ...culprit === undefined ? {} : { culprit: culprit.summary.slice(0, MAX_MESSAGE_CHARS) },
    ...occasion === undefined ? {} : { occasion: occasion.slice(0, MAX_MESSAGE_CHARS) },
    pid: manifest.process.pid,
    bytes,
    path,
  }
}

/** Newest first; of two in the same millisecond the one with the higher id, so that every process sorts them alike. */
export function byNewest (a: IndexedCrash, b: IndexedCrash): number {
  if (a.capturedAt !== b.capturedAt) return a.capturedAt < b.capturedAt ? 1 : -1
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/** Whether parsed JSON is an index entry as far as others rely on it: its path cannot lead out of the repository. */
export function isIndexedCrash (value: unknown): value is IndexedCrash {
  if (typeof value !== 'object' || value === null) return false
  const { id, capturedAt, signal, fingerprint, exception, culprit, occasion, bytes, path } = value as Partial<Record<keyof IndexedCrash, unknown>>
  const { type, message } = (exception ?? {}) as Partial<Record<string, unknown>>
  if ([culprit, occasion].some(part => part !== undefined && typeof part !== 'string')) return false
  return [id, capturedAt, signal, fingerprint, type, message].every(part => typeof part === 'string') &&
    Number.isFinite(bytes) && typeof path === 'string' && CAPSULE_PATH.test(path)
}
