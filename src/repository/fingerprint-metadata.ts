import { readFileSync, rmSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sleep, writeAtomic } from './atomic-write'
import { isGone } from './best-effort'
import { capturedAtOf, METADATA_NAME } from './capsule-path'
import type { IndexedCrash } from './crash-summary'
import { capsulesIn, dateFoldersIn } from './scan'

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
  /** ISO 8601, UTC, whole seconds; those that were only counted included. */
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

/**
 * Once the last capsule of a day has gone, by retention, its count goes to the next folder of the bug, or it would be forgotten how often
 * a bug was seen. `removedNow`: the caller's, not counted as removed yet. Whoever removes the metadata hands it on.
 */
export function handOnCount (folder: string, removedNow: number): void {
  const old = capsulesIn(folder).length > 0 ? undefined : readMetadata(folder)
  if (old === undefined) return
  const heir = foldersOfBug(folder).find(each => each !== folder && capsulesIn(each).length > 0 && readMetadata(each) !== undefined)
  if (heir === undefined) return
  try {
    unlinkSync(join(folder, METADATA_NAME))
  } catch (error) {
    if (isGone(error)) return
    throw error
  }
  const next = readMetadata(heir)!
  const repeats = (old.repeats ?? 0) + (next.repeats ?? 0)
  writeMetadata(heir, {
    ...next, count: next.count + old.removed + removedNow, removed: next.removed + old.removed + removedNow,
    ...repeats > 0 && { repeats }, firstSeen: old.firstSeen < next.firstSeen ? old.firstSeen : next.firstSeen,
  })
}

/**
 * How often a bug was seen, and when last: its capsules, those that retention removed, and those that programs only counted. `lastSeen` is
 * undefined where no folder tells.
 */
export function timesSeen (folder: string): { count: number, lastSeen: string | undefined } {
  const days = foldersOfBug(folder).map(readMetadata).filter(each => each !== undefined)
  return {
    count: days.reduce((sum, { count, repeats = 0 }) => sum + count + repeats, 0),
    lastSeen: days.map(({ lastSeen }) => lastSeen).sort().at(-1),
  }
}

/** The folders of a fingerprint, over all days, oldest first; from one of them. */
function foldersOfBug (folder: string): string[] {
  const typeDir = dirname(dirname(folder))
  return dateFoldersIn(typeDir).map(date => join(typeDir, date, basename(folder)))
}

function writeMetadata (folder: string, metadata: FingerprintMetadata): void {
  writeAtomic(join(folder, METADATA_NAME), JSON.stringify(metadata, null, 2) + '\n', { fsync: false })
}

/** Adds to the count of failures that were not recorded; two processes that do so at the same moment may lose one's. */
export function addRepeats ({ folder, count, lastAt }: { folder: string, count: number, lastAt: number }): void {
  const old = readMetadata(folder)
  if (old === undefined) return
  const seen = new Date(lastAt - lastAt % 1000).toISOString()
  writeMetadata(folder, { ...old, repeats: (old.repeats ?? 0) + count, lastSeen: seen > old.lastSeen ? seen : old.lastSeen })
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
