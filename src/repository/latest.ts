import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { copyAtomic, FOLDER_MODE } from './atomic-write'
import { isGone } from './best-effort'
import { htmlPathOf } from './capsule-path'
import type { IndexedCrash } from './crash-summary'
import { makeFolder } from './make-folder'

/** The copy of the newest capsule, for those who want a fixed path. A copy, no link: Windows asks for rights to make one. */
export const latestCapsule = (repositoryDir: string): string => join(repositoryDir, 'latest', 'latest.faultsnap')
const COMPARED_BYTES = 64 * 1024
const latestHtml = (repositoryDir: string): string => join(repositoryDir, 'latest', 'latest.html')

/**
 * Makes `latest/` a copy of this crash's files; a page that the crash does not have is removed. Gives whether anything changed: a
 * caller who changed it asks again which crash is the newest, so that of many processes the last one leaves the right copy. The
 * copies carry `capturedAt` as their modification time, which is how they are recognised.
 */
export function updateLatest (repositoryDir: string, crash: IndexedCrash): boolean {
  makeFolder(join(repositoryDir, 'latest'), FOLDER_MODE)
  const capturedAt = new Date(crash.capturedAt)
  const pageChanged = mirror(join(repositoryDir, htmlPathOf(crash.path)), latestHtml(repositoryDir), capturedAt)
  return mirror(join(repositoryDir, crash.path), latestCapsule(repositoryDir), capturedAt) || pageChanged
}

/** Whether `latest/` already holds a crash captured after this one. */
export function isLatestNewer (repositoryDir: string, crash: IndexedCrash): boolean {
  const latest = statSync(latestCapsule(repositoryDir), { throwIfNoEntry: false })
  return latest !== undefined && latest.mtimeMs > Date.parse(crash.capturedAt) + 1
}

function mirror (from: string, to: string, mtime: Date): boolean {
  const source = statSync(from, { throwIfNoEntry: false })
  const copy = statSync(to, { throwIfNoEntry: false })
  if (source === undefined) {
    rmSync(to, { force: true })
    return copy !== undefined
  }
  try {
    const looksAlike = copy !== undefined && copy.size === source.size && Math.abs(copy.mtimeMs - mtime.getTime()) < 2
    if (looksAlike && firstBytes(from).equals(firstBytes(to))) return false
    copyAtomic(from, to, mtime)
  } catch (error) {
    // Another process removed or replaced one of them in between; the next look sees what is there then.
    if (!isGone(error)) throw error
  }
  return true
}

/** Two crashes of one bug in the same millisecond differ in little more than their id, which both kinds of file name early. */
function firstBytes (file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(COMPARED_BYTES)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, COMPARED_BYTES, 0))
  } finally {
    closeSync(descriptor)
  }
}
