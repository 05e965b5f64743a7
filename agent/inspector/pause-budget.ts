import { now } from '../primordials'

export interface PauseBudgetOptions {
  /** Share of wall time that pauses may take, in percent. */
  pauseBudgetPercent: number
  /** Milliseconds of pauses allowed at once: a token bucket's capacity. */
  pauseBurstMs: number
}

/**
 * This many pauses in a row with next to no program in between are a loop that throws: it is left alone at once, while a start-up
 * that probes for a hundred files may use the whole burst.
 */
const STORM_PAUSES = 30
const STORM_GAP_MS = 0.15

/**
 * A token bucket of milliseconds: pauses take from it, wall time refills it. It is asked inside the pause, because no timer
 * can fire while a synchronous loop throws.
 */
export class PauseBudget {
  private readonly refillPerMs: number
  private readonly capacityMs: number
  private leftMs: number
  private refilledAt = now()
  private endedAt = 0
  private inARow = 0

  constructor (options: PauseBudgetOptions) {
    this.refillPerMs = options.pauseBudgetPercent / 100
    this.capacityMs = options.pauseBurstMs
    this.leftMs = options.pauseBurstMs
  }

  /**
   * Books a pause that began at `startedAt` (a `performance.now()` time) and ends now; `unseenMs` is V8's part of it before that.
   * False when caught throws should no longer pause.
   */
  spend (startedAt: number, unseenMs: number): boolean {
    this.refill()
    const gapMs = startedAt - unseenMs - this.endedAt
    this.endedAt = this.refilledAt
    this.inARow = gapMs < STORM_GAP_MS ? this.inARow + 1 : 0
    this.leftMs -= this.endedAt - startedAt + unseenMs
    if (this.inARow < STORM_PAUSES) return this.leftMs > 0
    this.inARow = 0
    return false
  }

  /** Milliseconds until half the burst is there again; 0 if it is now. */
  untilRefilledMs (): number {
    this.refill()
    const wanted = this.capacityMs / 2 - this.leftMs
    return wanted <= 0 ? 0 : this.refillPerMs > 0 ? wanted / this.refillPerMs : Number.POSITIVE_INFINITY
  }

  private refill (): void {
    const at = now()
    this.leftMs = Math.min(this.capacityMs, this.leftMs + (at - this.refilledAt) * this.refillPerMs)
    this.refilledAt = at
  }
}
