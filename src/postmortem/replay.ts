import { randomBytes } from 'node:crypto'
import type { CrashDocument, FrameRecord, GraphNode, Manifest } from '../model'
import type { OpenedCrash } from '../view/opened-crash'
import type { PauseReason } from './call-frames'
import { DEBUGGER_METHODS } from './debugger-domain'
import type { Evaluator, SessionGraph } from './evaluation'
import { FunctionTexts } from './function-texts'
import { ObjectIds } from './object-ids'
import { OTHER_METHODS } from './other-domains'
import { NOT_FOUND, ProtocolError, SERVER_ERROR } from './protocol-error'
import { RUNTIME_METHODS } from './runtime-domain'
import { readScripts, type MapFile, type ScriptList } from './script-list'
import { stacksOf, type ReplaySession } from './session'

/** `createEvaluator`: who runs the session's expressions; see evaluation.ts. `mapFile`: where the program's files lie here. */
export interface ReplayOptions {
  createEvaluator (crash: CrashDocument, graph: SessionGraph): Evaluator
  mapFile?: MapFile
  /** The innermost frame that is shown, by default 0. */
  firstFrame?: number
}

/** A CDP answer without its id. */
export type Answer = { result: object } | { error: { code: number, message: string } }

/** What a domain's methods work with. */
export interface ReplayContext {
  session: ReplaySession
  scripts: ScriptList
  evaluator: Evaluator
  manifest: Pick<Manifest, 'id' | 'capturedAt' | 'signal' | 'runtime' | 'process'>
  /** A name for V8's isolate, the same for all sessions of this replay. */
  isolateId: string
  /** `reason` of the last pause, `pausedAt` in ms. `isLookedAt`: the client has asked for something of this pause. */
  state: {
    isRuntimeEnabled: boolean, isDebuggerEnabled: boolean, reason: PauseReason, pausedAt: number, isLookedAt: boolean
    skipsPauses: boolean, wantsExceptions: boolean
  }
  emit (method: string, params: object): void
  /** Once the answer to the request at hand is out. */
  later (act: () => void): void
}

export type Method = (context: ReplayContext, params: Record<string, unknown>) => object | Promise<object>

const METHODS: ReadonlyMap<string, Method> = new Map(Object.entries({ ...DEBUGGER_METHODS, ...RUNTIME_METHODS, ...OTHER_METHODS }))

/**
 * One client's session with a crash: answers requests of the Chrome DevTools Protocol as V8 did while the program was paused at
 * the throw. No sockets: whoever has some hands requests to `handle` and gets events through `onEvent`.
 */
export class Replay {
  readonly session: ReplaySession
  private readonly context: ReplayContext
  private readonly listeners: ((method: string, params: object) => void)[] = []
  private isClosed = false

  /** Use {@link createReplay}. */
  constructor (context: Omit<ReplayContext, 'emit' | 'later'>) {
    this.session = context.session
    this.context = {
      ...context,
      emit: (method, params) => { for (const listener of this.listeners) listener(method, params) },
      later: act => { setImmediate(() => { if (!this.isClosed) act() }) },
    }
  }

  /** Never rejects: what goes wrong is an error answer, as in CDP. Events that belong before the answer are given before it. */
  async handle (method: string, params: Record<string, unknown> = {}): Promise<Answer> {
    const known = METHODS.get(method)
    if (known === undefined) return { error: { code: NOT_FOUND, message: `'${method}' wasn't found` } }
    try {
      return { result: await known(this.context, params) }
    } catch (error) {
      if (error instanceof ProtocolError) return { error: { code: error.code, message: error.message } }
      if (process.env['FAULTSNAP_TEST'] === '1') throw error
      return { error: { code: SERVER_ERROR, message: 'Internal error: the capsule could not be read here' } }
    }
  }

  onEvent (listener: (method: string, params: object) => void): void {
    this.listeners.push(listener)
  }

  /** Ends the evaluator. */
  close (): void {
    this.isClosed = true
    this.listeners.length = 0
    this.context.evaluator.close()
  }
}

/** Opens a session. Its graph is its own: what expressions of one client make, no other sees. */
export async function createReplay (opened: OpenedCrash, options: ReplayOptions): Promise<Replay> {
  const crash = withFrame(opened.crash)
  const graph: SessionGraph = [...crash.nodes]
  const scripts = await scriptsOf(opened, crash, options.mapFile)
  const sources = scripts.scripts.map(({ source, isRecorded }) => isRecorded ? source : undefined)
  const session: ReplaySession = {
    crash, firstFrame: options.firstFrame ?? 0, graph, ids: new ObjectIds(), functions: new FunctionTexts(script => sources[script]), stacks: stacksOf(crash.exception),
    described: new WeakMap<GraphNode, never>(), scriptId: scripts.scriptId,
  }
  return new Replay({
    session, scripts, evaluator: options.createEvaluator(opened.crash, graph), manifest: opened.manifest,
    isolateId: randomBytes(8).toString('hex'),
    state: {
      isRuntimeEnabled: false, isDebuggerEnabled: false, reason: 'exception', pausedAt: 0, isLookedAt: false, skipsPauses: false, wantsExceptions: false,
    },
  })
}

const known = new WeakMap<OpenedCrash, { mapFile: MapFile | undefined, list: Promise<ScriptList> }>()

/** Sources are most of what a session takes: all sessions with a capsule have them in common. */
async function scriptsOf (opened: OpenedCrash, crash: CrashDocument, mapFile: MapFile | undefined): Promise<ScriptList> {
  const earlier = known.get(opened)
  if (earlier !== undefined && earlier.mapFile === mapFile) return await earlier.list
  const list = readScripts({ ...opened, crash }, mapFile)
  known.set(opened, { mapFile, list })
  return await list
}

const NO_STACK: FrameRecord = {
  index: 0, kind: 'stack', function: '(no stack was recorded)', file: '', lineNumber0: 0, columnNumber0: 0, inApp: false, scopes: [], missing: 'unavailable',
}

/** Clients take for granted that a paused program has a frame. */
const withFrame = (crash: CrashDocument): CrashDocument => crash.frames.length > 0 ? crash : { ...crash, frames: [NO_STACK] }
