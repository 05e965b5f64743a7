import type { Debugger } from 'node:inspector'
import type { ExitTie } from '../../src/model'
import type { Occasion } from '../record/build-crash'
import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { PRINTED_ERROR, PRINTED_MESSAGE } from '../breadcrumbs/printed'
import { isTestRun } from '../host/test-run'
import { now } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'
import type { Snapshot } from '../snapshot/snapshot'
import type { ExitCall } from './exit-evidence'

/** Frames of the call to `process.exit` that are searched for the error. */
const MAX_FRAMES_SEARCHED = 12

/** Milliseconds from the print of an error to the end of the program by it, if nothing else ties them. */
const SOON_MS = 3_000

/** How a program ends that was asked to by SIGHUP, SIGINT, SIGQUIT or SIGTERM, and whoever ran it (tsx, npm): 128 and the signal's number. */
const ASKED_TO_END: readonly number[] = [129, 130, 131, 143]

/** Writes the error that led to an exit code other than 0, if there is evidence that one did. */
export function judgeExit (agent: Agent, code: number): void {
  if (isTestRun()) return
  const wasAsked = ASKED_TO_END.includes(code)
  if (!agent.isArmed) return wasAsked ? undefined : endedUnarmed(agent, code)
  if (agent.recorder === undefined) return
  const found = findTied(agent, wasAsked)
  const fromWorker = found?.by === 'printed' || wasAsked ? undefined : agent.handedOver?.takeByMessage(message => agent.printed.hasMessage(message))
  const { by, evidence } = found ?? { by: 'printed', evidence: PRINTED_MESSAGE } as const
  const occasion = ({ masker }: Snapshot): Occasion => ({ exit: { by, evidence: masker.maskText(evidence), exitCode: code } })
  if (fromWorker !== undefined) agent.crashes.write(crashModule().snapshotOf(agent, fromWorker), 'exit', { handedOver: fromWorker, occasion })
  else if (found !== undefined) agent.crashes.write(found.snapshot, 'exit', { thrown: found.value, occasion })
}

/** Nobody saw what was thrown; an error that the program printed was an error all the same. */
function endedUnarmed (agent: Agent, exitCode: number): void {
  const thrown = agent.printed.lastError
  if (thrown === undefined) return
  const exit: ExitTie = { by: 'printed', evidence: PRINTED_ERROR, exitCode }
  agent.crashes.write(agent.snapshotWithoutPause(thrown), 'exit', { thrown, occasion: () => ({ exit }) })
}

interface Tied { snapshot: Snapshot, value: unknown, by: ExitTie['by'], evidence: string }

/** `wasAsked`: an error in the hands of whoever ended the program is all that counts then. */
function findTied (agent: Agent, wasAsked: boolean): Tied | undefined {
  const { store } = agent.recorder!
  const last = store.last()
  if (last === undefined) return undefined
  const { held, exitCall } = lookAtExitCall(agent)
  const printed = agent.printed.latest(store)
  // What a request failed by, and was answered for, is over.
  if (wasAsked || agent.crashes.rate.isKnown(last.snapshot)) return held
  if (printed !== undefined) return held?.snapshot === printed.snapshot || isEndOf(agent, printed, exitCall) ? { ...printed, by: 'printed' } : held
  if (held !== undefined) return held
  // A failed assertion that somebody counted is a test run's answer.
  if (last.snapshot.exception.code === 'ERR_ASSERTION' || last.snapshot.exception.type === 'AssertionError') return undefined
  const evidence = crashModule().exitEvidence(agent.recorder!.session, last.snapshot, exitCall)
  return evidence === undefined ? undefined : { ...last, by: 'last-thrown', evidence }
}

/**
 * Whether the program ended by an error that it printed: its handler ends it; or it did soon after, and did more than to tell of it. Others
 * print why they use a default, or try again, and end with 1 for what they found out.
 */
function isEndOf (agent: Agent, { snapshot, printedAt }: { snapshot: Snapshot, printedAt: number }, exitCall: ExitCall | undefined): boolean {
  const { exitEvidence, wasForgotten } = crashModule()
  const { session } = agent.recorder!
  if (exitEvidence(session, snapshot, exitCall) !== undefined) return true
  return now() - printedAt < SOON_MS && !wasForgotten(session, snapshot)
}

/**
 * The error in the hands of whoever called `process.exit`: a catch clause's variable, a callback's argument, a local. V8 shows
 * the callers' scopes at a throw of ours.
 */
function lookAtExitCall (agent: Agent): { held: Tied | undefined, exitCall: ExitCall | undefined } {
  const recorder = agent.recorder!
  let held: Tied | undefined
  let exitCall: ExitCall | undefined
  recorder.lookAtCallers(params => {
    if (!params.callFrames.some(({ functionName }) => functionName === 'exit' || functionName === 'process.exit')) return
    const places: { name: string, ids: string[] }[] = []
    for (const { functionName, scopeChain, location } of params.callFrames.slice(0, MAX_FRAMES_SEARCHED)) {
      const url = recorder.session.scripts.get(location.scriptId)?.url ?? ''
      if (url.startsWith('node:') || recorder.isOwnScript(url)) continue
      exitCall ??= { scriptId: location.scriptId, lineNumber0: location.lineNumber, columnNumber0: location.columnNumber ?? 0 }
      const ids = nearScopes(scopeChain)
      if (ids.length > 0) places.push({ name: functionName, ids })
    }
    const scopes = recorder.values.take(places.flatMap(({ ids }) => ids)) as object[]
    let at = 0
    for (const { name, ids } of places) {
      for (const scope of scopes.slice(at, at += ids.length)) {
        held ??= errorIn(agent, scope, name)
      }
    }
  })
  return { held, exitCall }
}

function nearScopes (scopeChain: Debugger.Scope[]): string[] {
  return scopeChain
    .filter(({ type }) => type === 'local' || type === 'block' || type === 'catch')
    .flatMap(({ object }) => object.objectId ?? [])
}

function errorIn (agent: Agent, scope: object | undefined, functionName: string): Tied | undefined {
  if (scope === undefined) return undefined
  for (const name of Object.keys(scope)) {
    let value: unknown
    try { value = Object.getOwnPropertyDescriptor(scope, name)?.value } catch { continue }
    if (!isObject(value)) continue
    const snapshot = agent.recorder!.store.of(value)
    if (snapshot === undefined) continue
    const place = functionName === '' ? 'a function' : `${functionName}()`
    return { snapshot, value, by: 'last-thrown', evidence: `process.exit was called in ${place} with the error in its variable ${name}` }
  }
  return undefined
}
