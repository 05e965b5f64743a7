import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import picocolors from 'picocolors'
import { createMasker } from '../../src/mask/masker'
import { learnWith } from '../../src/mask/learn-with'
import type { CrashRecord } from '../../src/model'
import { packCrash } from '../../src/pack/pack-crash'
import { restoreTypes } from '../../src/pack/written-types'
import { logLines } from '../../src/log-lines/log-lines'
import { NotStored } from '../../src/pack/store-somewhere'
import { bestEffort } from '../../src/repository/best-effort'
import { claimSpool, releaseClaimed, removeClaimed } from '../../src/repository/spool-claim'
import { collectMaps, readBounded } from '../../src/sourcemap/collect-maps'
import { SourceTrees } from '../../src/syntax/source-trees'
import { refineUninitialized } from '../../src/syntax/uninitialized'
import { refineThis } from '../../src/syntax/unseen-this'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { writeStderr } from '../boundary'
import { MAX_REPORT_CHARS, MAX_SUMMARY_CHARS, type Packed, type PackingJob } from './packing'

/** The packing worker: one crash from its job to a capsule, then the answer in shared memory. */
async function main (job: PackingJob): Promise<void> {
  // Somebody else may pack this spool file already, if this thread was slow to start.
  const claimed = job.isSpooled ? claimSpool(job.spoolDir, `${job.id}.json`) : undefined
  if (job.isSpooled && claimed === undefined) throw new Error('the crash is being packed by another process')
  let result: Packed
  try {
    result = await packed(job, claimed)
  } catch (error) {
    // Released, or the next command would wait for this process, which may go on for days.
    if (claimed !== undefined) bestEffort(() => releaseClaimed(job.spoolDir, job.id, claimed))
    throw error
  }
  // Before the answer, after which the process may end. That it stays is no harm: whoever finds it finds the capsule, too.
  if (claimed !== undefined) bestEffort(() => removeClaimed(claimed))
  answer(job, 1, JSON.stringify(result))
}

async function packed (job: PackingJob, claimed: string | undefined): Promise<Packed> {
  const { sources, taints } = job
  const record = job.record ?? JSON.parse(readFileSync(claimed!, 'utf8')) as CrashRecord
  const masker = createMasker({ ...job.mask, environment: {} })
  for (const taint of taints) masker.addTaint(taint)
  const sourceMaps = collectMaps(record.crash.scripts, sources)
  const exactSources = { ...sources }
  restoreTypes(record.crash.scripts, sources, readBounded)
  const trees = new SourceTrees(script => exactSources[script])
  refine(record, trees)
  const maskSource = once(text => masker.maskSource(text))
  for (const [script, text] of Object.entries(sources)) record.sourceTexts[Number(script)] = maskSource(text)
  try {
    const { capsuleFile, opened, instead } = await packCrash(record, {
      texts: sources, sourceMaps, taints, maskSource, readFile: readBounded, isStackTextMapped: job.isStackTextMapped,
      assetsDir: __dirname, trees, maskText: text => masker.maskText(masker.maskSource(text)), learnSecret: learnWith(masker),
    })
    const report = await reportOf(job, opened)
    const summary = job.isSummaryWanted ? await summaryOf(opened, capsuleFile) : undefined
    return {
      file: capsuleFile, ...instead !== undefined && { instead }, ...report !== undefined && { report },
      ...summary !== undefined && { summary },
    }
  } catch (error) {
    if (!(error instanceof NotStored) || claimed !== undefined || !job.isLogWanted) throw error
    return { lines: writeLogLines(error.id, error.bytes), instead: error.message }
  }
}

/** A text is masked when it is packed, and when something of it is quoted. */
function once (mask: (text: string) => string): (text: string) => string {
  const done = new Map<string, string>()
  return text => {
    const known = done.get(text) ?? mask(text)
    done.set(text, known)
    return known
  }
}

/** The last resort: the capsule itself on stderr, in a program whose owner asked for that. Gives the number of lines. */
function writeLogLines (id: string, bytes: Buffer): number {
  const lines = logLines(id, bytes)
  for (const line of lines) writeStderr(line)
  return lines.length
}

/**
 * What is printed about the crash on a terminal. Loaded here only: most crashes happen where nobody looks. That it cannot be made
 * must not make the capsule look as if it were not there.
 */
async function reportOf ({ terminal }: PackingJob, opened: OpenedCrash): Promise<string | undefined> {
  if (terminal === undefined) return undefined
  const { columns, isColoured, report } = terminal
  const options = { colours: picocolors.createColors(isColoured), columns, isTerminal: true }
  try {
    const { chaosReport, shortReport } = await import('../../src/view/chaos-report')
    // Node's own message follows, which a short report has no line of its own to keep apart from.
    const lines = report === 'full' ? await chaosReport(opened, options) : [...await shortReport(opened, options), '']
    const text = lines.join('\n')
    return text.length > MAX_REPORT_CHARS ? `${text.slice(0, text.lastIndexOf('\n', MAX_REPORT_CHARS))}\n${options.colours.reset('  …')}` : text
  } catch {
    return undefined
  }
}

/** Loaded only where Kubernetes offers a place for it, as the report is. */
async function summaryOf ({ manifest, crash }: OpenedCrash, file: string): Promise<string | undefined> {
  try {
    const { crashSummaryText } = await import('../../src/view/crash-summary-text')
    const { signal, capturedAt, culprit } = manifest
    const text = crashSummaryText({ crash, signal, capturedAt, capsule: `capsule ${file}`, ...culprit && { culprit } })
    return text.slice(0, MAX_SUMMARY_CHARS).replace(/[\ud800-\udbff]$/, '')
  } catch {
    return undefined
  }
}

function refine (record: CrashRecord, trees: SourceTrees): void {
  const treatsUndefinedAsUnknown = record.runtime.version.startsWith('v20.')
  const changed = refineUninitialized(record.crash, trees, { treatsUndefinedAsUnknown })
  const unseen = refineThis(record.crash, trees)
  const { missing } = record
  if (changed.uninitialized + unseen === 0) return
  if (changed.uninitialized > 0) missing.uninitialized = (missing.uninitialized ?? 0) + changed.uninitialized
  const left = (missing['optimized-out'] ?? 0) - changed.fromOptimizedOut + unseen
  if (left > 0) missing['optimized-out'] = left
  else delete missing['optimized-out']
}

function answer (job: PackingJob, state: 1 | 2, text: string): void {
  const view = new Uint8Array(job.result, 8)
  const bytes = new TextEncoder().encode(text).subarray(0, view.length)
  view.set(bytes)
  const numbers = new Int32Array(job.result, 0, 2)
  numbers[1] = bytes.length
  Atomics.store(numbers, 0, state)
  Atomics.notify(numbers, 0)
}

async function work (job: PackingJob): Promise<void> {
  await main(job).catch((error: unknown) => answer(job, 2, error instanceof Error ? error.message : String(error)))
}

let last = Promise.resolve()
parentPort!.on('message', (job: PackingJob | null) => {
  if (job === null) parentPort!.close()
  else last = last.then(() => work(job)).then(() => parentPort!.postMessage('done'))
})
