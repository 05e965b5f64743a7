/** The library: the agent from code, and the reader of capsules. */
import type { Config } from '../src/config/config'
import type { Breadcrumb } from '../src/model'
import { guarded } from './boundary'
import { currentAgent, installAgent, uninstallAgent } from './install'

export type { Config } from '../src/config/config'
export type * from '../src/model'
export { FaultSnapError, type FaultSnapErrorCode } from '../src/errors'
export { readCapsule, readManifest, type Capsule } from '../src/capsule/read'

let configured: Partial<Config> | undefined

/**
 * Sets options from code; they win over the environment and the configuration file. If the agent runs already it is started again
 * with them. A wrong value gives one line on stderr and its default is used; nothing throws.
 */
export function configure (options: Partial<Config>): void {
  configured = { ...configured, ...options }
  if (currentAgent() === undefined) return
  uninstallAgent()
  installAgent(configured)
}

/** Starts recording in this thread, as `-r faultsnap/register` does, from now on. Does nothing if it is on already. */
export function install (options?: Partial<Config>): void {
  if (options !== undefined) configured = { ...configured, ...options }
  installAgent(configured)
}

/** Stops recording and leaves nothing behind: no listener, no wrapped function, no inspector session. */
export function uninstall (): void {
  uninstallAgent()
}

/**
 * Writes a capsule for an error that the program handled itself; synchronous, 30 to 100 ms. Gives the capsule's absolute path, or
 * undefined if nothing was written: no agent, an error written before, a rate limit, a full disk. Never throws.
 */
export function capture (error: unknown): string | undefined {
  return guarded('capture', () => currentAgent()?.promote(error, 'manual'))
}

/** Leaves a breadcrumb of category `custom`. Cheap; masked when a crash is written. */
export function breadcrumb (message: string, data?: Breadcrumb['data'], level: Breadcrumb['level'] = 'info'): void {
  guarded('breadcrumb', () => currentAgent()?.breadcrumbs.add('custom', level, message, data))
}
