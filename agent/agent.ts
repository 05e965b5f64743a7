import { breadcrumbLimit, type Config } from '../src/config/config'
import { loadConfig } from '../src/config/load-config'
import type { Masker } from '../src/mask/masker'
import type { Signal } from '../src/model'
import { watchActivity } from './breadcrumbs/activity'
import { BreadcrumbRing } from './breadcrumbs/breadcrumb-ring'
import { watchConsole } from './breadcrumbs/console'
import { Printed } from './breadcrumbs/printed'
import { Arming } from './arming/arming'
import { debugLog, guarded, writeStderr } from './boundary'
import { ProgramContext } from './context/program-context'
import { crashModule } from './crash-module'
import { whyNotPausing, whyNotPausingWorker } from './host/pausing'
import { isMainThread } from './host/thread'
import { ABORTS_ON_UNCAUGHT } from './host/aborting'
import type { Occasion } from './record/build-crash'
import type { CrashWriter, WriteOptions } from './record/crash-writer'
import type { ProcessUsage } from './record/process-usage'
import { Recorder } from './snapshot/recorder'
import type { Snapshot } from './snapshot/snapshot'
import type { Place } from './watchers/watched'
import type { HandedOver } from './integrations/hand-over'
import { http } from './signals/http'
import { keepReady, ownFile, type OwnFiles } from './own-files'
import type { HandedOverCrashes } from './processes/handed-over'
import { beforeWorkers } from './processes/before-workers'
import { sharedMemory, withdrawSharedMemory, type SharedMemory } from './processes/shared-memory'
import { watchDebuggers } from './inspector/other-debuggers'
import { ThreadCrashes } from './processes/thread-crashes'
import { supervise } from './processes/supervision'
import { exit } from './signals/exit'
import { HiddenListeners } from './signals/hidden-listeners'
import { rejection } from './signals/rejection'
import { test } from './signals/test'
import { uncaught } from './signals/uncaught'

/** Where the agent's built files lie; also what tells its own frames from the program's. */
const AGENT_DIR = __dirname

const NOT_PAUSED = 'V8 did not pause at this error: there are no variables, and the stack is the one of the error\'s text.'
const WITHDRAWN = 'A debugger was attached to the program: FaultSnap did not pause it.'
const NOT_ARMED = 'FaultSnap was not armed when this error was thrown (arm: "'
const OR_NOT_ARMED = 'V8 did not pause at this error, or it was thrown before FaultSnap was armed (arm: "on-first-error"): ' +
  'there are no variables.'
const STOOD_BACK = 'The program threw so much right before that FaultSnap stood back (see pauseBudgetPercent): there are no variables.'

/**
 * `isUnarmed`: whether it was thrown while there were no pauses; default: whether there are none now. `isFatal`: this thread ends by it.
 */
export interface WhenThrown { isUnarmed?: boolean, isFatal?: boolean }

/** One per thread. Owns the recorder, the listeners and everything that has to be taken back. */
export class Agent {
  readonly config: Config
  /** Somebody said where crashes go: they go there whoever watches. */
  readonly isRepositoryChosen: boolean
  readonly hiddenListeners = new HiddenListeners()
  readonly breadcrumbs: BreadcrumbRing
  readonly printed = new Printed()
  readonly threadCrashes = new ThreadCrashes()
  readonly memoryAtStart: Record<string, number>
  usageAtCrash: ProcessUsage | undefined
  readonly isMainThread: boolean
  recorder: Recorder | undefined
  /** The module that this agent is of, for the library: there is one per thread. */
  module: typeof import('./install') | undefined
  /** Why there are no pauses although the agent is armed, hence no variables; a sentence. */
  pauseNote = ''
  /** Whether pauses were begun, with success or without. */
  isArmed = false
  readonly arming: Arming
  hasCrashed = false
  /** Writes the rejections that might still get a handler, where nobody is left to handle them. */
  flushRejections: (() => void) | undefined
  /** What is known of the occasion of any error: the request that was being handled. */
  surroundings: ((snapshot: Snapshot) => Occasion | undefined) | undefined
  /** Takes errors that an integration got from its framework; knows the URL of a request as it came. */
  requests: { handOver: (error: unknown, handed: HandedOver) => void, urlOf: (request: object) => string | undefined } | undefined
  /** There from when a test runner was found in this thread: an error may be that of a failed test. */
  tests: { hold: (work: () => void) => void } | undefined
  readonly context = new ProgramContext()
  /** Names of functions in `ghost()`, kept by the library. */
  ghostedNames: ReadonlySet<string> | undefined
  /** The only signals that anybody asked for: an agent that `ghost()` started is nobody's crash recorder. Undefined: all of the config. */
  readonly only: readonly Signal[] | undefined
  private readonly undo: (() => void)[] = []
  private readonly endings: (() => void)[] = []
  private readonly armed: ((recorder: Recorder) => void)[] = []
  private isExitWatched = false
  private hasEnded = false
  private hasStarted = false
  private madeMasker: Masker | undefined
  private shared: SharedMemory | undefined
  /** The thread that started this one, if FaultSnap is in it. */
  readonly parentThreadId: number | undefined
  /** Process id of the parent that forked this process, which may have ended since. */
  readonly forkedBy: number | undefined
  /** What workers of this thread caught; there from the first one on. */
  handedOver: HandedOverCrashes | undefined
  private madeCrashes: CrashWriter | undefined
  private foundPlace: Place | undefined

  constructor (overrides?: Partial<Config>, only?: readonly Signal[]) {
    this.only = only
    const { config, origins, problems } = loadConfig({
      cwd: process.cwd(), env: process.env, ...(overrides !== undefined && { overrides }), validator: () => ownFile('config').checkLayers,
    })
    this.config = config
    this.isRepositoryChosen = origins.repositoryDir !== 'default'
    for (const problem of problems) writeStderr(`[FaultSnap] ${problem}\n`)
    this.memoryAtStart = { ...process.memoryUsage() }
    this.breadcrumbs = new BreadcrumbRing(breadcrumbLimit(config.breadcrumbs))
    this.isMainThread = isMainThread()
    if (!this.isMainThread) this.share()
    this.parentThreadId = this.shared?.parentThreadId
    this.forkedBy = this.isMainThread && (process as { channel?: unknown }).channel !== undefined ? process.ppid : undefined
    this.arming = new Arming(this)
  }

  /** Made when something is thrown for the first time: most processes never need it. */
  get masker (): Masker {
    const { config } = this
    return this.madeMasker ??= ownFile('walk').createMasker({ names: config.mask, patterns: config.maskPatterns, environment: process.env, argv: [...process.argv, ...process.execArgv] })
  }

  /** Made with the first crash, or the first throw that is looked at closely. */
  get crashes (): CrashWriter {
    return this.madeCrashes ??= new (ownFile('walk').CrashWriter)(this, AGENT_DIR)
  }

  /** Where crashes go. Asked for when there is something to write: to look who watches the files takes a while. */
  get place (): Place {
    if (this.isRepositoryChosen) return this.config
    return this.foundPlace ??= guarded('place', () => ownFile('watched').placeOf(this.config.repositoryDir)) ?? this.config
  }

  /** The process is about to end with this code, judged already. What the agent throws and catches meanwhile is nobody's business. */
  processEnds (code: number): void {
    const work = (): void => {
      this.arming.ended(code)
      this.madeCrashes?.processEnds(code)
    }
    if (this.recorder === undefined) work()
    else this.recorder.policy.undisturbed(work)
  }

  /** A part of the agent, of the same copy of FaultSnap. */
  file<Name extends keyof OwnFiles> (name: Name): OwnFiles[Name] {
    return ownFile(name)
  }

  start (): void {
    if (!this.config.enabled) return
    guarded('arming', () => this.arming.start())
    // The API alone: whoever calls it gets what it needs.
    if (this.arming.mode === 'off') return
    if (this.isWatching('uncaughtException') || this.isWatching('unhandledRejection')) guarded('uncaught', () => uncaught.start(this))
    if (this.isWatching('unhandledRejection')) guarded('rejection', () => rejection.start(this))
    this.watchExit()
    if (this.isWatching('test')) guarded('test', () => test.start(this))
    guarded('console', () => watchConsole(this))
    guarded('activity', () => watchActivity(this))
    this.watchHttp()
    if (this.shared === undefined) guarded('workers', () => beforeWorkers(this, () => this.share()))
    this.subscribe('worker_threads', () => this.listenToWorkers())
    if (this.parentThreadId !== undefined) guarded('posts', () => ownFile('threads').watchPosts(this, this.parentThreadId!))
    guarded('supervision', () => supervise(this))
    guarded('walk.cjs', () => keepReady('walk'))
    this.hasStarted = true
    this.recorder?.policy.arm()
  }

  /** Enables the debugger and begins to pause. Does nothing if that was tried before. */
  arm (): void {
    if (this.isArmed) return
    this.isArmed = true
    guarded('pausing', () => this.startPausing())
    const { recorder } = this
    if (recorder === undefined) return
    for (const work of this.armed) guarded('armed', () => work(recorder))
    // What the agent itself throws while it starts is nobody's business.
    if (this.hasStarted) recorder.policy.arm(true)
  }

  /** Ends what {@link arm} began: from now on the program is as fast as without a debugger. */
  disarm (): void {
    if (!this.isArmed) return
    this.isArmed = false
    this.pauseNote = ''
    this.recorder?.close()
    this.recorder = undefined
  }

  /** The debugger that this agent left for (`faultsnap attach`) is gone, and says so. */
  debuggerLeft (): void {
    if (!this.isArmed || this.recorder !== undefined || this.pauseNote !== WITHDRAWN) return
    this.disarm()
    this.arm()
  }

  /** Calls `work` now if pauses were begun, and whenever they are. */
  whenArmed (work: (recorder: Recorder) => void): void {
    this.armed.push(work)
    if (this.recorder !== undefined) work(this.recorder)
  }

  /** From now on requests are watched; once. */
  watchHttp (): void {
    if (this.requests === undefined && this.isWatching('http')) guarded('http', () => http.start(this))
  }

  stop (): void {
    guarded('flush', () => this.madeCrashes?.flush())
    this.arming.stop()
    this.recorder?.close()
    this.recorder = undefined
    guarded('listeners', () => this.hiddenListeners.removeAll())
    for (const undo of this.undo) guarded('undo', undo)
    this.undo.length = 0
    guarded('context', () => this.context.stop())
    if (this.shared !== undefined) guarded('shared memory', withdrawSharedMemory)
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
    this.watchExit()
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
  promote (thrown: unknown, signal: Signal, options: Omit<WriteOptions, 'thrown'> & WhenThrown = {}): string | undefined {
    const { isUnarmed = !this.isArmed, isFatal, ...rest } = options
    if (this.isWatching(signal)) {
      const snapshot = this.recorder?.store.of(thrown) ?? this.snapshotWithoutPause(thrown, { isUnarmed })
      try {
        return this.crashes.write(snapshot, signal, { ...rest, thrown })
      } finally {
        this.arming.errorSeen(isFatal)
      }
    }
    this.arming.errorSeen(isFatal)
    return undefined
  }

  /** What is known of an error without its throw. `note`: why, if the caller knows better. */
  snapshotWithoutPause (thrown: unknown, known: { isUnarmed?: boolean, note?: string } = {}): Snapshot {
    const isMissed = this.recorder?.hasMissed(thrown) === true && this.recorder.policy.stoodBack
    const { isUnarmed = !this.isArmed, note = isMissed ? STOOD_BACK : this.noteWithoutPause } = known
    const why = isUnarmed ? `${NOT_ARMED}${this.arming.mode}"): there are no variables.` : note
    const snapshot = ownFile('walk').snapshotWithoutPause(thrown, this.config, this.masker, why)
    if (isUnarmed) snapshot.whyNoVariables = 'unarmed'
    return snapshot
  }

  /** Why a snapshot of now has no variables. */
  get noteWithoutPause (): string {
    if (this.pauseNote !== '') return this.pauseNote
    if (this.recorder?.policy.isStandingBack === true) return STOOD_BACK
    return this.arming.mode === 'on-first-error' ? OR_NOT_ARMED : NOT_PAUSED
  }

  /** What this thread has in common with the workers that it starts from now on. */
  private share (): void {
    if (this.shared !== undefined) return
    this.shared = sharedMemory()
    this.threadCrashes.share(this.shared)
  }

  /** From the first worker on that this thread starts: it has not run yet when Node tells of it. Our own has nothing to say. */
  private listenToWorkers (): void {
    // If they came unprepared, the next ones will not.
    this.share()
    if (this.madeCrashes?.isWriting !== true) this.handedOver ??= new (ownFile('threads').HandedOverCrashes)(this)
  }

  private watchExit (): void {
    if (this.isExitWatched) return
    this.isExitWatched = true
    guarded('exit', () => exit.start(this))
  }

  private startPausing (): void {
    this.pauseNote = this.isMainThread ? whyNotPausing() : whyNotPausingWorker(this.shared!.slots[0]!)
    if (this.pauseNote !== '') return debugLog(() => this.pauseNote)
    try {
      this.recorder = new Recorder(this.config, () => this.masker, AGENT_DIR, {
        onOutOfMemory: params => ownFile('walk').recordOutOfMemory(this, params, this.config),
        onFatalWithinFatal: (snapshot, thrown) => {
          if (ABORTS_ON_UNCAUGHT && process.listenerCount('uncaughtException') > 0) return
          if (!this.isWatching('uncaughtException') || crashModule().isCaughtAtThrow(this.recorder!.session, snapshot)) return
          this.crashes.write(snapshot, 'uncaughtException', { thrown })
        },
        isGhosted: name => this.ghostedNames?.has(name) === true,
        context: () => this.context.get(),
        onWithdrawn: () => {
          this.recorder = undefined
          this.pauseNote = WITHDRAWN
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

