import { guarded } from '../boundary'
import { SafeMap, now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { finish, spool, startPacker, type Packed, type PackOptions, type Packing, type Spooled } from './packing'

/**
 * Crashes that wait while one is packed. They are on disk; in memory is what their sources have not in common. More are refused.
 */
const MAX_WAITING = 64
/** Crashes that one packer gets at once: to start it takes longer than to pack one. */
const MAX_TOGETHER = 8
/** Milliseconds that an ending process waits for all of its packers together. */
const MAX_FLUSH_MS = 5000

interface Added { built: BuiltCrash, options: PackOptions, done: (packed: Packed) => void }
interface Waiting { spooled: Spooled, options: PackOptions, done: (packed: Packed) => void }

/**
 * Packs crashes of a program that goes on (a request that failed, a red test) beside it, one after the other: the program's
 * thread only spools the crash. An ending process waits for those that are left.
 */
export class BackgroundPacking {
  private readonly waiting: Waiting[] = []
  /** What the packer that is at work has not finished yet, in its order. */
  private current: { packing: Packing, done: (packed: Packed) => void }[] = []
  /** Texts of the sources that wait, once each, by hash and length: a burst of failures in one program shares them. */
  private readonly texts: Map<string, string> = new SafeMap()

  /** Whether a crash would be refused now: better not to build it. */
  get isFull (): boolean {
    return this.waiting.length >= MAX_WAITING
  }

  /** False if too many wait. `done` is called from the event loop, or while the process ends. */
  add ({ built, options, done }: Added): boolean {
    if (this.isFull) return false
    this.share(built)
    this.waiting[this.waiting.length] = { spooled: spool(built, false), options, done }
    this.next()
    return true
  }

  /** Packs everything that waits, now. For a process that ends. */
  flush (): void {
    const until = now() + MAX_FLUSH_MS
    while (this.current.length > 0) this.end(Math.max(0, until - now()))
  }

  private next (): void {
    if (this.current.length > 0) return
    const waiting = this.waiting.splice(0, MAX_TOGETHER)
    if (waiting.length === 0) return this.texts.clear()
    const packings = startPacker(waiting)
    const current = this.current = packings.map((packing, index) => ({ packing, done: waiting[index]!.done }))
    packings[0]!.onDone(() => guarded('background packing', () => { while (this.current === current && current.length > 0) this.end(0) }))
  }

  private end (waitMs: number): void {
    const { packing, done } = this.current.shift()!
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
