import type { Debugger, Session } from 'node:inspector'
import { guarded } from '../boundary'
import { SafeMap, defineProperty } from '../primordials'
import { ownLists, ownPause, undisturbedJson } from './own-lists'

/** What is kept of CDP `Debugger.scriptParsed`. Inline source maps are not: V8 holds the source that ends with them. */
export interface ParsedScript {
  id: string
  url: string
  hash: string
  isModule: boolean
  /** `data:` alone for an inline map. */
  sourceMapURL: string
}

/** Scripts without a name of their own (`eval`, `new Function`, `vm`) that are remembered: V8 tells of each, and of none that it lets go of. */
const MAX_NAMELESS = 2_000

/**
 * The in-process inspector session, in the thread it watches: `post` answers before it returns, because V8 dispatches
 * protocol messages synchronously to a session of its own thread. Owns the connection and the list of scripts.
 */
export class InspectorSession {
  readonly scripts: SafeMap<string, ParsedScript> = new SafeMap()
  private readonly session: Session
  private readonly nameless: string[] = []
  private namelessCount = 0
  private readonly givenMaps: SafeMap<string, string> = new SafeMap()
  private isOpen = true
  private failedScriptId: string | undefined
  private parseFailed: (caller: string) => void = () => {}
  private scriptAdded: (script: ParsedScript) => void = () => {}
  private paused: (params: Debugger.PausedEventDataType) => void = () => {}

  /** Connects and enables the debugger. Throws where Node refuses (permission model, parent of `node --test`). */
  constructor () {
    const inspector = require('node:inspector') as typeof import('node:inspector')
    // Which has loaded it: kept as it is now, for the packer (see agent/realm-loader.ts).
    require('node:worker_threads')
    this.session = new inspector.Session()
    this.session.connect()
    this.listen()
    this.post('Debugger.enable')
    this.letDebuggerStatementsPass()
  }

  /** The result of a CDP call, as soon as it returns. Throws with CDP's message when V8 refuses. */
  post<Result = unknown> (method: string, params?: object): Result {
    let failure: Error | null = null
    let answer: unknown
    let isAnswered = false
    undisturbedJson(() => this.session.post(method, params, (error, result) => {
      failure = error
      answer = result
      isAnswered = true
    }))
    if (failure !== null) throw failure
    if (!isAnswered) throw new Error(`${method} was not answered`)
    return ownLists(answer) as Result
  }

  /** The message with which V8 refuses a call; empty if it does not. */
  refusal (method: string, params: object): string {
    let message = ''
    undisturbedJson(() => this.session.post(method, params, error => { message = error === null ? '' : error.message }))
    return message
  }

  /** Calls `listener` inside every pause. It must call {@link resume} before it returns, whatever happens. */
  onPaused (listener: (params: Debugger.PausedEventDataType) => void): void {
    this.paused = listener
  }

  /** Calls `listener` when V8 could not parse a script, right before the SyntaxError; `caller` is the URL of who asked for it. */
  onParseFailed (listener: (caller: string) => void): void {
    this.parseFailed = listener
  }

  /** Calls `listener` for every script that there is, and for every one to come when V8 has compiled it and not run it yet. */
  onScript (listener: (script: ParsedScript) => void): void {
    this.scripts.forEach(script => listener(script))
    this.scriptAdded = listener
  }

  /** Pauses whenever the program gets to this place; gives the id that the pause will name in `hitBreakpoints`. */
  setBreakpoint (location: { scriptId: string, lineNumber: number, columnNumber: number }): string {
    this.post('Debugger.setBreakpointsActive', { active: true })
    return this.post<{ breakpointId: string }>('Debugger.setBreakpoint', { location }).breakpointId
  }

  /** The script that V8 last failed to parse, once. */
  takeFailedScript (): string | undefined {
    const id = this.failedScriptId
    this.failedScriptId = undefined
    return id
  }

  /** Without it every pause leaks the locals it saw: V8 keeps the remote objects of the group `backtrace` until then. */
  resume (): void {
    undisturbedJson(() => this.session.post('Debugger.resume', () => {}))
  }

  /**
   * Ends our part in a pause that somebody else asked for. To resume would end it for all sessions; without, it lasts as long as another
   * session that can be waited for wants it to, and no time at all if there is none.
   */
  leavePause (): void {
    undisturbedJson(() => this.session.post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' }, () => {}))
  }

  pauseOnExceptions (state: 'none' | 'uncaught' | 'all'): void {
    this.post('Debugger.setPauseOnExceptions', { state })
  }

  /** A source map (JSON text) that a loader keeps to itself, for scripts of a file that came without one: as if it were inline. */
  giveSourceMap (script: ParsedScript, map: string): void {
    this.givenMaps.set(script.id, map)
    script.sourceMapURL = 'data:'
  }

  /** A script's text, with the map that was given for it; undefined once V8 has collected the script, which it may as soon as nothing of it can run again. */
  sourceOf (scriptId: string): string | undefined {
    let text: string | undefined
    undisturbedJson(() => this.session.post('Debugger.getScriptSource', { scriptId }, (error, answer) => {
      if (error === null) text = answer.scriptSource
    }))
    const map = this.givenMaps.get(scriptId)
    return map === undefined || text === undefined ? text
      : `${text}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`
  }

  close (): void {
    if (!this.isOpen) return
    this.isOpen = false
    guarded('disconnect', () => this.session.disconnect())
  }

  /**
   * V8's `debugger` statements pause for whoever enabled the debugger: 50 µs each in a program that has them in a loop. They pass while
   * no session has breakpoints active.
   */
  private letDebuggerStatementsPass (): void {
    this.session.post('Debugger.setBreakpointsActive', { active: false }, () => {})
  }

  /** Node's session is an emitter of the program's side, whose methods may be patched: what it emits is taken before that. */
  private listen (): void {
    const { session } = this
    const { post, disconnect } = session
    const handlers: Record<string, ((message: { params: never }) => void) | undefined> = {
      __proto__: null as never,
      'Debugger.paused': ({ params }: { params: Debugger.PausedEventDataType }) => this.paused(ownPause(params)),
      'Debugger.scriptParsed': ({ params }) => guarded('scriptParsed', () => this.addScript(params)),
      'Debugger.scriptFailedToParse': ({ params }: { params: Debugger.ScriptFailedToParseEventDataType }) =>
        guarded('scriptFailedToParse', () => {
          this.addScript(params)
          this.failedScriptId = params.scriptId
          this.parseFailed(params.stackTrace?.callFrames[0]?.url ?? '')
        }),
    }
    const emit = (event: string, message: { params: never }): boolean => {
      handlers[event]?.(message)
      return true
    }
    for (const [name, value] of [['emit', emit], ['post', post], ['disconnect', disconnect]] as const) defineProperty(session, name, { value })
  }

  private addScript (script: { scriptId: string, url: string, hash: string, isModule?: boolean, sourceMapURL?: string }): void {
    const map = script.sourceMapURL ?? ''
    const parsed: ParsedScript = {
      id: script.scriptId,
      url: script.url,
      hash: script.hash,
      isModule: script.isModule === true,
      sourceMapURL: map.startsWith('data:') ? 'data:' : map,
    }
    this.scripts.set(script.scriptId, parsed)
    if (script.url === '' || script.url === 'evalmachine.<anonymous>') this.forgetOldest(script.scriptId)
    this.scriptAdded(parsed)
  }

  private forgetOldest (id: string): void {
    const at = this.namelessCount++ % MAX_NAMELESS
    const oldest = this.nameless[at]
    if (oldest !== undefined) this.scripts.delete(oldest)
    this.nameless[at] = id
  }
}
