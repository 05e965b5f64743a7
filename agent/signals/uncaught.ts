import { types } from 'node:util'
import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { guarded } from '../boundary'
import { isObject } from '../snapshot/snapshot-store'
import type { SignalSource } from './signal-source'

const ENTRY_SCRIPT = 'node:internal/modules/run_main'

/**
 * Node's `uncaughtExceptionMonitor`: comes before any handler, in every thread, for exceptions and for rejections that
 * Node's mode turns into one, and changes nothing of what follows.
 */
export const uncaught: SignalSource = {
  start (agent) {
    const monitor = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void => {
      guarded('uncaughtExceptionMonitor', () => {
        if (origin === 'unhandledRejection') {
          promote(agent, rejectionReason(agent, error), isOfEntryModule(agent) ? 'uncaughtException' : 'unhandledRejection')
        } else if (!isReportedByWorker(agent, error)) promote(agent, error, 'uncaughtException')
      })
    }
    agent.hiddenListeners.add('uncaughtExceptionMonitor', monitor)
  },
}

/** What a test leaves uncaught is the failure of the test, if its runner says so: it is about to be told. */
function promote (agent: Agent, error: unknown, signal: 'uncaughtException' | 'unhandledRejection'): void {
  const { tests } = agent
  const isFatal = isFatalHere()
  if (tests === undefined || process.listenerCount('uncaughtException') === 0) agent.promote(error, signal, { isFatal })
  else tests.hold(() => agent.promote(error, signal, { isEnding: false }))
}

/** Whether Node ends the thread by an exception: nobody asked to be told of it, by a listener or in the way of domains and the REPL. */
function isFatalHere (): boolean {
  return process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback()
}

/**
 * Node awaits the entry module, so that whatever it throws, at once or after an `await` of its own, arrives as a rejection. To the
 * program's author it is an exception that nobody caught. The monitor's caller tells: only the entry's promise ends there.
 */
function isOfEntryModule (agent: Agent): boolean {
  const { recorder } = agent
  if (recorder === undefined) return crashModule().callerFiles().includes(ENTRY_SCRIPT)
  let isEntry = false
  recorder.lookAtCallers(({ callFrames }) => {
    isEntry = callFrames.some(({ location }) => recorder.session.scripts.get(location.scriptId)?.url === ENTRY_SCRIPT)
  })
  return isEntry
}

/** Node wraps a reason that is no error in one of its own, code `ERR_UNHANDLED_REJECTION`. The program's value is wanted. */
function rejectionReason (agent: Agent, error: unknown): unknown {
  if (!isObject(error) || types.isProxy(error) || agent.recorder?.store.of(error) !== undefined) return error
  const code = Object.getOwnPropertyDescriptor(error, 'code')?.value
  if (code !== 'ERR_UNHANDLED_REJECTION') return error
  const last = agent.recorder?.store.last()
  return last !== undefined && last.snapshot.isRejection ? last.value : error
}

/** An error event of a worker that nobody listens to is thrown again in its parent; the worker recorded it with variables. */
function isReportedByWorker (agent: Agent, error: unknown): boolean {
  const snapshot = agent.recorder?.store.of(error)
  if (snapshot === undefined || snapshot.hasUserFrames) return false
  const isFromWorker = snapshot.frames.some(frame => frame.url === 'node:internal/worker')
  if (!isFromWorker || !agent.threadCrashes.isMessageRecorded(snapshot.exception.message)) return false
  agent.threadCrashes.note(snapshot, 'uncaughtException', error)
  agent.crashes.holdWorkersSummary(snapshot)
  return true
}
