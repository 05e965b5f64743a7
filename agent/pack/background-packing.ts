import { guarded } from '../boundary'
import { SafeMap, now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { finish, MAX_WAIT_MS, spool, startPacking, type Packed, type PackOptions, type Packing, type Spooled } from './packing'
import { StayingPacker } from './staying-packer'

/**
 * Crashes that wait while one is packed. They are on disk; in memory is what their sources have not in common. More are refused.
 */
const MAX_WAITING = 64

interface Added { built: BuiltCrash, options: PackOptions, done: (packed: Packed) => void }
interface Waiting { spooled: Spooled, options: PackOptions, done: (packed: Packed) => void }

/**
 * Packs crashes of a program that goes on (a request that failed, a red test) beside it, one after the other: the program's
 * thread only spools the crash. An ending process waits for those that are left.
 */
export class BackgroundPacking {
  private readonly waiting: Waiting[] = []
  private readonly packer = new StayingPacker()
  private current: { packing: Packing, done: (packed: Packed) => void } | undefined
  /** Texts of the sources that wait, once each, by hash and length: a burst of failures in one program shares them. */
  private readonly texts: Map<string, string> = new SafeMap()

  /** Whether a crash would be refused now: better not to build it. */
  get isFull (): boolean {
    return this.waiting.length >= MAX_WAITING
  }

  /**
   * False if too many wait, which whoever keeps to a limit of its own (`isAdmitted`) need not care for. `done` is called from the event
   * loop, or while the process ends.
   */
  add ({ built, options, done }: Added, isAdmitted = false): boolean {
    if (!isAdmitted && this.isFull) return false
    this.share(built)
    this.waiting[this.waiting.length] = { spooled: spool(built, false), options, done }
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
    if (waiting === undefined) return this.texts.clear()
    const packing = startPacking(waiting.spooled, waiting.options, job => this.packer.pack(job, waiting.options.agentDir))
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

  private share ({ record, sources }: BuiltCrash): void {
    for (const script of Object.keys(sources).map(Number)) {
      const text = sources[script]!
      const hash = record.crash.scripts[script]?.hash
      if (hash === undefined || hash === '') continue
      const key = `${hash}:${text.length}`
      const known = this.texts.get(key)
      if (known === undefined) this.texts.set(key, text)
      else sources[script] = known
    }
  }
}
