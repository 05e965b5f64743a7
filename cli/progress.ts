import type { Io } from './io'

/** A bar on stderr for what takes long: only where somebody looks, and not before {@link PATIENCE_MS}. */
export interface Progress {
  /** So many are done. */
  at: (done: number) => void
  /** Takes the bar away. */
  end: () => void
}

const PATIENCE_MS = 300
const EVERY_MS = 80
const BAR_COLUMNS = 24

export function createProgress ({ draw }: Pick<Io, 'draw'>, title: string, total: number): Progress {
  const startedAt = Date.now()
  let drawnAt = 0
  return {
    at (done) {
      const now = Date.now()
      if (draw === undefined || now - startedAt < PATIENCE_MS || now - drawnAt < EVERY_MS) return
      drawnAt = now
      const full = Math.round(done / Math.max(1, total) * BAR_COLUMNS)
      draw(`${title} ${'█'.repeat(full)}${'░'.repeat(BAR_COLUMNS - full)} ${done}/${total}`)
    },
    end () {
      if (drawnAt > 0) draw!('')
    },
  }
}
