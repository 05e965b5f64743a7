import { appendFileSync, writeFileSync } from 'node:fs'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { timers } from '../originals'

/** So many breadcrumbs a second are written at once; what comes faster is written every {@link FLUSH_MS}. */
const PER_SECOND = 20
const FLUSH_MS = 100
/** A file that grew to this is begun anew with what the ring holds. */
const MAX_FILE_CHARS = 256 * 1024


/**
 * The last breadcrumbs of this process in a file, masked, a JSON line each: what is left of them when it dies without a word. No
 * descriptor stays open, so that the program's keep their numbers.
 */
export class BreadcrumbSpool {
  private readonly agent: Agent
  private readonly file: string
  private chars = 0
  private pending = 0
  private windowAt = 0
  private inWindow = 0
  private writtenAt = 0
  private timer: NodeJS.Timeout | undefined

  constructor (agent: Agent, file: string) {
    this.agent = agent
    this.file = file
  }

  /** A breadcrumb was added to the ring. */
  note (): void {
    this.pending++
    const at = Date.now()
    if (at - this.windowAt >= 1000) {
      this.windowAt = at
      this.inWindow = 0
    }
    if (++this.inWindow <= PER_SECOND || at - this.writtenAt >= FLUSH_MS) this.write(at)
    else if (this.timer === undefined) {
      this.timer = timers.setTimeout(() => guarded('breadcrumb spool', () => this.write(Date.now())), FLUSH_MS)
      this.timer.unref()
    }
  }

  stop (): void {
    timers.clearTimeout(this.timer)
    this.timer = undefined
  }

  private write (at: number): void {
    this.stop()
    if (this.pending === 0) return
    const isFull = this.chars > MAX_FILE_CHARS
    const breadcrumbs = this.agent.breadcrumbs.read(this.agent.masker, isFull ? undefined : this.pending)
    const text = breadcrumbs.map(breadcrumb => `${JSON.stringify(breadcrumb)}\n`).join('')
    this.pending = 0
    this.writtenAt = at
    this.chars = isFull ? text.length : this.chars + text.length
    if (isFull) writeFileSync(this.file, text, { mode: 0o600 })
    else appendFileSync(this.file, text, { mode: 0o600 })
  }
}
