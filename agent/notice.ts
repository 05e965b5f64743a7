import { appendFileSync, fstatSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { printable } from '../src/capsule/printable'
import type { Config } from '../src/config/config'
import type { CrashRecord, TestRecord } from '../src/model'
import { MAX_PATH_CHARS, linesWords, notSavedWords } from '../src/pack/packed-words'
import { wantsColour } from '../src/terminal/colours'
import { oneLine, safeText } from '../src/terminal/safe-text'
import { guarded, writeStderr } from './boundary'
import type { Packed, TerminalWish } from './pack/packing'

const MIN_COLUMNS = 40

/**
 * What of a crash is to be shown on a terminal; undefined where nobody looks, or nobody wants more than the line. `wanted`: said by the
 * program for this crash, wherever stderr goes.
 */
export function terminalWish ({ quiet, terminalReport }: Config, wanted?: 'off' | 'full'): TerminalWish | undefined {
  const isCollected = (process.env.FAULTSNAP_RUN_LOG ?? '') !== ''
  const tty = mayBeTerminal() ? require('node:tty') as typeof import('node:tty') : undefined
  const isTerminal = tty?.isatty(2) === true
  const report = wanted ?? (isCollected || !isTerminal ? 'off' : terminalReport)
  if (quiet || report === 'off') return undefined
  const columns = tty !== undefined && isTerminal ? columnsOf(tty) : COLUMNS_OF_PIPES
  return { report, columns, isColoured: wantsColour({ isTTY: isTerminal, env: process.env }) }
}

/** Asked first: `node:tty` takes a dying process milliseconds to load. */
function mayBeTerminal (): boolean {
  return process.platform === 'win32' || guarded('stderr', () => fstatSync(2).isCharacterDevice()) !== false
}

/** A report in a log is read by people, too. */
const COLUMNS_OF_PIPES = 120

/**
 * Of a stream of our own: asked for `process.stderr`, Node would make one for the program and listen to SIGWINCH. To destroy it
 * does not close the descriptor: libuv never closes those of standard streams (`uv__stream_close` in src/unix/stream.c).
 */
function columnsOf (tty: typeof import('node:tty')): number {
  return guarded('columns', () => {
    const stream = new tty.WriteStream(2)
    const { columns } = stream
    stream.destroy()
    // A terminal that does not know its size says 0.
    return columns > 0 ? Math.max(MIN_COLUMNS, columns) : undefined
  }) ?? 80
}

/**
 * Tells of a crash: one line on stderr, and on a terminal the report that the packer made. Under `faultsnap run` the line goes into the run
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
      signal: record.signal,
      ...!('file' in packed) && { told: lineOf(packed, false) },
      ...record.crash.test && { test: testOf(record.crash.test) },
    }) + '\n'))
    return
  }
  // Of failed tests there may be many, amid what their runner prints: one line at the end tells of all.
  if (isQuiet || record.signal === 'test') return
  writeStderr(`[FaultSnap] ${whatHappened(record)}${lineOf(packed, record.crash.ghost !== undefined && record.packing.html)}${whyThere(record)}\n`)
  if ('file' in packed && packed.report !== undefined) writeStderr(`${packed.report}\n`)
}

function testOf ({ name, file, runner, attempt }: TestRecord): TestRecord {
  return { name, runner, ...file !== undefined && { file }, ...attempt !== undefined && { attempt } }
}

/** A crash of a program that goes on is told with what it was. */
function whatHappened ({ crash: { ghost, exception } }: CrashRecord): string {
  if (ghost === undefined) return 'Crash captured'
  const error = oneLine(`${exception.type}${exception.message === '' ? '' : `: ${exception.message}`}`, 200)
  return `Crash captured: ${safeText(ghost.function, 80) || 'a function'} failed${ghost.isSuppressed === true ? ', suppressed' : ''}: ${error}`
}

/** Short: the line is read amid what the watcher says. */
const whyThere = ({ packing: { watcher } }: CrashRecord): string =>
  watcher === undefined ? '' : ` (not in the project: ${watcher} would restart the program for it)`

function lineOf (packed: Packed, hasPage: boolean): string {
  const page = (file: string): string => hasPage ? ` and ${shown(file.replace(/\.faultsnap$/, '.html'))}` : ''
  const instead = 'instead' in packed && packed.instead !== undefined ? `${printable(packed.instead, MAX_PATH_CHARS)}: ` : ''
  if ('file' in packed) {
    return `. ${instead}${instead === '' ? 'S' : 's'}aved to ${printable(`${shown(packed.file)}${page(packed.file)}`, MAX_PATH_CHARS)}`
  }
  if ('lines' in packed) return linesWords(packed.lines, packed.instead)
  if ('spooled' in packed) {
    const why = packed.why === undefined ? '' : ` (${printable(packed.why, MAX_PATH_CHARS)})`
    return `. Not packed yet${why}; the next faultsnap command packs ${printable(shown(packed.spooled), MAX_PATH_CHARS)}`
  }
  return notSavedWords(packed.failed)
}

/** Relative to the working directory where the file lies in it, with forward slashes, as one would type it. */
function shown (file: string): string {
  const path = guarded('relative', () => relative(process.cwd(), file))
  if (path === undefined || path === '' || path.startsWith('..') || isAbsolute(path)) return file
  return path.replaceAll('\\', '/')
}
