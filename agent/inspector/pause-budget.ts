import { SafeMap, now } from '../primordials'

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
 * A place that threw so often has shown what there is to see: its pauses count tenfold, and so few in a row are a storm. Under a hundred
 * clients whose requests all fail, that is what keeps the others' requests out of the pauses.
 */
const KNOWN_THROWS = 100
const KNOWN_COST = 10
const STORM_THROWS_KNOWN = 5
const MAX_SITES = 1000

/** So few throws of a place, with so much of the burst left, are rare. */
const RARE_THROWS = 3
const RARE_BURST = 0.5

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
  private readonly throwsOf: SafeMap<string, number> = new SafeMap()

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

  /** Whether `site` has hardly thrown yet, and throws of others have left most of the burst. */
  isRare (site: string): boolean {
    this.refill()
    return this.leftMs > this.capacityMs * RARE_BURST && (this.throwsOf.get(site) ?? 0) < RARE_THROWS
  }

  /** Books a pause at `site`, which is one more of its throws; as {@link spend}. */
  spendAt (pauseMs: number, site: string): boolean {
    if (this.throwsOf.size >= MAX_SITES) this.throwsOf.clear()
    const throws = (this.throwsOf.get(site) ?? 0) + 1
    this.throwsOf.set(site, throws)
    return this.spend(throws > KNOWN_THROWS ? pauseMs * KNOWN_COST : pauseMs)
  }

  /** Whether this throw at `site` is one of a loop of throws. */
  isStorm (site: string): boolean {
    const at = now()
    const isKnown = (this.throwsOf.get(site) ?? 0) > KNOWN_THROWS
    if (site !== this.site || at - this.siteSince > STORM_WINDOW_MS) {
      this.site = site
      this.siteSince = at
      this.siteThrows = 0
    }
    return ++this.siteThrows >= (isKnown ? STORM_THROWS_KNOWN : STORM_THROWS)
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
