const timers = { setInterval, clearInterval }

/** The longest that Node waits, 25 days: a timer that is not set. */
const NEVER_MS = 2 ** 31 - 1

/**
 * A timer that can be set again and again without being seen: a new `Timeout` would be announced to the program's async hooks and would
 * take the number of one of its resources. This one is made once, when the thread starts, as an interval (which is never destroyed,
 * hence never announced again), and `refresh` puts it in its place. Keeps nothing alive.
 */
export class QuietTimer {
  private readonly timer: NodeJS.Timeout & { _idleTimeout?: number }

  /** `work` must not set the timer itself: an interval is put in its place after it ran. */
  constructor (work: () => void) {
    this.timer = timers.setInterval(work, NEVER_MS)
    this.timer.unref()
  }

  /** Calls `work` once in this many milliseconds; what was set before is forgotten. */
  set (waitMs: number): void {
    this.timer._idleTimeout = waitMs
    this.timer.refresh()
  }

  clear (): void {
    this.set(NEVER_MS)
  }

  close (): void {
    timers.clearInterval(this.timer)
  }
}
