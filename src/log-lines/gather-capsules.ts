import { BYTES_PER_LINE, crcOf, LOG_LINE, LOG_LINE_MARK, MAX_LINE_BYTES, MAX_LOGGED_BYTES, shaOf } from './log-lines'

/** A capsule whose lines are not all there. `missing`: line numbers from 1, at most a hundred of them. */
export interface IncompleteCapsule { id: string, total: number, missing: number[], missingCount: number }

/** What a log held besides whole capsules. `damaged`: lines that say they are of a capsule and are not whole. */
export interface GatheredRest { incomplete: IncompleteCapsule[], damaged: number, refused: string[] }

/** Bytes of capsules that wait for further lines; a log that needs more is hostile, or of hundreds of crashes at one moment. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024
const MAX_CAPSULES = 10_000
const MAX_TOTAL = Math.ceil(MAX_LOGGED_BYTES / BYTES_PER_LINE)
const MAX_NAMED = 100
/** Characters kept between two pieces of a log: a line may begin in one and end in the next. */
const MAX_LINE_CHARS = 2 * MAX_LINE_BYTES

interface Waiting { id: string, sha: string, total: number, parts: Map<number, Buffer> }

/**
 * Finds capsules in the text of a log, whatever stands before and after their lines (times, names of containers, JSON around them), in
 * whatever order the lines come, repeated or among those of others. Memory is bounded whatever the log holds.
 */
export class CapsuleGatherer {
  private readonly waiting = new Map<string, Waiting>()
  private readonly done = new Set<string>()
  private readonly refused = new Set<string>()
  private waitingBytes = 0
  private rest = ''
  private damaged = 0

  /** Takes the next piece of the log. Gives the capsules that are whole by now: their id as the lines have it, and their bytes. */
  add (text: string): { id: string, bytes: Buffer }[] {
    const window = this.rest + text
    const found: { id: string, bytes: Buffer }[] = []
    let end = 0
    let matched = 0
    for (const match of window.matchAll(LOG_LINE)) {
      end = match.index + match[0].length
      matched++
      const whole = this.take(match)
      if (whole !== undefined) found.push(whole)
    }
    const cutAt = Math.max(end, window.length - MAX_LINE_CHARS)
    this.damaged += marksIn(window.slice(0, cutAt)) - matched
    this.rest = window.slice(cutAt)
    return found
  }

  /** The log has ended. */
  finish (): GatheredRest {
    this.damaged += marksIn(this.rest)
    const incomplete = [...this.waiting.values()].map(({ id, total, parts }) => {
      const missing = Array.from({ length: total }, (_, index) => index + 1).filter(n => !parts.has(n))
      return { id, total, missing: missing.slice(0, MAX_NAMED), missingCount: missing.length }
    })
    return { incomplete, damaged: this.damaged, refused: [...this.refused] }
  }

  private take ([, id, sha, nText, totalText, crc, data]: RegExpExecArray): { id: string, bytes: Buffer } | undefined {
    const [n, total] = [Number(nText), Number(totalText)]
    const key = `${id}:${sha}:${total}`
    if (this.done.has(key)) return undefined
    if (total > MAX_TOTAL || n > total) return this.refuse(`a line says that it is ${n} of ${total}; at most ${MAX_TOTAL} are accepted`)
    const bytes = Buffer.from(data!, 'base64url')
    const isWhole = crcOf(bytes) === crc && (n === total ? bytes.length <= BYTES_PER_LINE : bytes.length === BYTES_PER_LINE)
    if (!isWhole) return void this.damaged++
    const capsule = this.waiting.get(key) ?? this.begin(key, id!, sha!, total)
    if (capsule === undefined || capsule.parts.has(n)) return undefined
    if (this.waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      return this.refuse(`its unfinished capsules have more than ${MAX_WAITING_BYTES} bytes; further lines are left out`)
    }
    capsule.parts.set(n, bytes)
    this.waitingBytes += bytes.length
    return capsule.parts.size === total ? this.end(key, capsule) : undefined
  }

  private begin (key: string, id: string, sha: string, total: number): Waiting | undefined {
    if (this.waiting.size + this.done.size >= MAX_CAPSULES) {
      return this.refuse(`it has more than ${MAX_CAPSULES} capsules; further ones are left out`)
    }
    const capsule: Waiting = { id, sha, total, parts: new Map() }
    this.waiting.set(key, capsule)
    return capsule
  }

  private end (key: string, { id, sha, total, parts }: Waiting): { id: string, bytes: Buffer } | undefined {
    const bytes = Buffer.concat(Array.from({ length: total }, (_, index) => parts.get(index + 1)!))
    this.waiting.delete(key)
    for (const part of parts.values()) this.waitingBytes -= part.length
    if (shaOf(bytes) !== sha) return this.refuse(`the lines of capsule ${id} do not have the checksum that they name together`)
    this.done.add(key)
    return { id, bytes }
  }

  private refuse (why: string): undefined {
    if (this.refused.size < MAX_NAMED) this.refused.add(why)
  }
}

function marksIn (text: string): number {
  let count = 0
  for (let at = text.indexOf(LOG_LINE_MARK); at >= 0; at = text.indexOf(LOG_LINE_MARK, at + 1)) count++
  return count
}
