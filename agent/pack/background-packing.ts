import { guarded } from '../boundary'
import { now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { finish, MAX_WAIT_MS, startPacking, type Packed, type PackOptions, type Packing } from './packing'

/** Crashes that wait while one is packed: each holds its sources in memory. More are refused. */
const MAX_WAITING = 8

interface Waiting { built: BuiltCrash, options: Omit<PackOptions, 'isDurable'>, done: (packed: Packed) => void }

/**
 * Packs crashes of a program that goes on (a request that failed, a red test) beside it, one after the other: the program's thread
 * only spools the crash. An ending process waits for those that are left.
 */
export class BackgroundPacking {
  private readonly waiting: Waiting[] = []
  private current: { packing: Packing, done: (packed: Packed) => void } | undefined

  /** Whether a crash would be refused now: better not to build it. */
  get isFull (): boolean {
    return this.waiting.length >= MAX_WAITING
  }

  /** False if too many wait. `done` is called from the event loop, or while the process ends. */
  add (waiting: Waiting): boolean {
    if (this.isFull) return false
    this.waiting[this.waiting.length] = waiting
    this.next()
    return true
  }

  /** Packs everything that waits, now, and waits no longer for all of it than for one. For a process that ends. */
  flush (): void {
    const until = now() + MAX_WAIT_MS
    while (this.current !== undefined) this.end(Math.max(0, until - now()))
  }

  private next (): void {
    if (this.current !== undefined) return
    const waiting = this.waiting.shift()
    if (waiting === undefined) return
    const packing = startPacking(waiting.built, { ...waiting.options, isDurable: false })
    const current = this.current = { packing, done: waiting.done }
    packing.onDone(() => guarded('background packing', () => { if (this.current === current) this.end(0) }))
  }

  private end (waitMs: number): void {
    const { packing, done } = this.current!
    this.current = undefined
    const packed = finish(packing, waitMs)
    guarded('packed', () => done(packed))
    this.next()
  }
}
