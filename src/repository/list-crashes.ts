import { existsSync, rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { readManifest } from '../capsule/read'
import { FaultSnapError } from '../errors'
import { printable } from '../capsule/printable'
import { htmlPathOf, idOf } from './capsule-path'
import { forgetNotes, mergeIndex, readIndex, writeIndex } from './crash-index'
import { byNewest, summarise, type CrashSummary, type IndexedCrash } from './crash-summary'
import { scanCapsules } from './scan'

/**
 * All crashes of a repository, newest first; none if there is no such folder. What the folders hold is the truth: their names are
 * compared with `index.json`, only capsules that it lacks are opened (one that cannot be read is left out, and `onUnreadable` gets
 * its path), and it is brought up to date if it differed and the repository can be written. Throws REPOSITORY_UNREADABLE.
 */
export async function listCrashes (repositoryDir: string, onUnreadable?: (file: string) => void): Promise<CrashSummary[]> {
  const root = resolve(repositoryDir)
  try {
    const index = readIndex(root) ?? []
    const known = new Map(index.map(crash => [crash.path, crash]))
    const paths = scanCapsules(root)
    const crashes: IndexedCrash[] = []
    for (const path of paths) {
      const crash = known.get(path) ?? await readSummary(root, path)
      if (crash !== undefined) crashes.push(crash)
      else if (existsSync(join(root, path))) onUnreadable?.(join(root, path))
    }
    crashes.sort(byNewest)
    const isOutdated = crashes.length !== index.length || crashes.some(crash => !known.has(crash.path))
    if (isOutdated) repairIndex(root, index, crashes, new Set(paths))
    return crashes.map(crash => ({ ...crash, file: join(root, crash.path) }))
  } catch (error) {
    if (error instanceof FaultSnapError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const what = `The repository ${printable(root, 1_000)} cannot be read (${code ?? printable(message)}). Check its permissions.`
    throw new FaultSnapError('REPOSITORY_UNREADABLE', what, { cause: error })
  }
}

/** The index entry of the capsule at `path`; undefined if it cannot be read as one. */
export async function readSummary (root: string, path: string): Promise<IndexedCrash | undefined> {
  const file = join(root, path)
  try {
    const manifest = await readManifest(file)
    // The name is what finds the file again: a capsule that was renamed by hand is listed by its name.
    const id = idOf(basename(path))!
    const sizes = [file, join(root, htmlPathOf(path))].map(name => statSync(name, { throwIfNoEntry: false })?.size ?? 0)
    return summarise({ ...manifest, id }, path, sizes[0]! + sizes[1]!)
  } catch (error) {
    if (error instanceof FaultSnapError) return undefined
    throw error
  }
}

/** Nobody waits for the result: a repository on a read-only disk is listed all the same. */
function repairIndex (root: string, index: IndexedCrash[], crashes: IndexedCrash[], paths: ReadonlySet<string>): void {
  try {
    forgetNotes(root, index.filter(crash => !paths.has(crash.path)).map(crash => crash.id))
    if (crashes.length === 0) return rmSync(join(root, 'index.json'), { force: true })
    writeIndex(root, crashes)
    mergeIndex(root, { force: true })
  } catch {
    // It stays a cache that is out of date, which the next reader finds out again.
  }
}
