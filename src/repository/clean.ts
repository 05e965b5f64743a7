import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { mergeIndex } from './crash-index'
import { byNewest, type CrashSummary } from './crash-summary'
import { latestCapsule, updateLatest } from './latest'
import { listCrashes } from './list-crashes'
import { removeCapsules } from './remove-capsules'
import { overSize } from './retention'

/** What may stay. `keptPerFingerprint` is at least 2: the first and the latest always do. Absent: no limit of that kind. */
export interface CleanLimits { maxAgeMs?: number, keptPerFingerprint?: number, maxBytes?: number }

/** A capsule that has to go, and which limit says so. */
export interface Removal { crash: CrashSummary, why: 'age' | 'count' | 'bytes' }

/**
 * What limits would remove of a repository's crashes (newest first), the oldest first. Age first, then the count per fingerprint (the
 * first, for how it began, and the latest stay), then the oldest until the bytes fit,
 * repeats of a bug before its first and latest. The newest crash of all always stays.
 */
export function planClean (crashes: readonly CrashSummary[], limits: CleanLimits, now: Date): Removal[] {
  const { maxAgeMs, keptPerFingerprint, maxBytes } = limits
  const newest = crashes[0]
  const removals = new Map<string, Removal>()
  const rest = (): CrashSummary[] => crashes.filter(({ path }) => !removals.has(path))
  const remove = (some: readonly CrashSummary[], why: Removal['why']): void => {
    for (const crash of some) if (crash !== newest) removals.set(crash.path, { crash, why })
  }
  if (maxAgeMs !== undefined) remove(crashes.filter(({ capturedAt }) => Date.parse(capturedAt) < now.getTime() - maxAgeMs), 'age')
  if (keptPerFingerprint !== undefined) {
    for (const group of byFingerprint(rest()).values()) {
      const excess = group.length - Math.max(2, keptPerFingerprint)
      // Newest first: the last of the group is the first that was seen.
      if (excess > 0) remove(group.slice(-1 - excess, -1), 'count')
    }
  }
  if (maxBytes !== undefined) {
    remove(overSize(rest(), maxBytes), 'bytes')
  }
  return [...removals.values()].sort((a, b) => byNewest(b.crash, a.crash))
}

function byFingerprint (crashes: readonly CrashSummary[]): Map<string, CrashSummary[]> {
  const groups = new Map<string, CrashSummary[]>()
  for (const crash of crashes) {
    const group = groups.get(crash.fingerprint)
    if (group === undefined) groups.set(crash.fingerprint, [crash])
    else group.push(crash)
  }
  return groups
}

/** Carries a plan out. Gives what is gone now: on Windows a capsule that is open stays. Throws what the file system says. */
export async function applyClean (repositoryDir: string, removals: readonly Removal[]): Promise<Removal[]> {
  const gone = new Set(removeCapsules(repositoryDir, removals.map(({ crash }) => crash.path)))
  mergeIndex(repositoryDir, { force: true })
  const newest = (await listCrashes(repositoryDir))[0]
  if (newest !== undefined) updateLatest(repositoryDir, newest)
  else for (const file of [latestCapsule(repositoryDir), join(repositoryDir, 'latest', 'latest.html')]) rmSync(file, { force: true })
  return removals.filter(({ crash }) => gone.has(crash.path))
}
