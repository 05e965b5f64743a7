import { SafeMap } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'

/** Crashes of one place that a surviving process writes within a window; its program would otherwise wait for a packer each time. */
const MAX_PER_WINDOW = 5
const WINDOW_MS = 60_000
const MAX_PLACES = 500

/** Keeps a process that survives its uncaught exceptions from writing the same crash over and over. */
export class CrashRate {
  private readonly places: SafeMap<string, { since: number, count: number }> = new SafeMap()

  admits (snapshot: Snapshot): boolean {
    const top = snapshot.frames.find(({ url }) => !url.startsWith('node:'))
    const place = `${snapshot.exception.type}\n${top?.url}:${top?.lineNumber0}:${top?.columnNumber0}\n${top === undefined ? snapshot.exception.message : ''}`
    const at = Date.now()
    const entry = this.places.get(place)
    if (entry === undefined || at - entry.since > WINDOW_MS) {
      if (this.places.size >= MAX_PLACES) this.places.clear()
      this.places.set(place, { since: at, count: 1 })
      return true
    }
    return ++entry.count <= MAX_PER_WINDOW
  }
}
