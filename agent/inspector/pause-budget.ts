import { now } from '../primordials'

export interface PauseBudgetOptions {
  /** Share of wall time that pauses may take, in percent. */
  pauseBudgetPercent: number
  /** Milliseconds of pauses allowed at once: a token bucket's capacity. */
  pauseBurstMs: number
}

/**
 * This many throws in a row from one place, so close together, are a loop that throws: it is left alone at once, while a start-up
 * that probes for a hundred files may use the whole burst.
 */
const STORM_THROWS = 40
const STORM_WINDOW_MS = 400

/**
 * A token bucket of milliseconds: pauses take from it, wall time refills it. It is asked inside the pause, because no timer
 * can fire while a synchronous loop throws.
 */
export class PauseBudget {
  private readonly refillPerMs: number
  private readonly capacityMs: number
  private leftMs: number
  private refilledAt = now()
  private site = ''
  private siteSince = 0
  private siteThrows = 0

  constructor (options: PauseBudgetOptions) {
    this.refillPerMs = options.pauseBudgetPercent / 100
    this.capacityMs = options.pauseBurstMs
    this.leftMs = options.pauseBurstMs
  }

  /** Books a pause. False when the budget is used up and caught throws should no longer pause. */
  spend (pauseMs: number): boolean {
    this.refill()
    this.leftMs -= pauseMs
    return this.leftMs > 0
  }

  /** The whole burst is there again. */
  topUp (): void {
    this.leftMs = this.capacityMs
  }

  get hasLeft (): boolean {
    this.refill()
    return this.leftMs > 0
  }

  /** Whether this throw at `site` is one of a loop of throws. */
  isStorm (site: string): boolean {
    const at = now()
    if (site !== this.site || at - this.siteSince > STORM_WINDOW_MS) {
      this.site = site
      this.siteSince = at
      this.siteThrows = 0
    }
    return ++this.siteThrows >= STORM_THROWS
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
