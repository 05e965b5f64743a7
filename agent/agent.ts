import { breadcrumbLimit, type Config } from '../src/config/config'
import { loadConfig } from '../src/config/load-config'
import { createMasker, type Masker } from '../src/mask/masker'
import type { Signal } from '../src/model'
import { watchActivity } from './breadcrumbs/activity'
import { BreadcrumbRing } from './breadcrumbs/breadcrumb-ring'
import { watchConsole } from './breadcrumbs/console'
import { Printed } from './breadcrumbs/printed'
import { debugLog, guarded, writeStderr } from './boundary'
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
import { addCauseStacks } from './snapshot/cause-stacks'
import type { HandedOver } from './integrations/hand-over'
import { http } from './http/request-watch'
import { sharedMemory } from './processes/shared-memory'
import { ThreadCrashes } from './processes/thread-crashes'
import { exit } from './signals/exit'
import { HiddenListeners } from './signals/hidden-listeners'
import { recordOutOfMemory } from './signals/out-of-memory'
import { rejection } from './signals/rejection'
import { uncaught } from './signals/uncaught'

type CrashModule = typeof import('./crash')

/** Where the agent's built files lie; also what tells its own frames from the program's. */
const AGENT_DIR = __dirname

const NOT_PAUSED = 'V8 did not pause at this error: there are no variables, and the stack is the one of the error\'s text.'
const STOOD_BACK = 'The program threw so much right before that FaultSnap stood back (see pauseBudgetPercent): there are no variables.'

/**
 * `thrown`: what was thrown, for the stacks of its causes. `occasion`: what the signal knows besides, asked for only if the crash
 * is written. `isEnding` false: the program goes on, and the crash is packed beside it; there is no path to give then.
 */
export interface WriteOptions {
  thrown?: unknown
  occasion?: (snapshot: Snapshot) => Occasion
  isEnding?: boolean
  /** The crash's id, if somebody was told of it already; and the crash, if it was built for that. */
  id?: string
  built?: BuiltCrash
  onPacked?: (packed: Packed) => void
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
  /** What is known of the occasion of any error: the request that was being handled. */
  surroundings: ((snapshot: Snapshot) => Occasion | undefined) | undefined
  /** Takes errors that an integration got from its framework. */
  requests: { handOver: (error: unknown, handed: HandedOver) => void } | undefined
  readonly rate = new CrashRate()
  private readonly promoted = new WeakSet<object>()
  private readonly undo: (() => void)[] = []
  private readonly endings: (() => void)[] = []
  private hasEnded = false
  private madeMasker: Masker | undefined
  private madeBackground: BackgroundPacking | undefined
  private readonly shared: Int32Array

  constructor (overrides?: Partial<Config>) {
    const { config, problems } = loadConfig({
      cwd: process.cwd(), env: process.env, ...(overrides !== undefined && { overrides }), validator: () => crashModule().checkLayers,
    })
    this.config = config
    for (const problem of problems) writeStderr(`[FaultSnap] ${problem}\n`)
    this.memoryAtStart = { ...process.memoryUsage() }
    this.breadcrumbs = new BreadcrumbRing(breadcrumbLimit(config.breadcrumbs))
    this.isMainThread = (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread
    this.shared = sharedMemory()
    this.threadCrashes = new ThreadCrashes(this.shared)
  }

  /** Made when something is thrown for the first time: most processes never need it. */
  get masker (): Masker {
    const { config } = this
    return this.madeMasker ??= createMasker({ names: config.mask, patterns: config.maskPatterns, environment: process.env, argv: [...process.argv, ...process.execArgv] })
  }

  start (): void {
    if (!this.config.enabled) return
    guarded('pausing', () => this.startPausing())
    guarded('uncaught', () => uncaught.start(this))
    if (this.isWatching('unhandledRejection')) guarded('rejection', () => rejection.start(this))
    guarded('exit', () => exit.start(this))
    guarded('console', () => watchConsole(this))
    guarded('activity', () => watchActivity(this))
    if (this.isWatching('http')) guarded('http', () => http.start(this))
    this.recorder?.arm()
  }

  stop (): void {
    guarded('flush', () => this.madeBackground?.flush())
    this.recorder?.close()
    this.recorder = undefined
    guarded('listeners', () => this.hiddenListeners.removeAll())
    for (const undo of this.undo) guarded('undo', undo)
    this.undo.length = 0
  }

  isWatching (signal: Signal): boolean {
    return (this.config.signals as readonly Signal[]).includes(signal)
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
    const snapshot = this.recorder?.store.of(thrown) ?? snapshotWithoutPause(thrown, this.config, this.masker,
      this.pauseNote || (this.recorder?.isStandingBack === true ? STOOD_BACK : NOT_PAUSED))
    return this.write(snapshot, signal, { ...options, thrown })
  }

  /** Writes a crash now, and waits for it: the process may be about to end. Gives the capsule's path if it was packed. */
  write (snapshot: Snapshot, signal: Signal, options: WriteOptions = {}): string | undefined {
    return this.admit(snapshot, signal, options.thrown) ? this.writeAdmitted(snapshot, signal, options) : undefined
  }

  /** Whether this crash is to be written: not twice, not too often. It counts as written then. */
  admit (snapshot: Snapshot, signal: Signal, thrown: unknown): boolean {
    for (const key of [thrown, snapshot]) {
      if (!isObject(key)) continue
      if (this.promoted.has(key)) return false
      this.promoted.add(key)
    }
    if (!GOES_ON.includes(signal)) this.hasCrashed = true
    return this.rate.admits(snapshot, signal)
  }

  /** {@link write} for a crash that was admitted before. */
  writeAdmitted (snapshot: Snapshot, signal: Signal, options: WriteOptions = {}): string | undefined {
    const { recorder } = this
    const work = (): string | undefined => this.writeNow(snapshot, signal, options)
    return guarded('write', () => recorder === undefined ? work() : recorder.undisturbed(work))
  }

  private writeNow (snapshot: Snapshot, signal: Signal, options: WriteOptions): string | undefined {
    const { thrown, isEnding = true, onPacked } = options
    const { buildCrash, pack, terminalWish } = crashModule()
    if (!isEnding && this.background.isFull) return undefined
    if (thrown !== undefined) guarded('causes', () => addCauseStacks(snapshot.exception, thrown))
    const occasion = (): Occasion => ({
      ...guarded('surroundings', () => this.surroundings?.(snapshot)), ...guarded('occasion', () => options.occasion?.(snapshot)),
    })
    const built = options.built ?? buildCrash(this, snapshot, signal, options.id ?? newCrashId(), occasion())
    if (!this.isMainThread) this.threadCrashes.note(snapshot.exception.message)
    const packOptions = {
      mask: { names: this.config.mask, patterns: this.config.maskPatterns }, agentDir: AGENT_DIR, terminal: terminalWish(this.config),
    }
    const done = (packed: Packed): string | undefined => {
      onPacked?.(packed)
      return this.announce(built, packed)
    }
    if (isEnding) return done(pack(built, packOptions))
    this.background.add({ built, options: packOptions, done })
    return undefined
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

