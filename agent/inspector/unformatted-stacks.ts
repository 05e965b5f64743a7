import { SafeWeakSet, apply, defineProperty, getOwnPropertyDescriptor, now, stringIncludes, uncurryThis } from '../primordials'
import { stackOf } from '../snapshot/stack-of'
import { closureScopes } from './closure-scopes'
import type { LiveValues } from './live-values'
import { PauseBudget } from './pause-budget'
import type { InspectorSession } from './session'

/** CallSites kept of one error; `Error.stackTraceLimit` is 10 unless the program sets it. */
const MAX_SITES = 200
/** Milliseconds that may be spent at once on asking whether there is a pause: a question takes 20 to 100 µs. */
const MAX_ASKING_MS = 20
/** What took longer was not the question: the thread had to wait for a processor. */
const MAX_QUESTION_MS = 0.2

/**
 * Under this flag V8 aborts at a throw that nothing in JavaScript catches, and what the formatter throws is caught in C++: every pause
 * would end the process. Stacks are formatted early then.
 */
const ABORTS_AT_THROWS = /(?:^|\s)--abort[-_]on[-_]uncaught[-_]exception(?:\s|$)/.test([...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' '))

type Override = (error: unknown, sites: readonly object[]) => unknown
interface Overrides { has: (error: object) => boolean, get: (error: object) => Override | undefined }

/**
 * Keeps V8's pause from formatting the stack of the error that is thrown.
 *
 * To announce a pause V8 describes the error, to describe it V8 reads its `stack`, and to read it is to format it, for good:
 * Node's message then names its own source line instead of the program's (rejections, errors of ES modules and of
 * `queueMicrotask`), V8 infers other function names, and the program's `Error.prepareStackTrace` is called at another time.
 * But a formatting that *throws* is not kept. Node asks a map of its own, `overrideStackTrace` in `internal/errors`, before it
 * formats; that map is reached through the `[[Scopes]]` of one of the module's functions, and while V8 is paused it answers
 * with a formatter that takes the CallSites for us and throws. The error stays as unformatted as it was. Same on Node 20 to 26:
 * https://github.com/nodejs/node/blob/v22.x/lib/internal/errors.js (`prepareStackTraceCallback`). Where the map is not found,
 * stacks are formatted early, as by any debugger.
 */
export class UnformattedStacks {
  private readonly session: InspectorSession
  private readonly mayPause: () => boolean
  private map: object | undefined
  private sites: readonly object[] | undefined
  private isInListener = false
  /**
   * A program that reads stack after stack pays for a few; then stacks are formatted in pauses, too, until the budget is back.
   */
  private readonly questions = new PauseBudget({ pauseBudgetPercent: 1, pauseBurstMs: MAX_ASKING_MS })
  private canAsk = true

  /** `mayPause` says whether V8 could be in a pause at all: the question itself costs more than most stacks are worth. */
  constructor (session: InspectorSession, liveValues: LiveValues, mayPause: () => boolean) {
    this.session = session
    this.mayPause = mayPause
    if (ABORTS_AT_THROWS) return
    this.map = findOverrides(session, liveValues)
    if (this.map !== undefined) this.replace(this.map)
  }

  /** A pause's listener begins: every description that V8 makes for us from now on is unformatted without asking. */
  enter (): void {
    this.isInListener = true
  }

  leave (): void {
    this.isInListener = false
    this.sites = undefined
  }

  /**
   * The stack lines of the error that is being announced, as V8 would print them; undefined if its stack was formatted before.
   */
  takeLines (): string | undefined {
    const { sites } = this
    this.sites = undefined
    if (sites === undefined) return undefined
    let lines = ''
    for (let index = 0; index < sites.length && index < MAX_SITES; index++) lines += `\n    at ${callSiteText(sites[index]!)}`
    return lines
  }

  /** Whether the stack of the error that is being announced was not formatted before. */
  get hasLines (): boolean {
    return this.sites !== undefined
  }

  /** The stack of an error as it stands: its text if somebody has had it formatted, else the lines that V8 would print. Undefined if V8 cannot be asked. */
  peek (error: object): string | undefined {
    if (this.map === undefined || this.isInListener) return undefined
    this.isInListener = true
    try {
      return stackOf(error)
    } catch (refusal) {
      return refusal === NOT_NOW ? this.takeLines() : undefined
    } finally {
      this.leave()
    }
  }

  restore (): void {
    if (this.map === undefined) return
    for (const name of ['has', 'get']) delete (this.map as Record<string, unknown>)[name]
    this.map = undefined
  }

  private replace (map: object): void {
    const { has, get } = map as Overrides
    const steal: Override = (_error, sites) => {
      this.sites ??= sites
      throw NOT_NOW
    }
    const taken = new SafeWeakSet<object>()
    define(map, 'has', (error: object) => {
      if (apply(has, map, [error])) return true
      if (!this.isInListener && !(this.mayPause() && this.isPaused())) return false
      taken.add(error)
      return true
    })
    define(map, 'get', (error: object) => {
      if (!taken.has(error)) return apply(get, map, [error])
      taken.delete(error)
      return steal
    })
  }

  /** CDP has no question for it; a command that only works in a pause says what is missing, the pause or its arguments. */
  private isPaused (): boolean {
    if (!this.canAsk) {
      if (this.questions.untilRefilledMs() > 0) return false
      this.canAsk = true
    }
    const startedAt = now()
    const refusal = this.session.refusal('Debugger.setVariableValue', PROBE)
    this.canAsk = this.questions.spend(Math.min(now() - startedAt, MAX_QUESTION_MS))
    return refusal !== '' && !stringIncludes(refusal, 'while paused')
  }
}

const NOT_NOW = 'not now'
const PROBE = { scopeNumber: 0, variableName: '', newValue: {}, callFrameId: '' }

function define (map: object, name: string, value: unknown): void {
  defineProperty(map, name, { value, configurable: true, enumerable: false, writable: true })
}

let toText: ((site: object) => string) | undefined

function callSiteText (site: object): string {
  try {
    toText ??= uncurryThis((Object.getPrototypeOf(site) as { toString: () => string }).toString) as (site: object) => string
    return toText(site)
  } catch {
    return '<unknown>'
  }
}

function findOverrides (session: InspectorSession, liveValues: LiveValues): object | undefined {
  const member = functionOfErrorsModule()
  if (member === undefined) return undefined
  for (const entry of closureScopes(session, liveValues, member)) {
    const map = own(entry, 'overrideStackTrace')
    if (isOverrides(map)) return map
  }
  return undefined
}

function own (object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? getOwnPropertyDescriptor(object, key)?.value : undefined
}

/** Any function written in Node's `internal/errors`: the `toString` of an error that Node throws. */
function functionOfErrorsModule (): object | undefined {
  try {
    process.emitWarning(0 as unknown as string)
  } catch (error) {
    const { toString } = error as Error
    return typeof toString === 'function' ? toString : undefined
  }
  return undefined
}

function isOverrides (map: unknown): map is Overrides & object {
  return typeof map === 'object' && map !== null && typeof (map as Overrides).has === 'function' && typeof (map as Overrides).get === 'function'
}
