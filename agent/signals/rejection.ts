import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { SafeSet } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'
import type { SignalSource } from './signal-source'

/** How long a rejection without a handler may still get one before it is taken for what it is. */
const GRACE_MS = 3000

type Mode = 'throw' | 'strict' | 'warn' | 'none' | 'warn-with-error-code'

/**
 * Rejections that do not end the process: with the program's own `unhandledRejection` listener, or in the modes `warn` and
 * `none`. (In all others Node throws, and the monitor sees it.) A listener of ours would be a handler and change Node's
 * default, so it is there only while the program has one, or where Node does not ask whether there is one.
 */
export const rejection: SignalSource = {
  start (agent) {
    const pending = new PendingRejections(agent)
    const mode = modeOf([...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)])
    const isAlwaysHarmless = mode === 'none' || mode === 'warn'
    const listener = (reason: unknown, promise: Promise<unknown>): void => {
      guarded('unhandledRejection', () => pending.add(reason, promise))
    }
    let isListening = false
    const listen = (): void => {
      if (isListening) return
      isListening = true
      agent.hiddenListeners.add('unhandledRejection', listener)
    }
    if (mode === 'warn-with-error-code') watchWarnings(agent)
    if (isAlwaysHarmless) listen()
    else {
      agent.hiddenListeners.add('newListener', (event: string | symbol, added: unknown) => {
        if (event === 'unhandledRejection' && added !== listener) guarded('newListener', listen)
      })
      agent.hiddenListeners.add('removeListener', (event: string | symbol, removed: unknown) => {
        if (event !== 'unhandledRejection' || removed === listener || !isListening) return
        if (process.listenerCount('unhandledRejection') > 0) return
        isListening = false
        guarded('removeListener', () => agent.hiddenListeners.remove('unhandledRejection', listener))
      })
    }
    agent.flushRejections = () => pending.flush()
    agent.onEnding(() => pending.flush())
    agent.onUninstall(() => pending.clear())
  },
}

/**
 * In the mode `warn-with-error-code` a listener would change the exit code, and Node's only word is a warning with the error's text:
 * it is the last rejection's, whose handler may still come, which is another warning. Written when the process ends.
 */
function watchWarnings (agent: Agent): void {
  let last: { value: unknown, snapshot: Snapshot } | undefined
  agent.hiddenListeners.add('warning', ({ name, message }: Error) => guarded('warning', () => {
    if (name === 'PromiseRejectionHandledWarning') last = undefined
    if (name !== 'UnhandledPromiseRejectionWarning') return
    const thrown = agent.recorder?.store.last()
    if (thrown?.snapshot.isRejection === true && message.includes(thrown.snapshot.exception.message)) last = thrown
  }))
  agent.onEnding(() => { if (last !== undefined) agent.crashes.write(last.snapshot, 'unhandledRejection', { thrown: last.value }) })
}

/** The last `--unhandled-rejections=MODE` wins, the command line over NODE_OPTIONS; Node's default is `throw`. */
function modeOf (args: readonly string[]): Mode {
  for (let index = 0; index < args.length; index++) {
    const [flag, value = args[index + 1]] = args[index]!.split('=')
    if (flag === '--unhandled-rejections') return value as Mode
  }
  return 'throw'
}

/**
 * Rejections that may yet get a handler. A handler is noticed through `v8.promiseHooks`: a promise derived from the rejected
 * one is made exactly when `then`, `catch` or `await` takes it. The hook is on only while something is pending.
 */
class PendingRejections {
  private readonly agent: Agent
  private readonly entries: SafeSet<{ reason: unknown, promise: Promise<unknown>, timer: NodeJS.Timeout, isUnarmed: boolean }> = new SafeSet()
  private stopHook: (() => void) | undefined

  constructor (agent: Agent) {
    this.agent = agent
  }

  add (reason: unknown, promise: Promise<unknown>): void {
    const isUnarmed = !this.agent.isArmed
    this.agent.arming.errorSeen()
    const timer = setTimeout(() => {
      this.entries.delete(entry)
      this.updateHook()
      guarded('unhandledRejection', () => this.agent.promote(reason, 'unhandledRejection', { isUnarmed }))
    }, GRACE_MS)
    timer.unref()
    const entry = { reason, promise, timer, isUnarmed }
    this.entries.add(entry)
    this.updateHook()
  }

  /** The process ends: nobody will handle them any more. */
  flush (): void {
    this.entries.forEach(({ reason, timer, isUnarmed }) => {
      clearTimeout(timer)
      this.agent.promote(reason, 'unhandledRejection', { isUnarmed })
    })
    this.entries.clear()
    this.updateHook()
  }

  clear (): void {
    this.entries.forEach(({ timer }) => clearTimeout(timer))
    this.entries.clear()
    this.updateHook()
  }

  private updateHook (): void {
    if (this.entries.size === 0) {
      this.stopHook?.()
      this.stopHook = undefined
    } else if (this.stopHook === undefined) {
      const { promiseHooks } = require('node:v8') as typeof import('node:v8')
      this.stopHook = promiseHooks.onInit((_promise, parent) => {
        if (parent === undefined) return
        this.entries.forEach(entry => {
          if (entry.promise !== parent) return
          clearTimeout(entry.timer)
          this.entries.delete(entry)
        })
      }) as () => void
    }
  }
}
