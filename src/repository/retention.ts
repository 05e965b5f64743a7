import { rmSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TEMPORARY_SUFFIX } from './atomic-write'
import { isGone } from './best-effort'
import { htmlPathOf, METADATA_NAME } from './capsule-path'
import { namesIn } from './crash-index'
import type { IndexedCrash } from './crash-summary'
import { capsulesIn, capsulesOfDay, dateFoldersIn, typeFoldersIn } from './scan'

const DAY_MS = 24 * 60 * 60 * 1000
const TEMPORARY_IS_ABANDONED_MS = 60 * 60 * 1000

/**
 * The capsules of a fingerprint that exceed `maxReports`, over all days of its type folder, oldest first, relative to the
 * repository. The very first one is kept, for how it began, and the newest; so at least two stay whatever the limit says.
 * Reads one folder per day.
 */
export function overFingerprintLimit (repositoryDir: string, crash: IndexedCrash, maxReports: number): string[] {
  const [type, , fingerprint] = crash.path.split('/') as [string, string, string, string]
  const paths = dateFoldersIn(join(repositoryDir, type)).flatMap(date =>
    capsulesIn(join(repositoryDir, type, date, fingerprint)).map(name => `${type}/${date}/${fingerprint}/${name}`))
  const excess = paths.length - Math.max(2, maxReports)
  return excess > 0 ? paths.slice(1, 1 + excess) : []
}

/**
 * The capsules that are older than `maxDays`, by their date folder: one from the day `maxDays` days ago is kept, one from the day
 * before is not. Reads the folders of each type, and further only where something is too old.
 */
export function overAge (repositoryDir: string, maxDays: number, now: Date): string[] {
  const firstKept = new Date(Math.max(0, now.getTime() - maxDays * DAY_MS)).toISOString().slice(0, 10)
  return typeFoldersIn(repositoryDir).flatMap(type =>
    dateFoldersIn(join(repositoryDir, type))
      .filter(date => date < firstKept)
      .flatMap(date => capsulesOfDay(repositoryDir, type, date)))
}

/**
 * The capsules of an index (newest first) that must go for the rest to fit into `maxBytes`, oldest first. Repeats go before the first and
 * the latest of a bug do: a crash loop must not cost how it began, nor every other bug. The newest of all stays.
 */
export function overSize<T extends IndexedCrash> (index: readonly T[], maxBytes: number): T[] {
  let over = index.reduce((sum, crash) => sum + crash.bytes, 0) - maxBytes
  // What is beside the capsules, the copy in `latest/` and the index, counts where a capsule more or less is not the question.
  const [newest] = index
  if (newest !== undefined && maxBytes >= ROOMY_CAPSULES * newest.bytes) over += newest.bytes + INDEX_BYTES * index.length
  if (over <= 0) return []
  const ends = new Set<IndexedCrash>([...firstsOf(index), ...firstsOf([...index].reverse())])
  const going: T[] = []
  for (const isEnd of [false, true]) {
    for (let at = index.length - 1; at > 0 && over > 0; at--) {
      const crash = index[at]!
      if (ends.has(crash) !== isEnd) continue
      going.push(crash)
      over -= crash.bytes
    }
  }
  return going
}

/** A limit of fewer capsules of the newest one's size is taken by the capsules' own bytes. */
const ROOMY_CAPSULES = 10
/** About what a capsule has in `index.json`, the journal and `metadata.json`. */
const INDEX_BYTES = 1_500

/** Of each fingerprint the crash that comes first. */
function firstsOf (crashes: readonly IndexedCrash[]): IndexedCrash[] {
  const seen = new Set<string>()
  return crashes.filter(({ fingerprint }) => !seen.has(fingerprint) && seen.add(fingerprint) !== undefined)
}

/**
 * Removes a capsule and its page. `gone`: it was not there any more, so somebody else removed it; `kept`: it cannot be removed
 * (on Windows, while it is open).
 */
export function removeCapsule (repositoryDir: string, path: string): 'removed' | 'gone' | 'kept' {
  try {
    rmSync(join(repositoryDir, path))
    rmSync(join(repositoryDir, htmlPathOf(path)), { force: true })
    return 'removed'
  } catch (error) {
    if (isGone(error)) return 'gone'
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY') return 'kept'
    throw error
  }
}

/**
 * Clears what is left in a fingerprint folder: temporary files of processes that were killed, and, once no capsule is there, the
 * metadata and the folders up to the repository as far as they are empty. Other people's files stay, and so do their folders.
 */
export function tidyFolder (repositoryDir: string, folder: string): void {
  for (const name of namesIn(folder).filter(name => TEMPORARY_SUFFIX.test(name) && /^(crash_|metadata\.json)/.test(name))) {
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {}
    if (mtimeMs !== undefined && Date.now() - mtimeMs > TEMPORARY_IS_ABANDONED_MS) rmSync(join(folder, name), { force: true })
  }
  if (capsulesIn(folder).length > 0) return
  rmSync(join(folder, METADATA_NAME), { force: true })
  for (let level = folder; level !== repositoryDir && level.length > repositoryDir.length; level = dirname(level)) {
    try {
      rmdirSync(level)
    } catch {
      // Not empty: somebody else's file, or a crash that is being stored just now.
      return
    }
  }
}
