import { readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sleep, writeAtomic } from './atomic-write'
import { isGone } from './best-effort'
import { capturedAtOf, METADATA_NAME } from './capsule-path'
import type { IndexedCrash } from './crash-summary'
import { capsulesIn } from './scan'

/** `metadata.json` of a fingerprint folder: one bug on one day. */
export interface FingerprintMetadata {
  format: 'faultsnap-metadata'
  version: 1
  fingerprint: string
  exception: { type: string, message: string }
  place?: IndexedCrash['place']
  /** Of the latest crash whose culprit is known. */
  culprit?: string
  /** Of the latest crash that had a request or a test. */
  occasion?: string
  /** Crashes recorded here, those that retention has removed since included (of which a simultaneous removal may lose some). */
  count: number
  removed: number
  /**
   * Further failures of the same place that programs counted instead of recording them: requests answered with the same error.
   */
  repeats?: number
  /** ISO 8601, UTC, whole seconds. */
  firstSeen: string
  lastSeen: string
  /** File names, oldest first. */
  capsules: string[]
}

const MAX_ATTEMPTS = 200

/**
 * Brings `metadata.json` up to date with the capsules in its folder, and looks again until they agree, as the index does (see
 * crash-index.ts). `crash` describes the bug where no metadata exists yet; `removedNow` were removed by the caller.
 */
export function refreshMetadata (folder: string, crash: IndexedCrash | undefined, removedNow: number): void {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const old = readMetadata(folder)
    const next = describe(folder, old, crash, attempt === 1 ? removedNow : 0)
    if (next === undefined) return rmSync(join(folder, METADATA_NAME), { force: true })
    const text = JSON.stringify(next, null, 2) + '\n'
    if (old !== undefined && text === JSON.stringify(old, null, 2) + '\n') return
    try {
      writeAtomic(join(folder, METADATA_NAME), text, { fsync: false })
    } catch (error) {
      // The folder went with its last capsule, by another process's retention: the next look finds it empty.
      if (!isGone(error)) throw error
    }
    if (attempt > 2) sleep(Math.random() * Math.min(attempt, 20))
  }
}

/** Adds to the count of failures that were not recorded; two processes that do so at the same moment may lose one's. */
export function addRepeats (folder: string, count: number): void {
  const old = readMetadata(folder)
  if (old === undefined) return
  const text = JSON.stringify({ ...old, repeats: (old.repeats ?? 0) + count }, null, 2) + '\n'
  writeAtomic(join(folder, METADATA_NAME), text, { fsync: false })
}

/** Undefined if there is none, or none that can be read. */
export function readMetadata (folder: string): FingerprintMetadata | undefined {
  try {
    const value = JSON.parse(readFileSync(join(folder, METADATA_NAME), 'utf8')) as Partial<FingerprintMetadata> | null
    const isOurs = value?.format === 'faultsnap-metadata' &&
      typeof value.fingerprint === 'string' && Number.isFinite(value.removed) &&
      typeof value.exception === 'object' && typeof value.firstSeen === 'string' && typeof value.lastSeen === 'string'
    return isOurs ? value as FingerprintMetadata : undefined
  } catch (error) {
    if (isGone(error) || error instanceof SyntaxError) return undefined
    throw error
  }
}

function describe (
  folder: string,
  old: FingerprintMetadata | undefined,
  crash: IndexedCrash | undefined,
  removedNow: number,
): FingerprintMetadata | undefined {
  const capsules = capsulesIn(folder)
  const bug = old ?? crash
  if (capsules.length === 0 || bug === undefined) return undefined
  const date = basename(dirname(folder))
  const seen = [capsules[0]!, capsules.at(-1)!].map(name => capturedAtOf(date, name))
  if (old !== undefined) seen.push(old.firstSeen, old.lastSeen)
  seen.sort()
  const culprit = crash?.culprit ?? old?.culprit
  const occasion = crash?.occasion ?? old?.occasion
  const removed = (old?.removed ?? 0) + removedNow
  return {
    format: 'faultsnap-metadata',
    version: 1,
    fingerprint: bug.fingerprint,
    exception: bug.exception,
    ...bug.place === undefined ? {} : { place: bug.place },
    ...culprit === undefined ? {} : { culprit },
    ...occasion === undefined ? {} : { occasion },
    count: capsules.length + removed,
    removed,
    ...old?.repeats === undefined ? {} : { repeats: old.repeats },
    firstSeen: seen[0]!,
    lastSeen: seen.at(-1)!,
    capsules,
  }
}
