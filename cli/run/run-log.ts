import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestRecord } from '../../src/model'

/** A crash that some process of the tree recorded: a line of the run log. */
export interface LoggedCrash {
  id: string
  file: string
  type: string
  message: string
  pid: number
  signal?: string
  /** Of a crash that is in no capsule yet, what became of it: what follows `Crash captured`. `file` is empty then, or a spool file. */
  told?: string
  /** For the signal `test`. */
  test?: Pick<TestRecord, 'name' | 'file' | 'runner' | 'attempt'>
}

/** The file into which every agent of a process tree appends one JSON line per crash; `FAULTSNAP_RUN_LOG` names it. */
export interface RunLog {
  file: string
  /** The crashes in the file, in its order, each id once. Lines that are none are left out. */
  read: () => LoggedCrash[]
  /** Failed tests that were not recorded because of their number. */
  leftOutTests: () => number
  remove: () => void
}

/** A crash takes a few hundred bytes. A program that crashes in a loop must not fill our memory. */
const MAX_LOG_BYTES = 4 * 1024 * 1024

/** Creates an empty run log in a folder of its own that only this user may read. */
export function createRunLog (): RunLog {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-run-'))
  const file = join(dir, 'crashes.jsonl')
  writeFileSync(file, '', { mode: 0o600 })
  return {
    file,
    read: () => parseRunLog(readStart(file)),
    leftOutTests: () => countLeftOut(readStart(file)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** See {@link RunLog.read}. */
export function parseRunLog (text: string): LoggedCrash[] {
  const crashes = new Map<string, LoggedCrash>()
  for (const crash of linesOf(text)) if (isLoggedCrash(crash) && !crashes.has(crash.id)) crashes.set(crash.id, crash)
  return [...crashes.values()]
}

/** The sum of what every process tells in lines `{"leftOutTests": 3, "pid": 1}`. */
export function countLeftOut (text: string): number {
  return linesOf(text).reduce<number>((sum, line) => {
    const { leftOutTests = 0 } = line as { leftOutTests?: unknown }
    return Number.isSafeInteger(leftOutTests) ? sum + Math.max(0, leftOutTests as number) : sum
  }, 0)
}

function linesOf (text: string): object[] {
  return text.split('\n').flatMap(line => {
    try {
      const value = JSON.parse(line) as unknown
      return typeof value === 'object' && value !== null ? [value] : []
    } catch {
      // The last line of a process that was killed while it wrote.
      return []
    }
  })
}

function isLoggedCrash (value: unknown): value is LoggedCrash {
  if (typeof value !== 'object' || value === null) return false
  const { id, file } = value as Partial<LoggedCrash>
  return typeof id === 'string' && typeof file === 'string'
}

function readStart (file: string): string {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    // The program cleaned the temporary folder up: its crashes are in the repository all the same.
    return ''
  }
  try {
    const buffer = Buffer.alloc(MAX_LOG_BYTES)
    let filled = 0
    for (let count = 1; count > 0 && filled < buffer.length; filled += count) count =
      readSync(descriptor, buffer, filled, buffer.length - filled, filled)
    return buffer.toString('utf8', 0, filled)
  } finally {
    closeSync(descriptor)
  }
}
