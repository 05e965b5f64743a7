import { dirname } from 'node:path'
import { timesSeen } from '../../src/repository/fingerprint-metadata'
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

/** Adds `seen` to groups that are about to be shown: it takes a look at each of a bug's folders. */
export function withSeen (groups: readonly CrashGroup[]): CrashGroup[] {
  return groups.map(group => {
    const seen = timesSeen(dirname(group.latest.file))
    return seen > group.count ? { ...group, seen } : group
  })
}
