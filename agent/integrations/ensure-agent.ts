/** Starts the agent if it was not preloaded: late, but for what comes. Of the library beside this file, so that there is one. */
export function ensureAgent (): void {
  if ((process as unknown as Record<symbol, unknown>)[Symbol.for('faultsnap.agent')] !== undefined) return
  try {
    (require('./index.cjs') as { install: () => void }).install()
  } catch {
    // Without an agent an integration does nothing.
  }
}
