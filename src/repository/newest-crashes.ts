import { join, resolve } from 'node:path'
import { byNewest, type CrashSummary, type IndexedCrash } from './crash-summary'
import { folderStates, lookAgain, type FolderStates } from './folder-states'
import { keepNewest, MAX_NEWEST, readKept, type KeptNewest } from './kept-newest'
import { listCrashes, readSummary } from './list-crashes'

/** The newest crashes of a repository, newest first, and how many it has in all. */
export interface NewestCrashes { crashes: CrashSummary[], total: number }

/** Below this many crashes the whole list is read in no time. */
const MIN_KEPT_TOTAL = 300
/** So many capsules are opened to bring a list up to date; beyond it the index, which knows most of them, is faster. */
const MAX_OPENED = 300

/**
 * The first `most` of {@link listCrashes} (at most {@link MAX_NEWEST}), of a large repository in milliseconds: a folder whose
 * modification time is what it was holds the names that it held. Only folders in which something was added or removed are listed, and only
 * their capsules opened. Like `index.json` the list that is kept is a cache, rebuilt whenever it does not fit. Throws REPOSITORY_UNREADABLE.
 */
export async function newestCrashes (repositoryDir: string, most: number, onUnreadable?: (file: string) => void): Promise<NewestCrashes> {
  const root = resolve(repositoryDir)
  const known = most <= MAX_NEWEST ? await knownNewest(root, most) : undefined
  if (known !== undefined) return { crashes: known.crashes.slice(0, most).map(crash => ({ ...crash, file: join(root, crash.path) })), total: known.total }
  // Before the crashes: what changes in between makes the list that is kept outdated at once.
  const lookedAt = Date.now()
  const folders = folderStates(root)
  let unreadable = 0
  const crashes = await listCrashes(root, file => {
    unreadable++
    onUnreadable?.(file)
  })
  // A capsule that cannot be read is told of each time.
  if (unreadable === 0 && folders !== undefined && crashes.length >= MIN_KEPT_TOTAL) {
    keepNewest(root, lookedAt, { folders, total: crashes.length, crashes: crashes.slice(0, MAX_NEWEST).map(({ file: _file, ...crash }) => crash) })
  }
  return { crashes: crashes.slice(0, most), total: crashes.length }
}

/** The list that was kept, brought up to date; undefined if there is none, or what changed is more than it can tell. */
async function knownNewest (root: string, most: number): Promise<Pick<KeptNewest, 'crashes' | 'total'> | undefined> {
  const kept = readKept(root)
  if (kept === undefined) return undefined
  const lookedAt = Date.now()
  const look = lookAgain(root, kept.folders, kept.settledUntil)
  if (look === undefined) return undefined
  if (look.listed.size === 0 && look.isSame) return kept
  const crashes = await merge(root, kept, look.folders, look.listed)
  const total = Object.values(look.folders).reduce((sum, [, capsules = 0]) => sum + capsules, 0)
  if (crashes === undefined || crashes.length < Math.min(most, total)) return undefined
  const list = { folders: look.folders, total, crashes: crashes.slice(0, MAX_NEWEST) }
  keepNewest(root, lookedAt, list)
  return list
}

/** Those of before that are still there, and those of the listed folders; none that could stand below one that was never in the list. */
async function merge (
  root: string, kept: KeptNewest, folders: FolderStates, listed: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<IndexedCrash[] | undefined> {
  const crashes = kept.crashes.filter(({ path }) => {
    const at = path.lastIndexOf('/')
    const names = listed.get(path.slice(0, at))
    return names === undefined ? folders[path.slice(0, at)] !== undefined : names.has(path.slice(at + 1))
  })
  const known = new Set(crashes.map(({ path }) => path))
  const added = [...listed].flatMap(([folder, names]) => [...names].map(name => `${folder}/${name}`)).filter(path => !known.has(path))
  if (added.length > MAX_OPENED) return undefined
  for (const path of added) {
    const crash = await readSummary(root, path)
    if (crash === undefined) return undefined
    crashes.push(crash)
  }
  crashes.sort(byNewest)
  const oldest = kept.crashes.at(-1)
  return kept.crashes.length === kept.total || oldest === undefined ? crashes : crashes.filter(crash => byNewest(crash, oldest) <= 0)
}
