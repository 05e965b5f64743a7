import { types } from 'node:util'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { asyncFramesOf } from '../../src/stack/merge-async-frames'
import type { RequestTie } from '../../src/model'
import { guarded } from '../boundary'
import { ownFile } from '../own-files'
import type { Recorder } from '../snapshot/recorder'
import { fatefulFrames } from '../signals/exit-evidence'
import type { Snapshot } from '../snapshot/snapshot'
import { frameworkFacts, type FrameworkFacts } from './framework-facts'
import { identitiesOf } from './http2'
import { parametersOf } from './request-record'
import { lookAtAnswer, type HeldError, type SeenAnswer } from './look-at-answer'
import { pendingErrorOf } from './pending-calls'
import type { RequestContext, Thrown } from './request-context'
import { activeSpan, type Span } from './telemetry'

/** What the moment showed at which the head of a failed answer was written. `thrown`: in this request's context, latest first. */
export interface SeenFailure {
  held: HeldError[]
  thrown: Thrown[]
  seen: SeenAnswer | undefined
  facts: FrameworkFacts
  span: Span | undefined
}

/** An error that a request failed with, and how that is known. `snapshot` is undefined for one that was never thrown. */
export interface TiedError { value: unknown, snapshot: Snapshot | undefined, tie: RequestTie }

/**
 * Looks while the stack of whoever answers is there; what it means can be found out when the answer has been sent. `mayPause`
 * false: at what can be seen without a pause.
 */
export function lookAtFailure (recorder: Recorder, context: RequestContext, mayPause: boolean): SeenFailure {
  const identities = identitiesOf(context)
  const pending = pendingErrorOf(recorder, identities)
  const seen = mayPause && pending === undefined ? lookAtAnswer(recorder) : undefined
  const facts = guarded('framework', () => frameworkFacts(identities, seen?.objects ?? [])) ?? {}
  const held = [...seen?.held ?? [], ...pending === undefined ? [] : [pending]]
  return { held, thrown: context.latest(), seen, facts, span: guarded('span', activeSpan) }
}

/** What an integration said instead: it knows the error, and the route. */
export function seenByIntegration (context: RequestContext, { info }: NonNullable<RequestContext['handed']>): SeenFailure {
  const facts = guarded('framework', () => frameworkFacts(identitiesOf(context), [])) ?? {}
  const { by, route, handler, params } = info
  const pairs = parametersOf(params)
  return {
    held: [], thrown: [], seen: undefined, span: guarded('span', activeSpan),
    facts: { ...facts, ...route !== undefined && { route, isBelow: by === 'Express' || by === 'Koa' }, ...handler !== undefined && { handler }, ...pairs.length > 0 && { params: pairs } },
  }
}

/**
 * Which error a request was answered with: the one in the hands of whoever answered, else the last one thrown while it was
 * handled, unless the sources show that it was dealt with before. Undefined if there is none, or none that is known to be this
 * request's.
 */
export function tieError (
  recorder: Recorder | undefined,
  context: RequestContext,
  { held, thrown, seen }: SeenFailure,
  ownerOf: (snapshot: Snapshot) => RequestContext | undefined,
): TiedError | undefined {
  const { handed } = context
  if (handed !== undefined) {
    const { error: value, info: { by } } = handed
    return { value, snapshot: recorder?.store.of(value), tie: { by: 'handed-over', evidence: `${by} got it and handed it to FaultSnap` } }
  }
  if (recorder === undefined) return undefined
  for (const { value, evidence } of held) {
    const snapshot = recorder.store.of(value)
    const owner = snapshot && ownerOf(snapshot)
    // The error of a request that is still being handled is that one's affair.
    if (owner === undefined || owner === context || owner.isOver) return { value, snapshot, tie: { by: 'in-hand', evidence } }
  }
  for (const candidate of likelyFirst(thrown)) {
    const evidence = lastThrownEvidence(recorder, candidate, seen)
    if (evidence !== undefined) return { ...candidate, tie: { by: 'last-thrown', evidence } }
  }
  const { lastPrinted } = context
  if (lastPrinted === undefined || thrown.some(({ value }) => value === lastPrinted)) return undefined
  const evidence = 'the program printed it to the console while the request was handled'
  return { value: lastPrinted, snapshot: recorder.store.of(lastPrinted), tie: { by: 'printed', evidence } }
}

/**
 * Latest first; what the program's own code was on the stack of, or awaited, before what packages throw and catch among
 * themselves. A thrown promise is a way to wait (React's), no failure.
 */
function likelyFirst (thrown: readonly Thrown[]): Thrown[] {
  const errors = thrown.filter(({ value }) => !types.isPromise(value))
  const isOfProgram = ({ snapshot: { frames, stackText, exception } }: Thrown): boolean =>
    frames.some(({ url }) => isInApp(fileOfUrl(url))) ||
    asyncFramesOf(stackText, { firstIndex: 0, isInApp, message: exception.message }).some(({ inApp }) => inApp)
  const own = errors.filter(isOfProgram)
  return [...own, ...errors.filter(error => !own.includes(error))]
}

/** Undefined if the error went no further than a handler that had nothing to do with the answer. */
function lastThrownEvidence (recorder: Recorder, { snapshot }: Thrown, seen: SeenAnswer | undefined): string | undefined {
  const places = (seen?.places ?? []).map(place => ({ ...place, source: '' }))
  const fate = guarded('syntax', () => ownFile('syntax').fateInSource(fatefulFrames(recorder.session, snapshot), places)) ?? { kind: 'passed' }
  if (fate.kind === 'swallowed') return undefined
  if (fate.kind === 'answered') return `it was answered in the code that caught the error, at line ${fate.line1}`
  return 'it was the last error thrown while the request was handled, and nothing that is known dealt with it'
}
