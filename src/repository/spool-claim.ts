import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { moveFile } from './atomic-write'
import { isGone } from './best-effort'
import { spoolFile } from './spool'

/** The name of a claimed spool file: id, time, process, {@link thisHost}. */
export const CLAIMED = /^([0-9a-f]{8})\.claimed-(\d+)-(\d+)-([0-9a-f]{8})$/

/**
 * Makes this process the only one that packs a spool file, by renaming it; gives its new path, undefined if it is gone: another
 * process packs it, or has done so. Whoever packs claims first.
 */
export function claimSpool (repositoryDir: string, name: string): string | undefined {
  const folder = join(resolve(repositoryDir), '.spool')
  const claimed = join(folder, `${name.slice(0, 8)}.claimed-${Date.now()}-${process.pid}-${thisHost()}`)
  try {
    moveFile(join(folder, name), claimed)
    return claimed
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

/** What a claim says of the machine that its process id is of: 8 hex digits. */
export const thisHost = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** Ends a claim: the crash is stored. */
export function removeClaimed (claimed: string): void {
  rmSync(claimed, { force: true })
}

/** Ends a claim without success: the crash waits again. */
export function releaseClaimed (repositoryDir: string, id: string, claimed: string): void {
  moveFile(claimed, spoolFile(repositoryDir, id))
}

/** Ends a claim for good: the file does not hold a crash. It is kept, and no longer looked at. Gives where. */
export function setAside (claimed: string): string {
  const broken = claimed.replace('.claimed-', '.broken-')
  moveFile(claimed, broken)
  return broken
}
