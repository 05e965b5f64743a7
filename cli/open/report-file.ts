import { closeSync, openSync, readSync, statSync, writeFileSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { FaultSnapError } from '../../src/errors'
import { makeFolder } from '../../src/repository/make-folder'
import { safeText } from '../../src/terminal/safe-text'

/** `out`: what the user named, a file or a folder; without it the file lies in `cwd`. */
export interface ReportFile { capsuleFile: string, cwd: string, out?: string | undefined }

/** Where the report of a capsule is written, absolute: named after the capsule, unless the user named a file. */
export function reportFile ({ capsuleFile, cwd, out }: ReportFile): string {
  const name = `${basename(capsuleFile).replace(/\.faultsnap$/i, '')}.html`
  if (out === undefined) return join(cwd, name)
  const file = resolve(cwd, out)
  return /[\\/]$/.test(out) || statOf(file)?.isDirectory() === true ? join(file, name) : file
}

/** Undefined for what is not there or cannot be looked at: writing then says why. */
function statOf (file: string): Stats | undefined {
  try {
    return statSync(file)
  } catch {
    return undefined
  }
}

/**
 * Writes a report, and the folders it lies in. A file that the user did not name (`isNamed` false) is overwritten only if it is a
 * report. Throws FaultSnapError NOT_WRITTEN.
 */
export function writeReport (file: string, html: string, isNamed: boolean): void {
  if (!isNamed && isSomethingElse(file)) {
    throw new FaultSnapError('NOT_WRITTEN',
      `${safeText(file)} is there and is no report of FaultSnap. Name another file with -o.`)
  }
  try {
    makeFolder(dirname(file))
    // Not by a rename, which would replace a device such as /dev/null.
    writeFileSync(file, html)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FaultSnapError('NOT_WRITTEN',
      `${safeText(file)} cannot be written (${code ?? 'unknown'}). Name another file with -o.`,
      { cause: error })
  }
}

const HEAD_BYTES = 4_096

function isSomethingElse (file: string): boolean {
  const stat = statOf(file)
  if (stat === undefined || stat.size === 0) return false
  if (!stat.isFile()) return true
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    const head = Buffer.alloc(HEAD_BYTES)
    return !/^<!doctype html>[^]*FaultSnap/i.test(head.toString('utf8', 0, readSync(descriptor, head)))
  } catch {
    // Not ours to read, so not ours to overwrite.
    return true
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
