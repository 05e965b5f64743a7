import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomic } from './atomic-write'
import { isIndexedCrash, type IndexedCrash } from './crash-summary'
import { isFolderStates, type FolderStates } from './folder-states'
import { ensureStateDir, stateDir } from './state-dir'

/** As many are kept; who wants more has the whole list read. */
export const MAX_NEWEST = 500
/** Times of folders are as coarse as two seconds (FAT, some network mounts): a folder that changed so late may have changed again. */
const SETTLED_AFTER_MS = 2_000

/** The newest crashes as `.spool/newest.json` keeps them. `settledUntil`: folders that changed later may have changed again unseen. */
export interface KeptNewest { folders: FolderStates, total: number, crashes: IndexedCrash[], settledUntil: number }

/** `tookMs`: between the look at the folders and the writing of the file, whose own time is of the same clock as theirs. */
interface KeptFile extends Omit<KeptNewest, 'settledUntil'> { format: 'faultsnap-newest', version: 2, tookMs: number }

/** The list that was kept; undefined if there is none, or it is not one of ours. */
export function readKept (root: string): KeptNewest | undefined {
  try {
    const { mtimeMs } = statSync(keptFile(root))
    const kept = JSON.parse(readFileSync(keptFile(root), 'utf8')) as Partial<KeptFile> | null
    if (kept?.format !== 'faultsnap-newest' || kept.version !== 2 || !isFolderStates(kept.folders)) return undefined
    if (!Array.isArray(kept.crashes) || !kept.crashes.every(isIndexedCrash) || !Number.isSafeInteger(kept.total)) return undefined
    if (typeof kept.tookMs !== 'number' || !(kept.tookMs >= 0)) return undefined
    const { folders, total, crashes } = kept as KeptFile
    return { folders, total, crashes, settledUntil: mtimeMs - kept.tookMs - SETTLED_AFTER_MS }
  } catch {
    return undefined
  }
}

/** `lookedAt`: when the look at the folders began, epoch milliseconds. */
export function keepNewest (root: string, lookedAt: number, list: Omit<KeptNewest, 'settledUntil'>): void {
  try {
    ensureStateDir(root)
    const file: KeptFile = { format: 'faultsnap-newest', version: 2, tookMs: Date.now() - lookedAt, ...list }
    writeAtomic(keptFile(root), JSON.stringify(file), { fsync: false })
  } catch {
    // A repository on a read-only disk is listed all the same, in its time.
  }
}

const keptFile = (root: string): string => join(stateDir(root), 'newest.json')
