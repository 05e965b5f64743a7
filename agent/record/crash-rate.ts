import type { Signal } from '../../src/model'
import { SafeMap, SafeSet, regExpExec } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'

/**
 * Crashes of one place that a surviving process writes within a window; its program would otherwise wait for a packer each time.
 */
const MAX_PER_WINDOW = 5
const WINDOW_MS = 60_000
const MAX_PLACES = 500

/** Of a request that fails at one place with one message one crash is written at once, once in an hour; further ones are counted. */
const REQUEST_WINDOW_MS = 3_600_000
/**
 * After the first crash of a place this long one of those that repeat it is written, too, then after four times as long, and so on, so
 * that the newest is recent: six in the first hour, and the first one of each further hour.
 */
const FIRST_REPEAT_MS = 10_000
const REPEAT_GROWTH = 4
/** Sooner if the pause of the last one was over before it had seen all, as in cold code, and this one has at most half as much cut off. */
const RICHER_REPEAT_MS = 1_000
/** Errors of one place with other messages (`no order 17`, `no order 18`) are other errors, up to so many. */
const MAX_MESSAGES = 20
/**
 * Crashes of requests that a process writes in a minute, all places together: a burst in which everything fails at once, no more.
 */
const MAX_REQUESTS_PER_MINUTE = 60

/**
 * `folder`: where the crashes of this place lie in the repository, once one was packed. `repeats`: not yet told to it.
 * `unwritten`: since the last one that was written. `written`: repeats that were written after all. `last`: the crash that was written last.
 */
interface Place {
  since: number
  count: number
  messages: SafeSet<string>
  repeats: number
  repeatedAt: number
  unwritten: number
  written: number
  last: { at: number, cut: number } | undefined
  folder: string | undefined
}

/** Failures that a repository has not been told of, and when the last one was. */
export interface Repeats { folder: string, count: number, lastAt: number }

/** Keeps a process that survives its errors from writing the same crash over and over. */
export class CrashRate {
  private readonly places: SafeMap<string, Place> = new SafeMap()
  private minute = { since: 0, count: 0 }

  /** Whether this crash is to be written; it counts as written then. One that is not is counted with its place. */
  admits (snapshot: Snapshot, signal: Signal): boolean {
    // Every failed test is one of its own, and their number is bounded.
    if (signal === 'test') return true
    if (signal !== 'http') return ++this.placeOf(snapshot, '', WINDOW_MS).count <= MAX_PER_WINDOW
    const place = this.placeOf(snapshot, signal, REQUEST_WINDOW_MS)
    const { message } = snapshot.exception
    if (!place.messages.has(message) && place.messages.size < MAX_MESSAGES && this.isMinuteFree()) {
      place.messages.add(message)
      noteLast(place, snapshot)
      return true
    }
    if (isDue(place, snapshot) && this.isMinuteFree()) {
      place.written++
      noteLast(place, snapshot)
      return true
    }
    noteRepeat(place)
    return false
  }

  /** Whether the same crash of a request was written before. */
  isKnown (snapshot: Snapshot): boolean {
    const place = this.places.get(keyOf(snapshot, 'http'))
    if (place === undefined || Date.now() - place.since > REQUEST_WINDOW_MS) return false
    return place.messages.has(snapshot.exception.message) || place.messages.size >= MAX_MESSAGES
  }

  /** Whether a crash is known, and is only to be counted. */
  isToCount (snapshot: Snapshot): boolean {
    return this.isKnown(snapshot) && !(isDue(this.places.get(keyOf(snapshot, 'http'))!, snapshot) && this.hasMinuteRoom())
  }

  /** Counts a crash that is known and not written again. Gives how many of its place were not, since one was written. */
  countRepeat (snapshot: Snapshot): number {
    const place = this.places.get(keyOf(snapshot, 'http'))
    if (place === undefined) return 0
    noteRepeat(place)
    return ++place.unwritten
  }

  /** One of a place that repeats itself is written after all. */
  noteWritten (snapshot: Snapshot): void {
    const place = this.places.get(keyOf(snapshot, 'http'))
    if (place === undefined) return
    place.repeats--
    noteLast(place, snapshot)
  }

  /** The crash was packed into a folder of the repository. */
  notePacked (snapshot: Snapshot, folder: string): void {
    const place = this.places.get(keyOf(snapshot, 'http'))
    if (place !== undefined) place.folder = folder
  }

  /** Repeats that the repository does not know of yet, by folder; they count as told. */
  takeRepeats (): Repeats[] {
    const taken: Repeats[] = []
    this.places.forEach(place => {
      if (place.folder === undefined || place.repeats === 0) return
      taken[taken.length] = { folder: place.folder, count: place.repeats, lastAt: place.repeatedAt }
      place.repeats = 0
    })
    return taken
  }

  private placeOf (snapshot: Snapshot, prefix: string, windowMs: number): Place {
    const key = keyOf(snapshot, prefix)
    const known = this.places.get(key)
    const at = Date.now()
    if (known !== undefined && at - known.since <= windowMs) return known
    if (this.places.size >= MAX_PLACES) this.places.clear()
    const place: Place = {
      repeats: 0, repeatedAt: 0, written: 0, last: undefined, folder: undefined,
      ...known, since: at, count: 0, messages: new SafeSet(), unwritten: 0,
    }
    this.places.set(key, place)
    return place
  }

  private hasMinuteRoom (): boolean {
    return this.minute.count < MAX_REQUESTS_PER_MINUTE || Date.now() - this.minute.since > WINDOW_MS
  }

  private isMinuteFree (): boolean {
    const at = Date.now()
    if (at - this.minute.since > WINDOW_MS) this.minute = { since: at, count: 0 }
    return ++this.minute.count <= MAX_REQUESTS_PER_MINUTE
  }
}

/** `written` outlives the hour: what fails for days is written once in an hour. */
function isDue ({ last, written }: Place, snapshot: Snapshot): boolean {
  if (last === undefined) return false
  const ms = Date.now() - last.at
  if (ms >= FIRST_REPEAT_MS * REPEAT_GROWTH ** written) return true
  const cut = cutOf(snapshot)
  return ms >= RICHER_REPEAT_MS && last.cut > 0 && cut !== Infinity && cut * 2 <= last.cut
}

function noteLast (place: Place, snapshot: Snapshot): void {
  place.unwritten = 0
  place.last = { at: Date.now(), cut: cutOf(snapshot) }
}

function noteRepeat (place: Place): void {
  place.repeats++
  place.repeatedAt = Date.now()
}

/** How much the end of the pause cut off. Without any variables there was none, which is not to be taken for riches. */
function cutOf ({ frames, missing }: Snapshot): number {
  return frames.some(({ scopes }) => scopes.length > 0) ? missing.time ?? 0 : Infinity
}

/** Type and place of the throw. An error that V8 did not pause at has its place in its text only. */
function keyOf ({ exception, frames, stackText }: Snapshot, prefix: string): string {
  const top = frames.find(({ url }) => !url.startsWith('node:'))
  const place = top === undefined ? regExpExec(FIRST_LINE, stackText)?.[1] : `${top.url}:${top.lineNumber0}:${top.columnNumber0}`
  return `${prefix}\n${exception.type}\n${place ?? exception.message}`
}

/** The first line of a stack text that is not Node's own. */
const FIRST_LINE = /\n {4}at ((?!.*\(node:)(?!node:).*)/
