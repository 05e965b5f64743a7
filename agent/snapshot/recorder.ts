import type { Debugger } from 'node:inspector'
import type { Config } from '../../src/config/config'
import type { Masker } from '../../src/mask/masker'
import { debugLog, guarded, reportOwnFailure } from '../boundary'
import { ABORTS_ON_UNCAUGHT } from '../host/aborting'
import { LiveValues } from '../inspector/live-values'
import { InspectorSession } from '../inspector/session'
import { LOSES_COMPILE_ERRORS, LOSES_RETHROWN, isBelowVm, isDebuggedByOthers, isWithinFatalHandling } from '../inspector/pause-hazards'
import { PausePolicy } from '../inspector/pause-policy'
import { UnformattedStacks } from '../inspector/unformatted-stacks'
import { watchWaiting } from '../inspector/wait-for-debugger'
import { cpuUsage } from '../originals'
import { SafeMap, SafeWeakSet, now } from '../primordials'
import { ownFile } from '../own-files'
import type { primitiveOf } from '../walk/insight'
import { LiveReader } from './live-reader'
import type { Snapshot } from './snapshot'
import { isObject, SnapshotStore } from './snapshot-store'
import type { takeSnapshot } from './take-snapshot'
import { WhoseFrames } from './whose-frames'

/**
 * Code whose private affairs cost no pause: V8 skips throws that are caught in it. On Node 22 and later everything from the throw
 * to the catch must match, so all of Node's own code may; on Node 20 the top frame is enough, so only loaders may, which probe a
 * lot.
 */
const BLACKBOXED: readonly string[] = [
  Number(process.versions.node.split('.')[0]) >= 22 ? '^node:' : '^node:internal/modules/esm/',
  '/node_modules/(?:tsx|ts-node|get-tsconfig|esbuild|@esbuild-kit|@swc-node|@swc|jiti|source-map-support)/',
]

/** V8's own work before the listener is called, per frame: it materialises every scope. Measured at 20 to 80 µs a frame. */
const MATERIALISE_MS_PER_FRAME = 0.05
const MAYBE_MISSED = 'FaultSnap did not see all that was thrown right before: this may have been thrown elsewhere first.'

/** A caught throw that is rare may take so many times its milliseconds for the program's own frames; see also {@link Recorder.programMs}. */
const MAX_STRETCH = 2.5

/** Console messages after which V8's record of them is emptied; see {@link Recorder.noteConsoleCall}. */
const CONSOLE_CALLS_KEPT = 20

function cpuMs ({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

function isThrow ({ reason }: Debugger.PausedEventDataType): boolean {
  return reason === 'exception' || reason === 'promiseRejection'
}

export interface RecorderListeners {
  /** V8's pause before it dies of heap exhaustion; inside the pause. */
  onOutOfMemory: (params: Debugger.PausedEventDataType) => void
  /** An error thrown inside the handling of a fatal one: if nothing catches it, no other signal will come. Inside the pause. */
  onFatalWithinFatal: (snapshot: Snapshot, thrown: unknown) => void
  /** A developer's debugger arrived: the agent withdrew. */
  onWithdrawn: () => void
  /** Whether functions of this name are in `ghost()`. */
  isGhosted: (functionName: string) => boolean
  /** What `setContext()` said, for the code that is running. */
  context: () => object | undefined
}

/**
 * Owns the inspector session and the policy of pausing: at every throw while the budget lasts, at predicted-uncaught ones
 * while it refills, never for a second look at the same error, and not at all while somebody else debugs.
 */
export class Recorder {
  readonly store = new SnapshotStore()
  readonly session: InspectorSession
  readonly policy: PausePolicy
  /** What of the living program can be read beside its throws. */
  readonly values: LiveReader
  private readonly liveValues: LiveValues
  private readonly stacks: UnformattedStacks | undefined
  private readonly config: Config
  private readonly masker: () => Masker
  private readonly listeners: RecorderListeners
  private readonly whose: WhoseFrames
  /** Told of each first snapshot of an error; inside the pause. */
  onSnapshot: ((snapshot: Snapshot) => void) | undefined
  private readonly stopWatchingWaiting: (() => void) | undefined
  private isClosed = false
  private isPaused = false
  private consoleCalls = 0
  private readonly breakpoints: SafeMap<string, (params: Debugger.PausedEventDataType) => void> = new SafeMap()
  private taken: Snapshot | undefined
  private readonly missed: SafeWeakSet<object> = new SafeWeakSet()
  /** Told of every throw that has a snapshot, first or again; inside the pause, in the async context of the throw. */
  onThrown: ((snapshot: Snapshot, thrown: unknown) => void) | undefined
  /** Asked whether an error that has a stack from elsewhere is a copy of one that has a snapshot; inside the pause, as above. */
  originalOf: ((stackText: string, thrownAt: Debugger.Location) => Snapshot | undefined) | undefined
  private probe: { marker: object, look: (params: Debugger.PausedEventDataType) => void } | undefined

  /** Throws where Node refuses an inspector session. `ownScripts` is the folder of the agent's own files. */
  constructor (config: Config, masker: () => Masker, ownScripts: string, listeners: RecorderListeners) {
    this.config = config
    this.masker = masker
    this.listeners = listeners
    this.session = new InspectorSession()
    this.whose = new WhoseFrames(this.session.scripts, ownScripts, listeners.isGhosted)
    this.policy = new PausePolicy(config, this.session)
    this.liveValues = new LiveValues(this.session)
    this.stacks = ABORTS_ON_UNCAUGHT ? undefined : guarded('unformatted stacks', () => new UnformattedStacks(this.session, this.liveValues, () => this.policy.mayPause))
    this.values = new LiveReader({ session: this.session, liveValues: this.liveValues, stacks: this.stacks, policy: this.policy, config })
    this.session.onPaused(params => this.paused(params))
    this.stopWatchingWaiting = guarded('waiting for a debugger', () => watchWaiting(() => {
      this.close()
      this.listeners.onWithdrawn()
    }))
    this.session.post('Debugger.setBlackboxPatterns', { patterns: BLACKBOXED })
    if (LOSES_COMPILE_ERRORS) this.session.onParseFailed(caller => { if (caller === 'node:internal/vm') this.policy.standBack() })
  }

  /** Calls `listener` whenever the program gets to this place of a script. Zero-based; V8 takes the next statement from there on. */
  watchPlace (place: { scriptId: string, lineNumber: number, columnNumber: number }, listener: (params: Debugger.PausedEventDataType) => void): void {
    this.breakpoints.set(this.session.setBreakpoint(place), listener)
  }

  close (): void {
    this.isClosed = true
    this.policy.close()
    guarded('restore stacks', () => this.stacks?.restore())
    this.stopWatchingWaiting?.()
    this.session.close()
  }

  /**
   * V8 keeps the last 1,000 console messages with all their arguments while any session is connected: 400 MB for a program
   * that logs large objects (measured). Nobody reads them here, so they are let go.
   */
  noteConsoleCall (): void {
    if (this.isClosed || ++this.consoleCalls < CONSOLE_CALLS_KEPT) return
    this.consoleCalls = 0
    guarded('discardConsoleEntries', () => this.session.post('Runtime.discardConsoleEntries'))
  }

  /** Pauses at a throw of our own, so that the frames of whoever called us can be looked at. */
  lookAtCallers (look: (params: Debugger.PausedEventDataType) => void): void {
    if (this.isClosed || isDebuggedByOthers()) return
    const marker = {}
    this.probe = { marker, look }
    const restore = this.policy.pauseAtAll()
    try {
      throw marker
    } catch (error) {
      if (error !== marker) throw error
    } finally {
      this.probe = undefined
      restore()
    }
  }

  /** A snapshot of a pause that is no throw (heap exhaustion, a look at callers), at other limits. */
  snapshotNow (params: Debugger.PausedEventDataType, thrown: unknown, walkMs: number, limits = this.config as Config): Snapshot {
    return ownFile('walk').takeSnapshot(params, thrown, walkMs, this.snapshotOptions(limits))
  }

  /** Whether an error was announced only after its throw: rejected, or thrown again, when the throw itself had not been seen. */
  hasMissed (thrown: unknown): boolean {
    return isObject(thrown) && this.missed.has(thrown)
  }

  /** Whether a script is the agent's own, whose frames are not the program's. */
  isOwnScript (url: string): boolean {
    return this.whose.isOwnScript(url)
  }

  private paused (params: Debugger.PausedEventDataType): void {
    if (this.isClosed) return
    const startedAt = now()
    const cpuAtStart = cpuUsage()
    // Nobody else's pause is ended here: their breakpoint, their step, a `debugger` statement that somebody wants to stop at.
    const isOurs = isThrow(params) || params.reason === 'OOM' || this.hasHit(params)
    this.taken = undefined
    this.isPaused = true
    this.stacks?.enter()
    try {
      if (isDebuggedByOthers()) {
        this.withdraw()
        return
      }
      if (params.reason === 'OOM') this.listeners.onOutOfMemory(params)
      else if (isThrow(params)) this.thrown(params)
      for (const id of params.hitBreakpoints ?? []) this.breakpoints.get(id)?.(params)
    } catch (error) {
      reportOwnFailure('pause', error)
    } finally {
      this.stacks?.leave()
      try {
        if (isOurs) this.session.resume()
        else this.session.leavePause()
      } catch (error) {
        reportOwnFailure('resume', error)
      }
      this.isPaused = false
      const pausedMs = now() - startedAt
      if (params.reason !== 'other') this.endPause(pausedMs)
      // A runner's place is got to as often as a test fails, which is bounded elsewhere.
      if (!this.hasHit(params)) guarded('budget', () => this.book(params, pausedMs, cpuAtStart))
    }
  }

  private book (params: Debugger.PausedEventDataType, pausedMs: number, cpuAtStart: NodeJS.CpuUsage): void {
    const { callFrames } = params
    // Of wall time a busy machine gives us too little to be charged for.
    const spentMs = Math.min(pausedMs, cpuMs(cpuUsage(cpuAtStart))) + callFrames.length * MATERIALISE_MS_PER_FRAME
    // A look at callers is paid for by whoever wanted it.
    if (this.probe !== undefined) return
    this.policy.book(spentMs, this.whose.siteOf(callFrames))
  }

  private hasHit ({ hitBreakpoints = [] }: Debugger.PausedEventDataType): boolean {
    return hitBreakpoints.some(id => this.breakpoints.has(id))
  }

  private thrown (params: Debugger.PausedEventDataType): void {
    const data = params.data as ({ objectId?: string, uncaught?: boolean } & Parameters<typeof primitiveOf>[0]) | undefined
    if (data === undefined) return
    const value = data.objectId !== undefined ? this.liveValues.take([data.objectId])[0] : ownFile('walk').primitiveOf(data)
    if (this.probe !== undefined && value === this.probe.marker) return this.probe.look(params)
    const isUncaught = data.uncaught === true
    const isLast = isWithinFatalHandling(params, this.session) || (ABORTS_ON_UNCAUGHT && isUncaught)
    let snapshot = isObject(value) ? this.store.of(value) ?? this.ofCopy(value, params) : undefined
    if (snapshot === undefined) {
      if (this.whose.isPassedOn(params.callFrames) || this.whose.isOurs(params.callFrames)) return
      if (this.whose.isLoaderProbe(params.callFrames)) {
        // What called `import()` goes on at once.
        if (this.whose.isNodeAlone(params.callFrames)) this.policy.passUntilIdle()
        return
      }
      const isThorough = this.policy.expectsTests || this.whose.isWithinGhost(params.callFrames)
      const walkMs = isUncaught || isThorough ? this.config.uncaughtPauseMs : this.config.caughtPauseMs
      const isBrief = !isUncaught && !isThorough
      const options = { ...this.snapshotOptions(this.config), isThorough, ...isBrief && { programMs: this.programMs(params) } }
      // A test's error is thrown by a library, and caught by a runner that knows it: where it is thrown is where it failed.
      const where = this.policy.mayHaveMissed && !this.policy.expectsTests ? ownFile('walk').whereThrown(params, value, options) : 'here'
      if (where === 'elsewhere' && isObject(value) && !isLast) {
        this.missed.add(value)
        if (LOSES_RETHROWN && isBelowVm(params, this.session)) this.policy.standBack()
        return
      }
      snapshot = ownFile('walk').takeSnapshot(params, value, walkMs, options)
      if (where !== 'here') snapshot.notes.push(MAYBE_MISSED)
      const context = this.listeners.context()
      if (context !== undefined) snapshot.context = context
      const failedScriptId = this.session.takeFailedScript()
      if (snapshot.exception.type === 'SyntaxError' && failedScriptId !== undefined) snapshot.failedScriptId = failedScriptId
      this.taken = snapshot
      this.store.add(value, snapshot)
      this.onSnapshot?.(snapshot)
      const { frames, nodes, pauseMs } = snapshot
      debugLog(() => `snapshot of ${snapshot!.exception.type}: ${frames.length} frames, ${nodes.length} objects, ${pauseMs.toFixed(2)} ms`)
    } else {
      this.store.noteThrow(value, snapshot)
    }
    this.onThrown?.(snapshot, value)
    if (LOSES_RETHROWN && isBelowVm(params, this.session)) this.policy.standBack()
    if (isLast) this.listeners.onFatalWithinFatal(snapshot, value)
  }

  /** The first errors from a place are those that are kept, and are read by code that V8 has not compiled yet. */
  private programMs ({ callFrames }: Debugger.PausedEventDataType): number {
    const { uncaughtPauseMs, caughtPauseMs } = this.config
    return this.policy.isRare(this.whose.siteOf(callFrames)) ? Math.min(uncaughtPauseMs / 4, caughtPauseMs * MAX_STRETCH) : caughtPauseMs
  }

  private ofCopy (value: object, params: Debugger.PausedEventDataType): Snapshot | undefined {
    // The stack of one that was just made is not formatted yet.
    if (this.originalOf === undefined || this.stacks?.hasLines !== false || params.callFrames.length === 0) return undefined
    const original = this.originalOf(ownFile('walk').errorText(params), params.callFrames[0]!.location)
    if (original !== undefined) this.store.alias(value, original)
    return original
  }

  private endPause (pausedMs: number): void {
    if (this.taken !== undefined) this.taken.pausedMs = pausedMs
    this.taken = undefined
  }

  private snapshotOptions (limits: Config): Parameters<typeof takeSnapshot>[3] {
    return {
      session: this.session,
      liveValues: this.liveValues,
      limits,
      masker: this.masker(),
      nodeFrames: this.config.nodeFrames,
      stackLines: this.stacks?.takeLines(),
      isOwnScript: url => this.whose.isOwnScript(url),
      isThorough: false,
      isProgramFirst: this.policy.expectsTests,
    }
  }

  /** A debugger arrived: leaves for good. */
  withdraw (): void {
    if (this.isClosed) return
    // V8 may be dispatching a pause to this very session: then leave when it has returned.
    if (this.isPaused) {
      this.isClosed = true
      this.policy.close()
      guarded('stop pausing', () => this.session.pauseOnExceptions('none'))
      setImmediate(() => this.session.close()).unref()
    } else this.close()
    this.listeners.onWithdrawn()
  }
}
