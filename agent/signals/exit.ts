import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { ownFile } from '../own-files'
import { defineProperty, getOwnPropertyDescriptor } from '../primordials'
import type { SignalSource } from './signal-source'

/**
 * A caught error that led to a non-zero exit, judged when Node begins to emit `exit`, and once more at the very end if a listener
 * changed the code from 0. Both are seen without a listener, which would turn the program's only one into a list (visible in the
 * stack of an error that it throws) and count for Node's warning about too many:
 * - `process.emit` becomes an accessor that gives the same function; Node looks it up to emit, `process._exiting` set before.
 * - `process.reallyExit`, which `process.exit` looks up after the listeners, becomes one, too: a wrapper would be a frame of the stack
 *   that `--trace-exit` prints.
 */
export const exit: SignalSource = {
  start (agent) {
    if (!agent.isMainThread) return
    watchLookUp(agent, 'emit', () => ended(agent, Number(process.exitCode ?? 0)), true)
    watchLookUp(agent, 'reallyExit', () => ended(agent, Number(process.exitCode ?? 0)), false)
  },
}

/** Calls `onExiting` when this function of `process` is looked up and the end has begun. */
function watchLookUp (agent: Agent, name: 'emit' | 'reallyExit', onExiting: () => void, isOnce: boolean): void {
  const before = getOwnPropertyDescriptor(process, name)
  const target = process as unknown as Record<string, unknown> & { _exiting?: boolean }
  let current = target[name]
  let isSeen = false
  defineProperty(process, name, {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    get () {
      if (!(isSeen && isOnce) && target._exiting === true) {
        isSeen = true
        guarded(name, onExiting)
      }
      return current
    },
    set (value) { current = value },
  })
  agent.onUninstall(() => {
    if (before !== undefined) defineProperty(process, name, { ...before, value: current })
    else {
      delete target[name]
      if (target[name] !== current) target[name] = current
    }
  })
}

function ended (agent: Agent, code: number): void {
  agent.ending()
  const isSeen = agent.recorder?.store.last() !== undefined || agent.handedOver !== undefined || agent.printed.lastError !== undefined
  const isWanted = code !== 0 && !agent.hasCrashed && agent.arming.mode !== 'off' && agent.isWatching('exit')
  if (isWanted && isSeen) ownFile('walk').judgeExit(agent, code)
  agent.processEnds(code)
}
