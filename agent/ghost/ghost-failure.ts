import type { Agent } from '../agent'
import { guarded, writeStderr } from '../boundary'
import { currentAgent } from '../current'
import { SafeWeakSet, now } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'
import type { Failure, GhostState } from './ghost-state'

const reported: WeakSet<object> = new SafeWeakSet()

/** A function in `ghost()` failed: reports it, once per error, the innermost ghost first. True if it is suppressed. */
export function onGhostFailure (state: GhostState, failure: Failure): boolean {
  const { error, isConstructor } = failure
  // A construction has to give an object: there is nothing to give instead.
  const isSuppressed = state.options.suppress === true && !isConstructor
  const endedAt = now()
  const memory = state.memory()
  guarded('ghost', () => {
    const agent = currentAgent()
    if (agent?.isWatching('ghost') !== true) {
      if (isSuppressed) tell(state, agent)
      return
    }
    if (isObject(error)) {
      if (reported.has(error)) return
      // A silent ghost leaves the report to those around it.
      if (state.options.reportType !== 'silent') reported.add(error)
    }
    // What fails and is caught in here is nobody's business.
    const work = (): void => agent.module!.crashModule().reportGhost(agent, state, failure, { endedAt, memory })
    if (agent.recorder === undefined) work()
    else agent.recorder.policy.undisturbed(work)
  })
  return isSuppressed
}

/** A function in `wrap()` failed: a crash of the signal `manual`, as by `capture()`, packed beside the program. */
export function onWrapFailure (_state: GhostState, { error }: Failure): boolean {
  guarded('wrap', () => currentAgent()?.promote(error, 'manual', { isEnding: false }))
  return false
}

/** Nobody records: a suppressed failure is not to vanish without a word. */
function tell ({ name, options }: GhostState, agent: Agent | undefined): void {
  if (options.reportType === 'silent' || agent?.config.quiet === true) return
  writeStderr(`[FaultSnap] ${name || 'a function'} failed, suppressed. Nothing is recorded (FaultSnap is off).\n`)
}
