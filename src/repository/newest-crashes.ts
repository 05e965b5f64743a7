import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeAtomic } from './atomic-write'
import { CAPSULE_PATH, DATE_FOLDER, FINGERPRINT_FOLDER } from './capsule-path'
import { isIndexedCrash, type CrashSummary, type IndexedCrash } from './crash-summary'
import { listCrashes } from './list-crashes'
import { foldersIn, typeFoldersIn } from './scan'
import { ensureStateDir, stateDir } from './state-dir'

/** The newest crashes of a repository, newest first, and how many it has in all. */
export interface NewestCrashes { crashes: CrashSummary[], total: number }

/** As many are kept; who wants more has the whole list read. */
export const MAX_NEWEST = 500
/** Below this many crashes the whole list is read in no time. */
const MIN_KEPT_TOTAL = 300
/** Times of folders are as coarse as two seconds (FAT, some network mounts): a folder that changed so late may have changed again. */
const SETTLED_AFTER_MS = 2_000

/**
 * `.spool/newest.json`. `folders`: the modification time of each folder by its path in the repository, root and `latest`
 * left out; `tookMs`: between the look at them and the writing of this file, whose own time is of the same clock as theirs.
 */
interface KeptList { format: 'faultsnap-newest', version: 1, tookMs: number, folders: Record<string, number>, total: number, crashes: IndexedCrash[] }

/**
 * The first `most` of {@link listCrashes} (at most {@link MAX_NEWEST}), of a large repository in milliseconds: a folder whose
 * modification time is what it was holds the names that it held, so that no folder is listed and no capsule opened as long as nothing was
 * added or removed. Like `index.json` the list that is kept is a cache, rebuilt whenever it does not fit. Throws REPOSITORY_UNREADABLE.
 */
export async function newestCrashes (repositoryDir: string, most: number, onUnreadable?: (file: string) => void): Promise<NewestCrashes> {
  const root = resolve(repositoryDir)
  const kept = readKept(root)
  if (kept !== undefined && most <= MAX_NEWEST) {
    return { crashes: kept.crashes.slice(0, most).map(crash => ({ ...crash, file: join(root, crash.path) })), total: kept.total }
  }
  // Before the crashes: what changes in between makes the list that is kept outdated at once.
  const lookedAt = Date.now()
  const folders = foldersOf(root)
  let unreadable = 0
  const crashes = await listCrashes(root, file => {
    unreadable++
    onUnreadable?.(file)
  })
  // A capsule that cannot be read is told of each time.
  if (unreadable === 0 && folders !== undefined && crashes.length >= MIN_KEPT_TOTAL) {
    keep(root, { format: 'faultsnap-newest', version: 1, tookMs: Date.now() - lookedAt, folders, total: crashes.length,
      crashes: crashes.slice(0, MAX_NEWEST).map(({ file: _file, ...crash }) => crash) })
  }
  return { crashes: crashes.slice(0, most), total: crashes.length }
}

const keptFile = (root: string): string => join(stateDir(root), 'newest.json')

/** The list that was kept, if it still says what the folders hold. */
function readKept (root: string): KeptList | undefined {
  try {
    const { mtimeMs } = statSync(keptFile(root))
    const kept = JSON.parse(readFileSync(keptFile(root), 'utf8')) as Partial<KeptList> | null
    if (kept?.format !== 'faultsnap-newest' || kept.version !== 1 || typeof kept.folders !== 'object' || kept.folders === null) return undefined
    if (!Array.isArray(kept.crashes) || !kept.crashes.every(isIndexedCrash) || !Number.isSafeInteger(kept.total)) return undefined
    if (typeof kept.tookMs !== 'number' || !(kept.tookMs >= 0)) return undefined
    const types = typeFoldersIn(root)
    const names = Object.keys(kept.folders)
    if (names.filter(name => !name.includes('/')).sort().join('/') !== types.join('/')) return undefined
    for (const name of names) {
      const at = isFolderName(name) ? statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs : undefined
      if (at === undefined || at !== kept.folders[name] || at > mtimeMs - kept.tookMs - SETTLED_AFTER_MS) return undefined
    }
    return kept as KeptList
  } catch {
    return undefined
  }
}

/** Nobody's file can send us looking outside of the repository. */
function isFolderName (name: string): boolean {
  const [type, date, fingerprint, ...more] = name.split('/')
  return more.length === 0 && CAPSULE_PATH.test(`${type}/${date ?? '2000-01-01'}/${fingerprint ?? '00000000'}/crash_000000_00000000.faultsnap`)
}

/** Undefined if one of them cannot be looked at: then nothing is kept, and the list itself says what is wrong. */
function foldersOf (root: string): KeptList['folders'] | undefined {
  const folders: KeptList['folders'] = {}
  const add = (name: string): void => { folders[name] = statSync(join(root, name)).mtimeMs }
  try {
    for (const type of typeFoldersIn(root)) {
      add(type)
      for (const date of foldersIn(join(root, type)).filter(name => DATE_FOLDER.test(name))) {
        add(`${type}/${date}`)
        for (const fingerprint of foldersIn(join(root, type, date)).filter(name => FINGERPRINT_FOLDER.test(name))) add(`${type}/${date}/${fingerprint}`)
      }
    }
    return folders
  } catch {
    return undefined
  }
}

function keep (root: string, list: KeptList): void {
  try {
    ensureStateDir(root)
    writeAtomic(keptFile(root), JSON.stringify(list), { fsync: false })
  } catch {
    // A repository on a read-only disk is listed all the same, in its time.
  }
}
