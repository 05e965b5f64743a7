import type { Config } from '../src/config/config'
import { Agent } from './agent'
import { guarded, writeStderr } from './boundary'
import { isLauncher } from './host/launcher'
import { isProgramThread } from './host/thread'
import { superviseLauncher } from './processes/supervision'

const KEY = Symbol.for('faultsnap.agent')
type Holder = { [KEY]?: Agent }

/** The agent of this thread, of whichever copy of FaultSnap installed it. */
export function currentAgent (): Agent | undefined {
  return (process as unknown as Holder)[KEY]
}

/**
 * Starts the agent in this thread, once, however often and by however many ways it is preloaded. Never throws. Gives undefined
 * where there is nothing to record: launchers, loader threads, other runtimes, `enabled: false`.
 */
export function installAgent (overrides?: Partial<Config>): Agent | undefined {
  return guarded('install', () => {
    const installed = currentAgent()
    if (installed !== undefined) return installed
    if (isOtherRuntime() || !isProgramThread()) return undefined
    if (isLauncher()) {
      superviseLauncher()
      return undefined
    }
    const agent = new Agent(overrides)
    if (!agent.config.enabled) return undefined
    Object.defineProperty(process, KEY, { value: agent, configurable: true, enumerable: false })
    agent.start()
    return agent
  })
}

/** Takes everything back. */
export function uninstallAgent (): void {
  guarded('uninstall', () => {
    currentAgent()?.stop()
    delete (process as unknown as Holder)[KEY]
  })
}

function isOtherRuntime (): boolean {
  const name = process.versions.bun !== undefined ? 'Bun' : (globalThis as { Deno?: unknown }).Deno !== undefined ? 'Deno' : undefined
  if (name === undefined) return false
  writeStderr(`[FaultSnap] ${name} has no V8 inspector of Node's kind: nothing is recorded here.\n`)
  return true
}
