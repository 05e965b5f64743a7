import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { Signal } from '../../src/model'
import type { Agent } from '../agent'
import { guarded, writeStderr } from '../boundary'
import { merged } from '../context/program-context'
import { crashModule } from '../crash-module'
import { withRealFiles } from '../host/real-files'
import type { BackgroundPacking } from '../pack/background-packing'
import type { Packed } from '../pack/packing'
import { startPacker } from '../pack/start-packer'
import { SafeWeakMap, SafeWeakSet, now } from '../primordials'
import { withOriginals } from '../with-originals'
import { errorKey } from '../processes/error-key'
import { borrowFrames } from '../snapshot/borrow-frames'
import { addCauseStacks } from '../snapshot/cause-stacks'
import { readLater } from './later-exception'
import { addToGraph } from '../snapshot/add-to-graph'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject } from '../snapshot/snapshot-store'
import type { GraphWalk } from '../walk/graph-walk'
import type { BuiltCrash, Occasion } from './build-crash'
import { newCrashId } from './crash-id'
import { CrashRate } from './crash-rate'
import { processUsage } from './process-usage'

const AMBIGUOUS = 'The error came from a worker thread where several like it were caught; which of them it is cannot be told: ' +
  'the variables are not the worker\'s.'

/**
 * `thrown`: what was thrown, for the stacks of its causes. `occasion`: what the signal knows besides, asked for only if the crash
 * is written. `isEnding` false: the program goes on, and the crash is packed beside it; there is no path to give then.
 */
export interface WriteOptions {
  thrown?: unknown
  occasion?: (snapshot: Snapshot) => Occasion
  isEnding?: boolean
  /** Whoever asks keeps to a limit of its own. */
  isAdmitted?: boolean
  /** The crash's id, if somebody was told of it already; and the crash, if it was built for that. */
  id?: string
  built?: BuiltCrash
  onPacked?: (packed: Packed) => void
  /** The crash as a worker handed it over, where that is known already. */
  handedOver?: BuiltCrash
  presentation?: Presentation
  /** Further values of the occasion, live: see `capture()`. */
  context?: unknown
}

/**
 * How a crash is written and told of, where it differs from the configuration. `prepare`: changes the snapshot before anything is
 * added to it. `secretNames`: names whose values are secrets besides. `html`: whether there is a page. `terminal`: what is printed below
 * the line, on whatever stderr is.
 */
export interface Presentation {
  prepare?: (snapshot: Snapshot) => void
  secretNames?: readonly string[]
  html?: boolean
  terminal?: 'off' | 'full'
}

/** Signals of a program that goes on as if nothing had happened: they say nothing about a bad exit later. */
const GOES_ON: readonly Signal[] = ['http', 'test', 'ghost']

/** Of a crash that a program went on after for longer than this it did not die. */
const SUMMARY_HOLDS_MS = 60_000

/** Writes the crashes of a thread: each once, not too often, at once or beside the program. */
export class CrashWriter {
  readonly rate = new CrashRate()
  /** A crash is being written: the worker that starts now is our own. */
  isWriting = false
  /** What a silent ghost knows of errors that have not become crashes. */
  readonly known: WeakMap<object, (snapshot: Snapshot) => Occasion> = new SafeWeakMap()
  private summary: { file: string, text: string, at: number } | undefined
  private readonly promoted = new SafeWeakSet<object>()
  private madeBackground: BackgroundPacking | undefined
  private readonly agent: Agent
  private readonly agentDir: string

  /** `agentDir`: where the agent's built files lie. */
  constructor (agent: Agent, agentDir: string) {
    this.agent = agent
    this.agentDir = agentDir
  }

  /** Waits for what is being packed beside the program. */
  flush (): void {
    this.madeBackground?.flush()
  }

  /** Writes a crash now, and waits for it: the process may be about to end. Gives the capsule's path if it was packed. */
  write (snapshot: Snapshot, signal: Signal, options: WriteOptions = {}): string | undefined {
    return this.admit(snapshot, signal, options.thrown, options.isAdmitted) ? this.writeAdmitted(snapshot, signal, options) : undefined
  }

  /** Whether this crash is to be written: not twice, not too often. It counts as written then. */
  admit (snapshot: Snapshot, signal: Signal, thrown: unknown, isAdmitted = false): boolean {
    for (const key of [thrown, snapshot]) {
      if (!isObject(key)) continue
      if (this.promoted.has(key)) return false
      this.promoted.add(key)
    }
    if (!GOES_ON.includes(signal)) this.agent.hasCrashed = true
    this.agent.threadCrashes.note(snapshot, signal, thrown)
    if (this.agent.threadCrashes.isRecordedByWorker(snapshot)) return false
    if (!isAdmitted && !this.rate.admits(snapshot, signal)) return false
    const { recorder } = this.agent
    if (recorder !== undefined) guarded('later frames', () => crashModule().noteLaterFrames(snapshot, thrown, recorder))
    return true
  }

  /** {@link write} for a crash that was admitted before. */
  writeAdmitted (snapshot: Snapshot, signal: Signal, options: WriteOptions = {}): string | undefined {
    const { recorder } = this.agent
    let packer: Worker | undefined
    const work = (): string | undefined => withOriginals(() => withRealFiles(join(this.agentDir, 'packer.cjs'), () => {
      if (options.isEnding !== false) {
        this.agent.usageAtCrash = processUsage()
        // Before all else: it starts on another core.
        packer = guarded('packer', () => startPacker(this.agentDir))
      }
      return this.hasModule() ? this.writeNow(snapshot, signal, options, packer) : undefined
    }))
    this.isWriting = true
    try {
      return guarded('write', () => recorder === undefined ? work() : recorder.policy.undisturbed(work))
    } finally {
      this.isWriting = false
      this.agent.usageAtCrash = undefined
      // For one that got no job, because the crash could not be built.
      guarded('packer', () => packer?.postMessage(null))
    }
  }

  /** A program out of file descriptors dies of that, and `crash.cjs` cannot be read any more: one line is all that is left. */
  private hasModule (): boolean {
    try {
      return crashModule() !== undefined
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (!this.agent.config.quiet) writeStderr(`[FaultSnap] Crash captured, but not saved: no file can be read (${code})\n`)
      return false
    }
  }

  private writeNow (snapshot: Snapshot, signal: Signal, options: WriteOptions, packer: Worker | undefined): string | undefined {
    const { thrown, isAdmitted = false, onPacked, presentation = {} } = options
    // Somebody asked for the report of a function in ghost(): it is worth the wait.
    const isEnding = options.isEnding !== false || (signal === 'ghost' && this.background.isFull)
    const { pack, summaryOf, terminalWish } = crashModule()
    if (!isEnding && !isAdmitted && this.background.isFull) return undefined
    // Test runners put what they compare with into an error.
    if (signal !== 'test') guarded('later', () => readLater(snapshot, thrown, (of, read) => this.addValues(of, read)))
    if (thrown !== undefined) guarded('causes', () => addCauseStacks(snapshot.later ?? snapshot.exception, thrown))
    guarded('prepare', () => presentation.prepare?.(snapshot))
    const built = options.built ?? this.build(snapshot, signal, options)
    if (presentation.html !== undefined) built.record.packing.html = presentation.html
    const termination = this.terminationFile(signal)
    const packOptions = {
      mask: { names: [...this.agent.config.mask, ...presentation.secretNames ?? []], patterns: this.agent.config.maskPatterns },
      agentDir: this.agentDir,
      isSummaryWanted: termination !== undefined,
      isLogWanted: this.agent.config.stderrFallback,
      terminal: terminalWish(this.agent.config, presentation.terminal),
    }
    const done = (packed: Packed): string | undefined => {
      onPacked?.(packed)
      if (termination !== undefined) this.holdSummary(termination, summaryOf(built.record, packed), signal)
      return this.announce(built, packed)
    }
    if (isEnding) return done(pack(built, packOptions, packer))
    this.background.add({ built, options: packOptions, done }, isAdmitted)
    return undefined
  }

  /** Where a summary of this crash goes if it is the end of the process. */
  private terminationFile (signal: Signal): string | undefined {
    if (GOES_ON.includes(signal) || signal === 'manual' || !this.agent.isMainThread) return undefined
    return guarded('termination log', () => crashModule().terminationFile(this.agent.config))
  }

  /** Whether a crash is fatal is known when the process ends; of heap exhaustion it is the end. */
  private holdSummary (file: string, text: string, signal: Signal): void {
    this.summary = { file, text, at: now() }
    const isEnd = signal === 'heapOutOfMemory' || process.execArgv.includes('--abort-on-uncaught-exception')
    if (isEnd) this.processEnds(1)
  }

  /** A worker wrote this crash, and this thread dies of it. */
  holdWorkersSummary (snapshot: Snapshot): void {
    const file = this.terminationFile('uncaughtException')
    if (file === undefined) return
    const { exception, at } = snapshot
    const crash = { exception, frames: [], nodes: [] }
    const text = crashModule().crashSummaryText({ crash, signal: 'uncaughtException', capturedAt: new Date(at).toISOString(),
      capsule: 'thrown in a worker thread, which wrote the capsule' })
    this.holdSummary(file, text, 'uncaughtException')
  }

  /** The process ends with this exit code. */
  processEnds (code: number): void {
    const { summary } = this
    this.summary = undefined
    if (summary === undefined || code === 0 || now() - summary.at > SUMMARY_HOLDS_MS) return
    guarded('termination log', () => crashModule().writeTermination(summary.file, summary.text))
  }

  private build (snapshot: Snapshot, signal: Signal, options: WriteOptions): BuiltCrash {
    const { adoptCrash, buildCrash, jobInFrames } = crashModule()
    const key = errorKey(snapshot.exception.message, snapshot.stackText)
    const handedOver = options.handedOver ?? this.agent.handedOver?.take(key, jobInFrames(snapshot))
    if (handedOver === 'ambiguous') snapshot.notes.push(AMBIGUOUS)
    if (typeof handedOver !== 'object' && options.presentation?.prepare === undefined) guarded('included errors', () => this.borrow(snapshot, options.thrown))
    const occasion = { ...guarded('surroundings', () => this.agent.surroundings?.(snapshot)), ...this.occasionOf(snapshot, options) }
    return typeof handedOver === 'object' ? adoptCrash(this.agent, handedOver, signal, snapshot, occasion)
      : buildCrash(this.agent, snapshot, signal, options.id ?? newCrashId(), occasion)
  }

  private borrow (snapshot: Snapshot, thrown: unknown): void {
    borrowFrames(snapshot, thrown, {
      snapshotOf: error => this.agent.recorder?.store.of(error),
      addValues: (lent, read) => this.addValues(lent, read),
    })
  }

  isPromoted (snapshot: Snapshot): boolean {
    return this.promoted.has(snapshot)
  }

  /** What the signal knows, what a ghost knew before it, and what the program said. */
  private occasionOf (snapshot: Snapshot, { thrown, occasion, context }: WriteOptions): Occasion {
    const result: Occasion = {
      ...isObject(thrown) && guarded('known', () => this.known.get(thrown)?.(snapshot)),
      ...guarded('occasion', () => occasion?.(snapshot)),
    }
    const said = context ?? snapshot.context ?? this.agent.context.get()
    if (said === undefined) return result
    const value = guarded('context', () => this.addValues(snapshot, walk => {
      const values = merged(snapshot.context ?? this.agent.context.get(), context)
      return { context: walk.value(values) }
    }))
    return { ...result, ...value }
  }

  /** Adds live values of now to the graph of a snapshot, masked as it is. What `read` gives back has their references. */
  addValues<T> (snapshot: Snapshot, read: (walk: GraphWalk) => T): T {
    const { recorder } = this.agent
    return recorder === undefined ? addToGraph(snapshot, this.agent.config, read) : recorder.values.addValues(snapshot, read)
  }

  private announce ({ record }: BuiltCrash, packed: Packed): string | undefined {
    crashModule().announce(record, packed, this.agent.config.quiet)
    return 'file' in packed ? packed.file : undefined
  }

  /** Made with the first crash of a program that goes on. Whoever ends waits for it. */
  private get background (): BackgroundPacking {
    if (this.madeBackground === undefined) {
      const background = this.madeBackground = new (crashModule().BackgroundPacking)()
      this.agent.onEnding(() => background.flush())
      // A worker's end is not judged, hence not watched.
      if (!this.agent.isMainThread) this.agent.hiddenListeners.add('exit', () => this.agent.ending())
    }
    return this.madeBackground
  }
}
