import {
  closeSync, copyFileSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync,
} from 'node:fs'
import { isGone } from './best-effort'
import { randomHex } from './random-hex'

/** The end of a temporary file's name, after the name of the file that it becomes. */
export const TEMPORARY_SUFFIX = /\.[0-9a-f]{12}\.tmp$/

/**
 * Modes of what a crash leaves, less the umask: it holds a program's data, as a core dump does, and is not for everybody who has an
 * account. The group may read, so that who runs a program and who looks after it need not be one.
 */
export const FILE_MODE = 0o640
export const FOLDER_MODE = 0o750
/** Of what is on its way, which nobody but the program's own user packs. */
export const SPOOL_FILE_MODE = 0o600
export const SPOOL_FOLDER_MODE = 0o700

/**
 * Writes a file so that others see all of it or nothing: temporary file in the same folder, then rename. `fsync` makes it
 * survive a power cut, for what cannot be rebuilt. Throws what the file system throws, the temporary file removed.
 *
 * Not `write-file-atomic`, which was looked at for this: its temporary name is a hash of pid and counter, so two containers that
 * share a volume (both pid 1) write into each other's; it patches `process.emit` and `process.reallyExit` through signal-exit
 * while it writes; it writes once without looping over a short write; and it has no answer to Windows, where a rename fails
 * while somebody reads the target.
 */
export function writeAtomic (file: string, content: string | Buffer, options: { fsync: boolean, mode?: number }): void {
  replaceThroughTemporary(file, temporary => {
    const descriptor = openSync(temporary, 'wx', options.mode ?? FILE_MODE)
    try {
      writeFileSync(descriptor, content)
      if (fstatSync(descriptor).size !== Buffer.byteLength(content)) throw shortWrite(file)
      if (options.fsync) syncIfPossible(descriptor)
    } finally {
      closeSync(descriptor)
    }
  })
}

/** What `fsync` says when the bytes did not reach the disk, a full network mount for one; anything else says that it is not supported. */
const NOT_ON_DISK = ['EIO', 'ENOSPC', 'EDQUOT']

/**
 * Some mounts have no `fsync` (EINVAL, ENOTSUP, ENOSYS), and Node's permission model forbids it whatever it allows of files
 * (ERR_ACCESS_DENIED): then the file is only as safe as the machine's power.
 */
function syncIfPossible (descriptor: number): void {
  try {
    fsyncSync(descriptor)
  } catch (error) {
    if (NOT_ON_DISK.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Copies a file in the same way, and gives the copy the modification time `mtime`. */
export function copyAtomic (from: string, to: string, mtime: Date): void {
  replaceThroughTemporary(to, temporary => {
    copyFileSync(from, temporary)
    if (statSync(temporary).size !== statSync(from).size) throw shortWrite(to)
    utimesSync(temporary, mtime, mtime)
  })
}

/** A mount that took less than it said, as full network mounts do. */
function shortWrite (file: string): Error {
  return Object.assign(new Error(`EIO: not all of it was written, write '${file}'`), { code: 'EIO' })
}

function replaceThroughTemporary (file: string, fill: (temporary: string) => void): void {
  const temporary = `${file}.${randomHex(12)}.tmp`
  try {
    fill(temporary)
    moveFile(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** What a mount says that has no rename: some in user space, some over a network. */
const NO_RENAME = ['EXDEV', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EPERM', 'EINVAL']

/**
 * Renames a file, over another one if there is one. Where the mount has no rename it copies: others may see part of the file for a moment,
 * which no reader takes for all of it. Of several processes that move one file one succeeds; the others get ENOENT.
 */
export function moveFile (from: string, to: string): void {
  try {
    renameOverReaders(from, to)
  } catch (error) {
    if (process.platform === 'win32' || !NO_RENAME.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    copyInstead(from, to, error)
  }
}

function copyInstead (from: string, to: string, why: unknown): void {
  try {
    copyFileSync(from, to)
    unlinkSync(from)
  } catch (error) {
    rmSync(to, { force: true })
    throw isGone(error) ? error : why
  }
}

/** Windows refuses to replace a file that somebody has open just now; readers of ours are done within milliseconds. */
function renameOverReaders (from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return renameSync(from, to)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      const isInUse = process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY')
      if (!isInUse || attempt === 30) throw error
      sleep(attempt)
    }
  }
}

/** Blocks this thread: the repository is written by a thread that has nothing else to do, in a program that is about to end. */
export function sleep (ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
