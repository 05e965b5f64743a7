import { join, resolve } from 'node:path'
import type { CrashRecord } from '../model'
import { SPOOL_FILE_MODE, writeAtomic } from './atomic-write'
import { ensureStateDir } from './state-dir'

/**
 * Spool files: crashes on their way to a capsule, in case the program dies before the packer is done. `<id>.json` waits,
 * `<id>.claimed-<time>-<pid>-<host>` is being packed by that process, `<id>.broken-…` could not be read and is kept for a look
 * at it.
 */
export const SPOOLED = /^([0-9a-f]{8})\.json(\.[0-9a-f]{12}\.tmp)?$/

/** Where a crash with this id is spooled. */
export const spoolFile = (repositoryDir: string, id: string): string => join(resolve(repositoryDir), '.spool', `${id}.json`)

/**
 * Writes a crash, all of it or nothing, and with `isDurable` synced to disk, which a program that goes on need not wait for. Gives
 * the file. Throws what the file system throws.
 */
export function writeSpool (repositoryDir: string, record: CrashRecord, isDurable = true): string {
  ensureStateDir(resolve(repositoryDir))
  const file = spoolFile(repositoryDir, record.id)
  writeAtomic(file, JSON.stringify(record), { fsync: isDurable, mode: SPOOL_FILE_MODE })
  return file
}
