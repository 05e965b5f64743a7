import type { Config } from '../src/config/config'
import type { Signal } from '../src/model'
import { Agent } from './agent'
import { guarded, writeStderr } from './boundary'
import { currentAgent, KEY, type Holder } from './current'
import { isLauncher } from './host/launcher'
import { isProgramThread } from './host/thread'
import { superviseLauncher } from './processes/supervision'

/**
 * Starts the agent in this thread, once, however often and by however many ways it is preloaded. Never throws. Gives undefined
 * where there is nothing to record: launchers, loader threads, other runtimes, `enabled: false`. `only`: the signals that are asked
 * for; an agent of few signals makes room for one of all.
 */
export function installAgent (overrides?: Partial<Config>, only?: readonly Signal[]): Agent | undefined {
  return guarded('install', () => {
    const installed = currentAgent()
    const said = installed?.context.get()
    if (installed !== undefined) {
      if (installed.only === undefined || only !== undefined) return installed
      uninstallAgent()
    }
    if (isOtherRuntime() || !isProgramThread()) return undefined
    if (isLauncher()) {
      superviseLauncher()
      return undefined
    }
    const agent = new Agent(overrides, only)
    agent.module = { installAgent, uninstallAgent }
    if (!agent.config.enabled) {
      agent.stop()
      return undefined
    }
    Object.defineProperty(process, KEY, { value: agent, configurable: true, enumerable: false })
    agent.start()
    agent.ghostedNames = installed?.ghostedNames
    if (said !== undefined) agent.context.add(said)
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
