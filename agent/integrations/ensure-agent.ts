interface Watching { watchHttp?: () => void }

/** Starts the agent if it was not preloaded: late, but for what comes. Of the library beside this file, so that there is one. */
export function ensureAgent (): void {
  try {
    const agent = (): Watching | undefined => (process as unknown as Record<symbol, Watching | undefined>)[Symbol.for('faultsnap.agent')]
    if (agent() === undefined) (require('./index.cjs') as { install: () => void }).install()
    // With `arm: "off"` nothing is watched but what somebody asks for, as here.
    agent()?.watchHttp?.()
  } catch {
    // Without an agent an integration does nothing.
  }
}
