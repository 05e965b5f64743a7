import type { Worker } from 'node:worker_threads'
import type { CrashRecord } from '../../src/model'
import { whyNotWritten } from '../../src/pack/store-somewhere'
import { boundSpool } from '../../src/repository/bound-spool'
import { writeSpool } from '../../src/repository/spool'
import { guarded } from '../boundary'
import type { BuiltCrash } from '../record/build-crash'
import { startPacker } from './start-packer'

/**
 * Milliseconds that a dying program waits for its packer. The spool file keeps the crash if that was not enough. Our tests, which run
 * side by side, are about what is packed and not about how fast.
 */
export const MAX_WAIT_MS = process.env.FAULTSNAP_TEST === undefined ? 5_000 : 60_000
const RESULT_BYTES = 16 * 1024
/** In the result a character may take six bytes: JSON escapes controls so. The report is made of few. */
export const MAX_REPORT_CHARS = 60_000
const REPORT_BYTES = 4 * MAX_REPORT_CHARS
/** Of a summary only 4096 bytes are of use. */
export const MAX_SUMMARY_CHARS = 4096
const SUMMARY_BYTES = 6 * MAX_SUMMARY_CHARS

/** What a packing worker gets as a message. */
export interface PackingJob {
  /** Absent if the spool file is to be read: a crash that had to wait for its packer is not kept in memory. */
  record?: CrashRecord
  id: string
  /** The repository whose spool has the crash, if one has: that of the crash, or the fallback directory. */
  spoolDir: string
  /** A capsule that no folder takes goes to stderr. */
  isLogWanted: boolean
  /** The answer is to have a summary of the crash. */
  isSummaryWanted: boolean
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

/**
 * `report`: what is to be printed of the crash, if the job asked for it. `instead`: why it is not in the repository. `lines`: it is on
 * stderr, in so many. `why`: what became of the packer, if that is known.
 */
export type Packed = { file: string, report?: string, instead?: string, summary?: string } | { lines: number, instead: string } |
  { spooled: string, why?: string } | { failed: string }

/** A crash with its packer at work. `done` is called once, when the packer has ended, unless {@link finish} came first. */
export interface Packing { job: PackingJob, spoolFile: string | undefined, spoolFailure: string, onDone: (done: () => void) => void }

/** What packing needs beside the crash. */
export interface PackOptions { mask: PackingJob['mask'], agentDir: string, isLogWanted: boolean, isSummaryWanted: boolean,
  terminal?: TerminalWish | undefined }

/**
 * Spools a crash, then packs it in a worker thread and waits for that: the main thread may be about to die, and a worker can be
 * started and waited for even then (in `uncaughtExceptionMonitor`, in `exit`, inside a pause). `packer`: one that is starting already.
 */
export function pack (built: BuiltCrash, options: PackOptions, packer?: Worker): Packed {
  return finish(startPacking({ ...spool(built, true), record: built.record }, options, job => {
    const worker = packer ?? startPacker(options.agentDir)
    worker.postMessage(job)
    worker.postMessage(null)
    return done => { worker.once('exit', done) }
  }))
}

/** A crash on disk, with what is not there: its unmasked sources. `record`: if it could not be spooled, or need not be read again. */
export interface Spooled extends Pick<BuiltCrash, 'sources' | 'taints' | 'isTextMapped'> {
  id: string
  spoolDir: string
  record?: CrashRecord
  file: string | undefined
  failure: string
}

/** `isDurable`: the process may be about to die, so that the spool file is synced to disk. */
export function spool ({ record, ...rest }: BuiltCrash, isDurable: boolean): Spooled {
  const { id, packing: { repositoryDir, fallbackDirectory = '' } } = record
  let failure = ''
  for (const spoolDir of fallbackDirectory === '' ? [repositoryDir] : [repositoryDir, fallbackDirectory]) {
    try {
      const file = writeSpool(spoolDir, record, isDurable)
      guarded('bound spool', () => boundSpool(spoolDir, record.packing.maxRepositoryBytes))
      return { id, spoolDir, file, failure, ...rest }
    } catch (error) {
      failure += `${failure === '' ? '' : ', nor '}${whyNotWritten(spoolDir, error)}`
    }
  }
  return { id, spoolDir: repositoryDir, record, file: undefined, failure, ...rest }
}

/** Gives a job to a packer; the result is to be called with what to do when it is done, or has ended. Throws if there is none. */
export type GiveJob = (job: PackingJob) => (done: () => void) => void

/** Has a spooled crash packed. */
export function startPacking (spooled: Spooled, options: PackOptions, give: GiveJob): Packing {
  const job = jobOf(spooled, options)
  const onDone = guarded('packer', () => give(job))
  // Nobody is to wait for a packer that did not start.
  if (onDone === undefined) new Int32Array(job.result)[0] = 2
  return { job, spoolFile: spooled.file, spoolFailure: spooled.failure, onDone: onDone ?? (done => done()) }
}

function jobOf (spooled: Spooled, { mask, isLogWanted, isSummaryWanted, terminal }: PackOptions): PackingJob {
  const { id, spoolDir, record, file, sources, taints } = spooled
  const { isTextMapped = (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true } = spooled
  return {
    ...record && { record }, id, spoolDir, isLogWanted, isSummaryWanted, sources, taints, mask, isSpooled: file !== undefined,
    isStackTextMapped: isTextMapped,
    result: new SharedArrayBuffer(8 + RESULT_BYTES + (terminal === undefined ? 0 : REPORT_BYTES) + (isSummaryWanted ? SUMMARY_BYTES : 0)),
    ...terminal && { terminal },
  }
}

/** Waits for a packer, `waitMs` at most, and says what came of it. */
export function finish ({ job: { result }, spoolFile, spoolFailure }: Packing, waitMs = MAX_WAIT_MS): Packed {
  const state = new Int32Array(result, 0, 2)
  Atomics.wait(state, 0, 0, waitMs)
  const text = new TextDecoder().decode(new Uint8Array(result, 8, state[1]).slice())
  if (state[0] === 1) return JSON.parse(text) as Packed
  if (spoolFile !== undefined) return { spooled: spoolFile, ...state[0] === 2 && text !== '' && { why: text } }
  const late = state[0] === 0 ? `the packer was not done after ${waitMs} ms` : ''
  return { failed: text || [spoolFailure, late].filter(part => part !== '').join(', ') || 'the packing worker did not start' }
}
