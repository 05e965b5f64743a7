import { types } from 'node:util'
import { getOwnPropertyDescriptor, now, symbolDescription } from '../primordials'
import type { GhostOptions } from './ghost-options'

/** Calls closer together than this are not worth a look at the clock each, which may take 0.1 µs. */
const HOT_MS = 0.02
/** Calls without a look at the clock, of a function that is called so often. */
const CALLS_SKIPPED = 255

export type Outcome = 'thrown' | 'rejected' | 'iterator'

/** What a wrapper knows of a call that failed. `args` as they are now. */
export interface Failure {
  outcome: Outcome
  error: unknown
  args: ArrayLike<unknown>
  /** A mark of {@link GhostState.mark}. */
  mark: number
  memory: Memory | undefined
  isConstructor: boolean
}

export type Memory = Record<string, number>

/** What becomes of a failure of a wrapped function. True: it ends here, and the call gives undefined. Never throws. */
export type OnFailure = (state: GhostState, failure: Failure) => boolean

/** One wrapped function. Keeps just enough to say, when it fails, how long it ran. */
export class GhostState {
  readonly fn: Function
  readonly options: Readonly<GhostOptions>
  readonly onFailure: OnFailure
  readonly logsMemory: boolean
  /** For people; empty for a function without one. */
  readonly name: string
  private left = 0
  private readAt = -1
  private calls = 0

  constructor (fn: Function, options: Readonly<GhostOptions>, onFailure: OnFailure, name: string | symbol = '') {
    this.fn = fn
    this.options = options
    this.onFailure = onFailure
    this.logsMemory = options.logMemory === true
    const own = types.isProxy(fn) ? '' : getOwnPropertyDescriptor(fn, 'name')?.value as unknown
    this.name = typeof own === 'string' && own !== '' ? own : typeof name === 'symbol' ? symbolDescription(name) ?? '' : name
  }

  /**
   * When a call begins, in ms of {@link now}. Negative for one of a series of calls so fast that the clock is read for every 256th only:
   * it began after the time of that reading, which this is, and less than a few milliseconds later while the series lasted.
   */
  mark (): number {
    if (this.left > 0) {
      this.left--
      return -this.readAt
    }
    return this.read()
  }

  /** What the process uses now; undefined unless asked for. */
  memory (): Memory | undefined {
    return this.logsMemory ? { ...process.memoryUsage() } : undefined
  }

  private read (): number {
    const at = now()
    this.left = this.readAt >= 0 && at - this.readAt < HOT_MS * (this.calls + 1) ? CALLS_SKIPPED : 0
    this.calls = this.left
    this.readAt = at
    return at
  }
}
