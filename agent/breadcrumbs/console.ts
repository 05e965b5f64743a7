import type { Breadcrumb } from '../../src/model'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { asPrograms } from '../primordials'
import { consoleText } from './console-text'

const LEVELS: Record<string, Breadcrumb['level']> = { log: 'info', info: 'info', debug: 'debug', warn: 'warning', error: 'error' }

/**
 * Console calls: through Node's `console.*` diagnostics channels where they are (22 and later), else by wrapping the methods.
 * Values are described without running code of the program, and at once: what is logged may change later.
 */
export function watchConsole (agent: Agent): void {
  const onCall = (method: string, args: readonly unknown[]): void => {
    guarded('console breadcrumb', () => {
      agent.recorder?.noteConsoleCall()
      agent.printed.note(args, method === 'error' || method === 'warn')
      agent.breadcrumbs.add('console', LEVELS[method] ?? 'info', consoleText(args))
    })
  }
  const hasChannels = hasConsoleChannels()
  for (const method of Object.keys(LEVELS)) {
    if (hasChannels) agent.subscribe(`console.${method}`, args => onCall(method, args as unknown[]))
    else wrap(agent, method as 'log', onCall)
  }
}

/** `console.log` and its neighbours publish since 22.?: asked of Node itself, by whether its console knows the channel. */
function hasConsoleChannels (): boolean {
  const [major = 0] = process.versions.node.split('.').map(Number)
  return major >= 22
}

function wrap (agent: Agent, method: 'log', onCall: (method: string, args: readonly unknown[]) => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(console, method)
  const original = descriptor?.value as ((...args: unknown[]) => void) | undefined
  if (typeof original !== 'function' || descriptor?.configurable !== true) return
  // Bound, as Node's own console methods are: it prints as native code and has no prototype.
  const wrapped = asPrograms(function (...args: unknown[]): void {
    onCall(method, args)
    original(...args)
  }.bind(undefined))
  Object.defineProperty(wrapped, 'name', { value: original.name, configurable: true })
  Object.defineProperty(console, method, { ...descriptor, value: wrapped })
  agent.onUninstall(() => {
    if (Object.getOwnPropertyDescriptor(console, method)?.value === wrapped) Object.defineProperty(console, method, descriptor)
  })
}
