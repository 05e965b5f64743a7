import { existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Manifest, PackingOptions } from '../model'
import { writeAtomic } from './atomic-write'
import { bestEffort, isGone } from './best-effort'
import { capsulePath, htmlPathOf, idOf } from './capsule-path'
import { mergeIndex, noteRemoved, noteStored } from './crash-index'
import { summarise, type IndexedCrash } from './crash-summary'
import { refreshMetadata } from './fingerprint-metadata'
import { isLatestNewer, updateLatest } from './latest'
import { overAge, overFingerprintLimit, overSize, removeCapsule, tidyFolder } from './retention'
import { ensureStateDir } from './state-dir'

/** What {@link storeCapsule} keeps to. */
export type StoreOptions = Omit<PackingOptions, 'html' | 'sources' | 'hasTaints'>

/** What is stored: the capsule's bytes, its page if there is to be one, and its manifest. */
export interface StorableCapsule { bytes: Buffer, html?: string, manifest: Omit<Manifest, 'entries'> }

/** Absolute paths. `htmlFile` is absent if there is no page. */
export interface StoredCapsule { capsuleFile: string, htmlFile?: string }

/**
 * Writes a capsule into a repository, then brings metadata, index and `latest/` up to date and applies retention. Lock-free: many
 * processes may do this at once. Gives absolute paths. Throws only if the capsule itself could not be written; whatever else
 * fails can be rebuilt by a reader. Synchronous, and thereby independent of libuv's thread pool (see capsule/write.ts).
 */
export function storeCapsule ({ bytes, html, manifest }: StorableCapsule, options: StoreOptions): StoredCapsule {
  const repositoryDir = resolve(options.repositoryDir)
  const path = capsulePath(manifest)
  const capsuleFile = join(repositoryDir, path)
  ensureStateDir(repositoryDir)
  writeIntoFolder(capsuleFile, bytes)
  const htmlFile = html === undefined ? undefined : bestEffort(() => {
    const file = join(repositoryDir, htmlPathOf(path))
    writeAtomic(file, html, { fsync: false })
    return file
  })
  const crash = summarise(manifest, path, bytes.length + (html === undefined ? 0 : Buffer.byteLength(html)))
  bestEffort(() => noteStored(repositoryDir, crash))
  bestEffort(() => removeAll(repositoryDir, crash, [
    ...overFingerprintLimit(repositoryDir, crash, options.maxReportsPerFingerprint),
    ...overAge(repositoryDir, options.maxDaysToKeep, new Date()),
  ]))
  bestEffort(() => {
    refreshMetadata(dirname(capsuleFile), crash, 0)
    tidyFolder(repositoryDir, dirname(capsuleFile))
  })
  bestEffort(() => updateIndexAndLatest(repositoryDir, crash, options.maxRepositoryBytes))
  return { capsuleFile, ...htmlFile === undefined ? {} : { htmlFile } }
}

/** Another process's retention may remove the empty folder between its creation and the first file in it. */
function writeIntoFolder (file: string, bytes: Buffer): void {
  for (let attempt = 1; ; attempt++) {
    mkdirSync(dirname(file), { recursive: true })
    try {
      return writeAtomic(file, bytes, { fsync: true })
    } catch (error) {
      if (!isGone(error) || attempt === 10) throw error
    }
  }
}

function updateIndexAndLatest (repositoryDir: string, crash: IndexedCrash, maxBytes: number): void {
  for (let attempt = 1; attempt <= 50; attempt++) {
    const index = mergeIndex(repositoryDir)
    if (index === undefined) {
      if (!isLatestNewer(repositoryDir, crash)) updateLatest(repositoryDir, crash)
      return
    }
    const hasRemoved = removeAll(repositoryDir, crash, overSize(index, maxBytes))
    // Somebody may have removed folders by hand: the index learns of that when it is read the next time.
    const newest = index.find(({ path }) => existsSync(join(repositoryDir, path)))
    const hasCopied = newest !== undefined && updateLatest(repositoryDir, newest)
    if (!hasRemoved && !hasCopied) return
  }
}

/** Removes capsules, the one just stored excepted, with all that refers to them. Gives whether there were any. */
function removeAll (repositoryDir: string, stored: IndexedCrash, paths: readonly string[]): boolean {
  const removedByFolder = new Map<string, number>()
  const ids: string[] = []
  for (const path of new Set(paths)) {
    const outcome = path === stored.path ? 'kept' : removeCapsule(repositoryDir, path)
    if (outcome === 'kept') continue
    ids.push(idOf(basename(path))!)
    const folder = join(repositoryDir, dirname(path))
    removedByFolder.set(folder, (removedByFolder.get(folder) ?? 0) + (outcome === 'removed' ? 1 : 0))
  }
  noteRemoved(repositoryDir, ids)
  for (const [folder, count] of removedByFolder) {
    refreshMetadata(folder, undefined, count)
    tidyFolder(repositoryDir, folder)
  }
  return ids.length > 0
}
