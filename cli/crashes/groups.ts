import { dirname } from 'node:path'
import { readMetadata, timesSeen } from '../../src/repository/fingerprint-metadata'
import type { CrashSummary } from '../../src/repository/crash-summary'

/** All crashes of one fingerprint. `latest` is the newest of them. */
export interface CrashGroup {
  fingerprint: string
  count: number
  /** How often it was seen in all, if that is more: capsules that retention removed and failures that were only counted. */
  seen?: number
  exception: CrashSummary['exception']
  place?: CrashSummary['place']
  culprit?: string
  /** Of the newest that has one. */
  occasion?: string
  /** ISO 8601, UTC. */
  firstSeen: string
  lastSeen: string
  latest: { id: string, file: string }
}

/** Crashes (newest first) by fingerprint, those seen last first. */
export function groupCrashes (crashes: readonly CrashSummary[]): CrashGroup[] {
  const groups = new Map<string, CrashGroup>()
  for (const crash of crashes) {
    const { fingerprint, exception, place, culprit, occasion, capturedAt, id, file } = crash
    const group = groups.get(fingerprint)
    if (group === undefined) {
      groups.set(fingerprint, {
        fingerprint, count: 1, exception, ...place && { place }, ...culprit !== undefined && { culprit },
        ...occasion !== undefined && { occasion },
        firstSeen: capturedAt, lastSeen: capturedAt, latest: { id, file },
      })
      continue
    }
    group.count++
    group.firstSeen = capturedAt
    if (group.culprit === undefined && culprit !== undefined) group.culprit = culprit
    if (group.occasion === undefined && occasion !== undefined) group.occasion = occasion
  }
  return [...groups.values()]
}

/** Adds `seen` to groups that are about to be shown, and when last: it takes a look at each of a bug's folders. */
export function withSeen (groups: readonly CrashGroup[]): CrashGroup[] {
  return groups.map(group => {
    const { count, lastSeen = '' } = timesSeen(dirname(group.latest.file))
    // Folders know whole seconds only.
    const isLater = lastSeen.slice(0, 19) > group.lastSeen.slice(0, 19)
    return { ...group, ...count > group.count && { seen: count }, ...isLater && { lastSeen } }
  })
}

/** A crash in a list. `seen`, `lastSeen`: of the newest of a bug whose further failures were only counted that day, those included. */
export type ListedCrash = CrashSummary & { seen?: number, lastSeen?: string }

/** Says of the newest crash of each bug how often it was seen, where programs counted more than they recorded: one look at each folder. */
export function withRepeats (crashes: readonly CrashSummary[]): ListedCrash[] {
  const known = new Set<string>()
  return crashes.map(crash => {
    if (known.has(crash.fingerprint)) return crash
    known.add(crash.fingerprint)
    const metadata = readMetadata(dirname(crash.file))
    if (metadata?.repeats === undefined) return crash
    return { ...crash, seen: metadata.count + metadata.repeats, lastSeen: metadata.lastSeen }
  })
}
