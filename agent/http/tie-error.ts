import { fateInSource } from '../../src/syntax/swallowed-in-source'
import type { RequestTie } from '../../src/model'
import type { Agent } from '../agent'
import { throwFrames } from '../signals/exit-evidence'
import type { Snapshot } from '../snapshot/snapshot'
import { lookAtAnswer, type SeenAnswer } from './look-at-answer'
import { pendingErrorOf } from './pending-calls'
import type { RequestContext, Thrown } from './request-context'

/** An error that a request failed with, and how that is known. `snapshot` is undefined for one that was never thrown. */
export interface TiedError { value: unknown, snapshot: Snapshot | undefined, tie: RequestTie, objects: readonly object[] }

/**
 * Which error a request is being answered with: the one in the hands of whoever answers, else the last one thrown while it was handled,
 * unless the sources show that it was dealt with before. Undefined if there is none, or none that is known to be this request's.
 */
export function tieError (agent: Agent, context: RequestContext, ownerOf: (snapshot: Snapshot) => RequestContext | undefined): TiedError | undefined {
  const { recorder } = agent
  if (recorder === undefined) return undefined
  const thrown = context.latest()
  const seen = recorder.isAffordable ? lookAtAnswer(recorder) : undefined
  const isOurs = (value: unknown): boolean => {
    const snapshot = recorder.store.of(value)
    const owner = snapshot && ownerOf(snapshot)
    return owner === undefined || owner === context || owner.isOver
  }
  const held = seen?.held.find(({ value }) => isOurs(value))
  if (held !== undefined) return tied(agent, held.value, { by: 'in-hand', evidence: held.evidence }, seen)
  const pending = recorder.isAffordable ? pendingErrorOf(recorder, context) : undefined
  if (pending !== undefined && isOurs(pending.value)) return tied(agent, pending.value, { by: 'in-hand', evidence: pending.evidence }, seen)
  for (const candidate of thrown) {
    const evidence = lastThrownEvidence(agent, candidate, seen)
    if (evidence !== undefined) return { ...candidate, tie: { by: 'last-thrown', evidence }, objects: seen?.objects ?? [] }
  }
  return undefined
}

function tied (agent: Agent, value: unknown, tie: RequestTie, seen: SeenAnswer | undefined): TiedError {
  return { value, snapshot: agent.recorder!.store.of(value), tie, objects: seen?.objects ?? [] }
}

/** Undefined if the error went no further than a handler that had nothing to do with the answer. */
function lastThrownEvidence (agent: Agent, { snapshot }: Thrown, seen: SeenAnswer | undefined): string | undefined {
  const { session } = agent.recorder!
  const frames = throwFrames(session, snapshot)
  const places = (seen?.places ?? []).map(place => ({ ...place, source: '' }))
  const fate = fateInSource(frames, places)
  if (fate.kind === 'swallowed') return undefined
  if (fate.kind === 'answered') return `it was answered in the code that caught the error, at line ${fate.line1}`
  return 'it was the last error thrown while the request was handled, and nothing that is known dealt with it'
}
