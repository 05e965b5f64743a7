import { breadcrumbLimit, type Config } from '../src/config/config'
import { loadConfig } from '../src/config/load-config'
import { createMasker, type Masker } from '../src/mask/masker'
import type { Signal } from '../src/model'
import { watchActivity } from './breadcrumbs/activity'
import { BreadcrumbRing } from './breadcrumbs/breadcrumb-ring'
import { watchConsole } from './breadcrumbs/console'
import { Printed } from './breadcrumbs/printed'
import { debugLog, guarded, writeStderr } from './boundary'
import { merged, ProgramContext } from './context/program-context'
import { whyNotPausing } from './host/pausing'
import type { BackgroundPacking } from './pack/background-packing'
import type { Packed } from './pack/packing'
import type { BuiltCrash, Occasion } from './record/build-crash'
import { CrashRate } from './record/crash-rate'
import { newCrashId } from './record/crash-id'
import { Recorder } from './snapshot/recorder'
import type { Snapshot } from './snapshot/snapshot'
import { isObject } from './snapshot/snapshot-store'
import { snapshotWithoutPause } from './snapshot/snapshot-without-pause'
import { addToGraph } from './snapshot/add-to-graph'
import type { GraphWalk } from './walk/graph-walk'
import { SafeWeakMap } from './primordials'
import { addCauseStacks } from './snapshot/cause-stacks'
import type { HandedOver } from './integrations/hand-over'
import { http } from './http/request-watch'
import { errorKey } from './processes/error-key'
import { watchPosts } from './processes/hand-over'
import { HandedOverCrashes } from './processes/handed-over'
import { sharedMemory, withdrawSharedMemory } from './processes/shared-memory'
import { ThreadCrashes } from './processes/thread-crashes'
import { supervise } from './processes/supervision'
import { exit } from './signals/exit'
import { HiddenListeners } from './signals/hidden-listeners'
import { recordOutOfMemory } from './signals/out-of-memory'
import { rejection } from './signals/rejection'
import { test } from './signals/test'
import { uncaught } from './signals/uncaught'

type CrashModule = typeof import('./crash')

/** Where the agent's built files lie; also what tells its own frames from the program's. */
const AGENT_DIR = __dirname

const NOT_PAUSED = 'V8 did not pause at this error: there are no variables, and the stack is the one of the error\'s text.'
const AMBIGUOUS = 'The error came from a worker thread where several like it were caught; which of them it is cannot be told: ' +
  'the variables are not the worker\'s.'
const STOOD_BACK = 'The program threw so much right before that FaultSnap stood back (see pauseBudgetPercent): there are no variables.'

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

/** One per thread. Owns the recorder, the listeners and everything that has to be taken back. */
export class Agent {
  readonly config: Config
  readonly hiddenListeners = new HiddenListeners()
  readonly breadcrumbs: BreadcrumbRing
  readonly printed = new Printed()
  readonly threadCrashes: ThreadCrashes
  readonly memoryAtStart: Record<string, number>
  readonly isMainThread: boolean
  recorder: Recorder | undefined
  /** Why there are no pauses, hence no variables; a sentence. */
  pauseNote = ''
  hasCrashed = false
  /** Writes the rejections that might still get a handler, where nobody is left to handle them. */
  flushRejections: (() => void) | undefined
  /** What is known of the occasion of any error: the request that was being handled. */
  surroundings: ((snapshot: Snapshot) => Occasion | undefined) | undefined
  /** Takes errors that an integration got from its framework. */
  requests: { handOver: (error: unknown, handed: HandedOver) => void } | undefined
  readonly rate = new CrashRate()
  /** There from when a test runner was found in this thread: an error may be that of a failed test. */
  tests: { hold: (work: () => void) => void } | undefined
  /** A crash is being written: the worker that starts now is our own. */
  isWriting = false
  readonly context = new ProgramContext()
  /** Names of functions in `ghost()`, kept by the library. */
  ghostedNames: ReadonlySet<string> | undefined
  /** What a silent ghost knows of errors that have not become crashes. */
  readonly known: WeakMap<object, (snapshot: Snapshot) => Occasion> = new SafeWeakMap()
  /** The only signals that anybody asked for: an agent that `ghost()` started is nobody's crash recorder. Undefined: all of the config. */
  readonly only: readonly Signal[] | undefined
  private readonly promoted = new WeakSet<object>()
  private readonly undo: (() => void)[] = []
  private readonly endings: (() => void)[] = []
  private hasEnded = false
  private madeMasker: Masker | undefined
  private madeBackground: BackgroundPacking | undefined
  private readonly shared: Int32Array
  /** The thread that started this one, if FaultSnap is in it. */
  readonly parentThreadId: number | undefined
  /** Process id of the parent that forked this process, which may have ended since. */
  readonly forkedBy: number | undefined
  readonly handedOver = new HandedOverCrashes()

  constructor (overrides?: Partial<Config>, only?: readonly Signal[]) {
    this.only = only
    const { config, problems } = loadConfig({
      cwd: process.cwd(), env: process.env, ...(overrides !== undefined && { overrides }), validator: () => crashModule().checkLayers,
    })
    this.config = config
    for (const problem of problems) writeStderr(`[FaultSnap] ${problem}\n`)
    this.memoryAtStart = { ...process.memoryUsage() }
    this.breadcrumbs = new BreadcrumbRing(breadcrumbLimit(config.breadcrumbs))
    this.isMainThread = (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread
    const shared = sharedMemory()
    this.shared = shared.slots
    this.parentThreadId = shared.parentThreadId
    this.forkedBy = this.isMainThread && (process as { channel?: unknown }).channel !== undefined ? process.ppid : undefined
    this.threadCrashes = new ThreadCrashes(shared)
  }

  /** Made when something is thrown for the first time: most processes never need it. */
  get masker (): Masker {
    const { config } = this
    return this.madeMasker ??= createMasker({ names: config.mask, patterns: config.maskPatterns, environment: process.env, argv: [...process.argv, ...process.execArgv] })
  }

  start (): void {
    if (!this.config.enabled) return
    guarded('pausing', () => this.startPausing())
    if (this.isWatching('uncaughtException') || this.isWatching('unhandledRejection')) guarded('uncaught', () => uncaught.start(this))
    if (this.isWatching('unhandledRejection')) guarded('rejection', () => rejection.start(this))
    guarded('exit', () => exit.start(this))
    if (this.isWatching('test')) guarded('test', () => test.start(this))
    guarded('console', () => watchConsole(this))
    guarded('activity', () => watchActivity(this))
    if (this.isWatching('http')) guarded('http', () => http.start(this))
    guarded('workers', () => this.handedOver.start(this))
    if (this.parentThreadId !== undefined) guarded('posts', () => watchPosts(this, this.parentThreadId!))
    guarded('supervision', () => supervise(this))
    this.recorder?.arm()
  }

  /** Waits for what is being packed beside the program. */
  flush (): void {
    this.madeBackground?.flush()
  }

  stop (): void {
    guarded('flush', () => this.flush())
    this.recorder?.close()
    this.recorder = undefined
    guarded('listeners', () => this.hiddenListeners.removeAll())
    for (const undo of this.undo) guarded('undo', undo)
    this.undo.length = 0
    guarded('context', () => this.context.stop())
    guarded('shared memory', withdrawSharedMemory)
  }

  isWatching (signal: Signal): boolean {
    return (this.config.signals as readonly Signal[]).includes(signal) && (this.only === undefined || this.only.includes(signal))
  }

  /** Something to take back in {@link stop}. */
  onUninstall (undo: () => void): void {
    this.undo.push(undo)
  }

  /** Something to do when the process is about to end, before the exit is judged. */
  onEnding (work: () => void): void {
    this.endings.push(work)
  }

  ending (): void {
    if (this.hasEnded) return
    this.hasEnded = true
    for (const work of this.endings) guarded('ending', work)
  }

  subscribe (channel: string, listener: (message: unknown) => void): void {
    const { subscribe, unsubscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel')
    const guardedListener = (message: unknown): void => { guarded(channel, () => listener(message)) }
    subscribe(channel, guardedListener)
    this.onUninstall(() => unsubscribe(channel, guardedListener))
  }

  /** A signal says that this error mattered: writes its snapshot, or what is known without one. Once per error. */
  promote (thrown: unknown, signal: Signal, options: Omit<WriteOptions, 'thrown'> = {}): string | undefined {
    if (!this.isWatching(signal)) return undefined
    const snapshot = this.recorder?.store.of(thrown) ?? snapshotWithoutPause(thrown, this.config, this.masker, this.noteWithoutPause)
    return this.write(snapshot, signal, { ...options, thrown })
  }

  /** Why a snapshot of now has no variables. */
  get noteWithoutPause (): string {
    return this.pauseNote || (this.recorder?.isStandingBack === true ? STOOD_BACK : NOT_PAUSED)
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
    if (!GOES_ON.includes(signal)) this.hasCrashed = true
    this.threadCrashes.note(snapshot, signal, thrown)
    if (this.threadCrashes.isRecordedByWorker(snapshot)) return false
    return isAdmitted || this.rate.admits(snapshot, signal)
  }

  /** {@link write} for a crash that was admitted before. */
  writeAdmitted (snapshot: Snapshot, signal: Signal, options: WriteOptions = {}): string | undefined {
    const { recorder } = this
    const work = (): string | undefined => this.writeNow(snapshot, signal, options)
    this.isWriting = true
    try {
      return guarded('write', () => recorder === undefined ? work() : recorder.undisturbed(work))
    } finally {
      this.isWriting = false
    }
  }

  private writeNow (snapshot: Snapshot, signal: Signal, options: WriteOptions): string | undefined {
    const { thrown, isAdmitted = false, onPacked, presentation = {} } = options
    // Somebody asked for the report of a function in ghost(): it is worth the wait.
    const isEnding = options.isEnding !== false || (signal === 'ghost' && this.background.isFull)
    const { pack, terminalWish } = crashModule()
    if (!isEnding && !isAdmitted && this.background.isFull) return undefined
    if (thrown !== undefined) guarded('causes', () => addCauseStacks(snapshot.exception, thrown))
    guarded('prepare', () => presentation.prepare?.(snapshot))
    const built = options.built ?? this.build(snapshot, signal, options)
    if (presentation.html !== undefined) built.record.packing.html = presentation.html
    const packOptions = {
      mask: { names: [...this.config.mask, ...presentation.secretNames ?? []], patterns: this.config.maskPatterns },
      agentDir: AGENT_DIR,
      terminal: terminalWish(this.config, presentation.terminal),
    }
    const done = (packed: Packed): string | undefined => {
      onPacked?.(packed)
      return this.announce(built, packed)
    }
    if (isEnding) return done(pack(built, packOptions))
    this.background.add({ built, options: packOptions, done }, isAdmitted)
    return undefined
  }

  private build (snapshot: Snapshot, signal: Signal, options: WriteOptions): BuiltCrash {
    const { adoptCrash, buildCrash, jobInFrames } = crashModule()
    const key = errorKey(snapshot.exception.message, snapshot.stackText)
    const handedOver = options.handedOver ?? this.handedOver.take(key, jobInFrames(snapshot))
    if (handedOver === 'ambiguous') snapshot.notes.push(AMBIGUOUS)
    const occasion = { ...guarded('surroundings', () => this.surroundings?.(snapshot)), ...this.occasionOf(snapshot, options) }
    return typeof handedOver === 'object' ? adoptCrash(this, handedOver, signal, snapshot, occasion)
      : buildCrash(this, snapshot, signal, options.id ?? newCrashId(), occasion)
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
    const said = context ?? snapshot.context ?? this.context.get()
    if (said === undefined) return result
    const value = guarded('context', () => this.addValues(snapshot, walk => {
      const values = merged(snapshot.context ?? this.context.get(), context)
      return { context: walk.value(values) }
    }))
    return { ...result, ...value }
  }

  /** Adds live values of now to the graph of a snapshot, masked as it is. What `read` gives back has their references. */
  addValues<T> (snapshot: Snapshot, read: (walk: GraphWalk) => T): T {
    const { recorder } = this
    return recorder === undefined ? addToGraph(snapshot, this.config, read) : recorder.addValues(snapshot, read)
  }

  private announce ({ record }: BuiltCrash, packed: Packed): string | undefined {
    crashModule().announce(record, packed, this.config.quiet)
    return 'file' in packed ? packed.file : undefined
  }

  /** Made with the first crash of a program that goes on. Whoever ends waits for it. */
  private get background (): BackgroundPacking {
    if (this.madeBackground === undefined) {
      const background = this.madeBackground = new (crashModule().BackgroundPacking)()
      this.onEnding(() => background.flush())
      // A worker's end is not judged, hence not watched.
      if (!this.isMainThread) this.hiddenListeners.add('exit', () => this.ending())
    }
    return this.madeBackground
  }

  private startPausing (): void {
    this.pauseNote = whyNotPausing(this.shared[0]!)
    if (this.pauseNote !== '') return debugLog(() => this.pauseNote)
    try {
      this.recorder = new Recorder(this.config, () => this.masker, AGENT_DIR, {
        onOutOfMemory: params => recordOutOfMemory(this, params, this.config),
        onFatalWithinFatal: (snapshot, thrown) => {
          if (!this.isWatching('uncaughtException') || crashModule().isCaughtAtThrow(this.recorder!.session, snapshot)) return
          this.write(snapshot, 'uncaughtException', { thrown })
        },
        isGhosted: name => this.ghostedNames?.has(name) === true,
        context: () => this.context.get(),
        onWithdrawn: () => {
          this.recorder = undefined
          this.pauseNote = 'A debugger was attached to the program: FaultSnap did not pause it.'
        },
      })
    } catch (error) {
      this.pauseNote = `Node refused an inspector session (${(error as Error).message}): variables cannot be recorded.`
      if (isPermissionError(error)) writeStderr(`[FaultSnap] ${this.pauseNote}\n`)
    }
  }
}

let loaded: CrashModule | undefined

/** `crash.cjs`, built beside this file. Kept out of this bundle, so that it is read only when it is needed. */
export function crashModule (): CrashModule {
  return loaded ??= require('./crash.cjs') as CrashModule
}

function isPermissionError (error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED'
}

