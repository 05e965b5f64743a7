import { join } from 'node:path'
import type { CrashRecord } from '../../src/model'
import { writeSpool } from '../../src/repository/spool'
import { debugLog, guarded } from '../boundary'
import type { BuiltCrash } from '../record/build-crash'

/**
 * Milliseconds that a dying program waits for its packer. The spool file keeps the crash if that was not enough. Our tests, which run
 * side by side, are about what is packed and not about how fast.
 */
export const MAX_WAIT_MS = process.env.FAULTSNAP_TEST === undefined ? 5_000 : 60_000
const RESULT_BYTES = 16 * 1024
/** In the result a character may take six bytes: JSON escapes controls so. The report is made of few. */
export const MAX_REPORT_CHARS = 60_000
const REPORT_BYTES = 4 * MAX_REPORT_CHARS

/** What the packing worker gets as its `workerData`. */
export interface PackingJob {
  record: CrashRecord
  sources: Record<number, string>
  taints: string[]
  mask: { names: readonly string[], patterns: readonly string[] }
  /** The spool file is there; the packer claims it first. */
  isSpooled: boolean
  /** Node maps stack texts itself (`--enable-source-maps`). */
  isStackTextMapped: boolean
  /** Somebody looks at stderr, and wants to see this of the crash. */
  terminal?: TerminalWish
  /** State (0 running, 1 done, 2 failed), length of the text, then UTF-8: JSON of a {@link Packed}, or the reason. */
  result: SharedArrayBuffer
}

export interface TerminalWish { report: 'short' | 'full', columns: number, isColoured: boolean }

/** `report`: what is to be printed of the crash, if the job asked for it. */
export type Packed = { file: string, report?: string } | { spooled: string } | { failed: string }

/** A crash with its packer at work. `done` is called once, when the packer has ended, unless {@link finish} came first. */
export interface Packing { job: PackingJob, spoolFile: string | undefined, spoolFailure: string, onDone: (done: () => void) => void }

/** What packing needs beside the crash. `isDurable`: the process may be about to die, so that the spool file is synced to disk. */
export interface PackOptions { mask: PackingJob['mask'], agentDir: string, terminal?: TerminalWish | undefined, isDurable: boolean }

/**
 * Spools a crash, then packs it in a worker thread and waits for that: the main thread may be about to die, and a worker can be
 * started and waited for even then (in `uncaughtExceptionMonitor`, in `exit`, inside a pause).
 */
export function pack (built: BuiltCrash, options: Omit<PackOptions, 'isDurable'>): Packed {
  return finish(startPacking(built, { ...options, isDurable: true }))
}

/** Spools a crash and starts its packer. */
export function startPacking ({ record, sources, taints }: BuiltCrash, { mask, agentDir, terminal, isDurable }: PackOptions): Packing {
  let spoolFile: string | undefined
  let spoolFailure = ''
  try {
    spoolFile = writeSpool(record.packing.repositoryDir, record, isDurable)
  } catch (error) {
    spoolFailure = (error as Error).message
  }
  const result = new SharedArrayBuffer(8 + RESULT_BYTES + (terminal === undefined ? 0 : REPORT_BYTES))
  const { sourceMapsEnabled: isStackTextMapped = false } = process as { sourceMapsEnabled?: boolean }
  const job: PackingJob = { record, sources, taints, mask, isSpooled: spoolFile !== undefined, isStackTextMapped, result, ...terminal && { terminal } }
  const worker = guarded('packer', () => {
    const { Worker } = require('node:worker_threads') as typeof import('node:worker_threads')
    // Its own options and environment: with the program's it would preload the agent again.
    const started = new Worker(join(agentDir, 'packer.cjs'), {
      workerData: job, execArgv: [], env: {}, stdin: false, stdout: true, stderr: true, trackUnmanagedFds: false, name: 'faultsnap',
    } as ConstructorParameters<typeof Worker>[1])
    started.on('error', error => debugLog(() => `packer: ${String(error)}`))
    started.unref()
    return started
  })
  // Nobody is to wait for a packer that did not start.
  if (worker === undefined) new Int32Array(result)[0] = 2
  const onDone = (done: () => void): void => { worker === undefined ? done() : worker.once('exit', done) }
  return { job, spoolFile, spoolFailure, onDone }
}

/** Waits for a packer, `waitMs` at most, and says what came of it. */
export function finish ({ job: { result }, spoolFile, spoolFailure }: Packing, waitMs = MAX_WAIT_MS): Packed {
  const state = new Int32Array(result, 0, 2)
  Atomics.wait(state, 0, 0, waitMs)
  const text = new TextDecoder().decode(new Uint8Array(result, 8, state[1]).slice())
  if (state[0] === 1) return JSON.parse(text) as Packed
  if (spoolFile !== undefined) return { spooled: spoolFile }
  return { failed: text || spoolFailure || 'the packing worker did not start' }
}
