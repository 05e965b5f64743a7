import { cpuUsage } from '../originals'
import { now } from '../primordials'

/** Windows counts a process's time in steps of 16 ms. */
const COUNTS_FINELY = process.platform !== 'win32'

/**
 * The time of one walk. On a machine out of breath the clock on the wall runs while the walk stands still: only time that the process
 * works is the walk's own, up to `lastMs` of wall time.
 */
export class WalkClock {
  /** Milliseconds of work. Less may be allowed while the walk goes on. */
  allowedMs: number
  private readonly startedAt: number
  private readonly lastMs: number
  private readonly cpuAtStart = cpuUsage()

  constructor (startedAt: number, allowedMs: number, lastMs: number) {
    this.startedAt = startedAt
    this.allowedMs = allowedMs
    this.lastMs = COUNTS_FINELY ? lastMs : allowedMs
  }

  isOver (): boolean {
    const wallMs = now() - this.startedAt
    if (wallMs <= this.allowedMs) return false
    if (wallMs > this.lastMs) return true
    const { user, system } = cpuUsage(this.cpuAtStart)
    return (user + system) / 1000 > this.allowedMs
  }
}
