import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Manifest, PackingOptions } from '../model'
import { FOLDER_MODE, writeAtomic } from './atomic-write'
import { bestEffort, isGone } from './best-effort'
import { capsulePath, htmlPathOf } from './capsule-path'
import { mergeIndex, noteStored } from './crash-index'
import { summarise, type IndexedCrash } from './crash-summary'
import { refreshMetadata } from './fingerprint-metadata'
import { isLatestNewer, updateLatest } from './latest'
import { makeFolder } from './make-folder'
import { removeCapsules } from './remove-capsules'
import { overAge, overFingerprintLimit, overSize, tidyFolder } from './retention'
import { ensureStateDir } from './state-dir'

/** What {@link storeCapsule} keeps to. */
export type StoreOptions = Omit<PackingOptions, 'html' | 'sources' | 'hasTaints' | 'fallbackDirectory'>

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
  bestEffort(() => removeCapsules(repositoryDir, [
    ...overFingerprintLimit(repositoryDir, crash, options.maxReportsPerFingerprint),
    ...overAge(repositoryDir, options.maxDaysToKeep, new Date()),
  ], crash.path))
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
    makeFolder(dirname(file), FOLDER_MODE)
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
    const hasRemoved = removeCapsules(repositoryDir, overSize(index, maxBytes).map(({ path }) => path), crash.path).length > 0
    // Somebody may have removed folders by hand: the index learns of that when it is read the next time.
    const newest = index.find(({ path }) => existsSync(join(repositoryDir, path)))
    const hasCopied = newest !== undefined && updateLatest(repositoryDir, newest)
    if (!hasRemoved && !hasCopied) return
  }
}
