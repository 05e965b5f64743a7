import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { areThreadsLoaded } from '../host/thread'

/**
 * Calls `prepare` before the first worker of the main thread is made, and not before Node's code for workers is there: when that is
 * loaded, Node replaces `process.chdir` (a worker must notice that the folder changed), and to make a worker it looks `postMessage` up
 * on a port. Both are accessors until then that give the same functions. (The inspector loads that code, too.) Measured on Node 20
 * to 26; where a program has replaced them, workers come unprepared, which they can cope with.
 */
export function beforeWorkers (agent: Agent, prepare: () => void): void {
  if (areThreadsLoaded()) return beforeFirstPost(agent, prepare)
  const descriptor = Object.getOwnPropertyDescriptor(process, 'chdir')
  if (descriptor?.configurable !== true || descriptor.writable !== true) return
  let chdir = descriptor.value as typeof process.chdir
  const giveBack = (): void => {
    if (isOurs(process, 'chdir', get)) Object.defineProperty(process, 'chdir', { ...descriptor, value: chdir })
  }
  const get = (): typeof process.chdir => chdir
  Object.defineProperty(process, 'chdir', {
    configurable: true,
    enumerable: descriptor.enumerable === true,
    get,
    set (value: typeof process.chdir) {
      chdir = value
      // Libraries replace it, too: graceful-fs.
      guarded('threads', () => {
        if (!areThreadsLoaded()) return
        giveBack()
        beforeFirstPost(agent, prepare)
      })
    },
  })
  agent.onUninstall(giveBack)
}

/** Still there, and not frozen by the program. */
function isOurs (holder: object, name: string, get: () => unknown): boolean {
  const now = Object.getOwnPropertyDescriptor(holder, name)
  return now?.get === get && now.configurable === true
}

function beforeFirstPost (agent: Agent, prepare: () => void): void {
  const { prototype } = MessagePort
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'postMessage')
  if (descriptor?.configurable !== true || typeof descriptor.value !== 'function') return
  let { value } = descriptor as { value: unknown }
  const giveBack = (): void => {
    if (isOurs(prototype, 'postMessage', get)) Object.defineProperty(prototype, 'postMessage', { ...descriptor, value })
  }
  const get = (): unknown => {
    guarded('first worker', () => {
      giveBack()
      prepare()
    })
    return value
  }
  Object.defineProperty(prototype, 'postMessage', {
    configurable: true,
    enumerable: descriptor.enumerable === true,
    get,
    set (this: unknown, replaced: unknown) {
      if (this === prototype) value = replaced
      else Object.defineProperty(this, 'postMessage', { value: replaced, writable: true, enumerable: true, configurable: true })
    },
  })
  agent.onUninstall(giveBack)
}
