import { appendFileSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import type { CrashRecord } from '../src/model'
import { guarded, writeStderr } from './boundary'
import { contextBlock } from './notice-context'
import type { Packed } from './pack/packing'

/**
 * Tells of a crash: one line on stderr, and on a terminal a short context block. Under `faultsnap run` the line goes into the run
 * log instead, and `run` prints it at its end.
 */
export function announce (record: CrashRecord, packed: Packed, isQuiet: boolean): void {
  const runLog = process.env.FAULTSNAP_RUN_LOG
  if (runLog !== undefined && runLog !== '') {
    guarded('run log', () => appendFileSync(runLog, JSON.stringify({
      id: record.id,
      file: 'file' in packed ? packed.file : 'spooled' in packed ? packed.spooled : '',
      type: record.crash.exception.type,
      message: record.crash.exception.message,
      pid: record.process.pid,
    }) + '\n'))
    return
  }
  if (isQuiet) return
  writeStderr(`[FaultSnap] ${lineOf(packed)}\n`)
  if ((require('node:tty') as typeof import('node:tty')).isatty(2)) guarded('context block', () => writeStderr(contextBlock(record, 'file' in packed ? packed.place : undefined)))
}

function lineOf (packed: Packed): string {
  if ('file' in packed) return `Crash captured. Saved to ${shown(packed.file)}`
  if ('spooled' in packed) return `Crash captured. Not packed yet; the next faultsnap command packs ${shown(packed.spooled)}`
  return `Crash captured, but not saved: ${packed.failed}`
}

/** Relative to the working directory where the file lies in it, with forward slashes, as one would type it. */
function shown (file: string): string {
  const path = guarded('relative', () => relative(process.cwd(), file))
  if (path === undefined || path === '' || path.startsWith('..') || isAbsolute(path)) return file
  return path.replaceAll('\\', '/')
}
