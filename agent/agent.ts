import { breadcrumbLimit, type Config } from '../src/config/config'
import { loadConfig } from '../src/config/load-config'
import { createMasker, type Masker } from '../src/mask/masker'
import type { Signal } from '../src/model'
import { watchActivity } from './breadcrumbs/activity'
import { BreadcrumbRing } from './breadcrumbs/breadcrumb-ring'
import { watchConsole } from './breadcrumbs/console'
import { Printed } from './breadcrumbs/printed'
import { debugLog, guarded, writeStderr } from './boundary'
import { ProgramContext } from './context/program-context'
import { crashModule } from './crash-module'
import { ABORTS_ON_UNCAUGHT } from './host/aborting'
import { whyNotPausing } from './host/pausing'
import type { Occasion } from './record/build-crash'
import { CrashWriter, type WriteOptions } from './record/crash-writer'
import { Recorder } from './snapshot/recorder'
import type { Snapshot } from './snapshot/snapshot'
import { snapshotWithoutPause } from './snapshot/snapshot-without-pause'
import type { HandedOver } from './integrations/hand-over'
import { watchDebuggers } from './inspector/other-debuggers'
import { http } from './http/request-watch'
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

/** Where the agent's built files lie; also what tells its own frames from the program's. */
const AGENT_DIR = __dirname

const NOT_PAUSED = 'V8 did not pause at this error: there are no variables, and the stack is the one of the error\'s text.'
const STOOD_BACK = 'The program threw so much right before that FaultSnap stood back (see pauseBudgetPercent): there are no variables.'

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
  /** The module that this agent is of, for the library: there is one per thread. */
  module: typeof import('./install') | undefined
  /** Why there are no pauses, hence no variables; a sentence. */
  pauseNote = ''
  hasCrashed = false
  /** Writes the rejections that might still get a handler, where nobody is left to handle them. */
  flushRejections: (() => void) | undefined
  /** What is known of the occasion of any error: the request that was being handled. */
  surroundings: ((snapshot: Snapshot) => Occasion | undefined) | undefined
  /** Takes errors that an integration got from its framework. */
  requests: { handOver: (error: unknown, handed: HandedOver) => void } | undefined
  /** There from when a test runner was found in this thread: an error may be that of a failed test. */
  tests: { hold: (work: () => void) => void } | undefined
  readonly context = new ProgramContext()
  /** Names of functions in `ghost()`, kept by the library. */
  ghostedNames: ReadonlySet<string> | undefined
  /** The only signals that anybody asked for: an agent that `ghost()` started is nobody's crash recorder. Undefined: all of the config. */
  readonly only: readonly Signal[] | undefined
  private readonly undo: (() => void)[] = []
  private readonly endings: (() => void)[] = []
  private hasEnded = false
  private madeMasker: Masker | undefined
  private readonly shared: Int32Array
  /** The thread that started this one, if FaultSnap is in it. */
  readonly parentThreadId: number | undefined
  /** Process id of the parent that forked this process, which may have ended since. */
  readonly forkedBy: number | undefined
  readonly handedOver = new HandedOverCrashes()
  readonly crashes = new CrashWriter(this, AGENT_DIR)

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
    this.recorder?.policy.arm()
  }

  stop (): void {
    guarded('flush', () => this.crashes.flush())
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
    return this.crashes.write(snapshot, signal, { ...options, thrown })
  }

  /** Why a snapshot of now has no variables. */
  get noteWithoutPause (): string {
    return this.pauseNote || (this.recorder?.policy.isStandingBack === true ? STOOD_BACK : NOT_PAUSED)
  }

  private startPausing (): void {
    this.pauseNote = whyNotPausing(this.shared[0]!)
    if (this.pauseNote !== '') return debugLog(() => this.pauseNote)
    try {
      this.recorder = new Recorder(this.config, () => this.masker, AGENT_DIR, {
        onOutOfMemory: params => recordOutOfMemory(this, params, this.config),
        onFatalWithinFatal: (snapshot, thrown) => {
          if (ABORTS_ON_UNCAUGHT && process.listenerCount('uncaughtException') > 0) return
          if (!this.isWatching('uncaughtException') || crashModule().isCaughtAtThrow(this.recorder!.session, snapshot)) return
          this.crashes.write(snapshot, 'uncaughtException', { thrown })
        },
        isGhosted: name => this.ghostedNames?.has(name) === true,
        context: () => this.context.get(),
        onWithdrawn: () => {
          this.recorder = undefined
          this.pauseNote = 'A debugger was attached to the program: FaultSnap did not pause it.'
        },
      })
      this.onUninstall(watchDebuggers(this.hiddenListeners, () => this.recorder?.withdraw()))
    } catch (error) {
      this.pauseNote = `Node refused an inspector session (${(error as Error).message}): variables cannot be recorded.`
      if (isPermissionError(error)) writeStderr(`[FaultSnap] ${this.pauseNote}\n`)
    }
  }
}

function isPermissionError (error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED'
}

