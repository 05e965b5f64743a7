import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { ownFile } from '../own-files'
import type { SignalSource } from './signal-source'

/**
 * A caught error that led to a non-zero exit, judged when Node begins to emit `exit`, and once more at the very end if a listener
 * changed the code from 0. Both are seen without a listener, which would turn the program's only one into a list (visible in the
 * stack of an error that it throws) and count for Node's warning about too many:
 * - `process.emit` becomes an accessor that gives the same function; Node looks it up to emit, `process._exiting` set before.
 * - `process.reallyExit` is replaced, which is established practice, as Node's own source notes.
 */
export const exit: SignalSource = {
  start (agent) {
    if (!agent.isMainThread) return
    watchEmit(agent, () => ended(agent, Number(process.exitCode ?? 0)))
    const { reallyExit } = process
    const replaced = function reallyExit_ (this: NodeJS.Process, code?: number): never {
      guarded('reallyExit', () => ended(agent, code ?? 0))
      return reallyExit.call(this, code)
    }
    Object.defineProperty(replaced, 'name', { value: 'reallyExit', configurable: true })
    process.reallyExit = replaced
    agent.onUninstall(() => { if (process.reallyExit === replaced) process.reallyExit = reallyExit })
  },
}

function watchEmit (agent: Agent, onExiting: () => void): void {
  const before = Object.getOwnPropertyDescriptor(process, 'emit')
  let { emit } = process
  let isSeen = false
  Object.defineProperty(process, 'emit', {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    get () {
      if (!isSeen && (process as unknown as { _exiting?: boolean })._exiting === true) {
        isSeen = true
        guarded('exit', onExiting)
      }
      return emit
    },
    set (value) { emit = value },
  })
  agent.onUninstall(() => {
    delete (process as unknown as Record<string, unknown>).emit
    if (process.emit !== emit) process.emit = emit
  })
}

function ended (agent: Agent, code: number): void {
  agent.ending()
  agent.arming.ended(code)
  const isSeen = agent.recorder?.store.last() !== undefined || agent.handedOver !== undefined || agent.printed.lastError !== undefined
  const isWanted = code !== 0 && !agent.hasCrashed && agent.arming.mode !== 'off' && agent.isWatching('exit')
  if (isWanted && isSeen) ownFile('walk').judgeExit(agent, code)
  agent.processEnds(code)
}
