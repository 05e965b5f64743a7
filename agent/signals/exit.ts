import type { Debugger } from 'node:inspector'
import type { ExitTie } from '../../src/model'
import type { Occasion } from '../record/build-crash'
import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { PRINTED_MESSAGE } from '../breadcrumbs/printed'
import { guarded } from '../boundary'
import { isTestRun } from '../host/test-run'
import { defineProperty, getOwnPropertyDescriptor } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'
import type { Snapshot } from '../snapshot/snapshot'
import type { ExitCall } from './exit-evidence'
import type { SignalSource } from './signal-source'

/** Frames of the call to `process.exit` that are searched for the error. */
const MAX_FRAMES_SEARCHED = 12

/**
 * A caught error that led to a non-zero exit, judged when Node begins to emit `exit`, and once more at the very end if a listener
 * changed the code from 0. Both are seen without a listener, which would turn the program's only one into a list (visible in the
 * stack of an error that it throws) and count for Node's warning about too many:
 * `process.emit` and `process.reallyExit` become accessors that give the same functions; Node looks them up, `process._exiting` set before.
 */
export const exit: SignalSource = {
  start (agent) {
    if (!agent.isMainThread) return
    watchLookUp(agent, 'emit', () => ended(agent, Number(process.exitCode ?? 0)))
    watchLookUp(agent, 'reallyExit', () => ended(agent, Number(process.exitCode ?? 0)))
  },
}

function watchLookUp (agent: Agent, name: 'emit' | 'reallyExit', onExiting: () => void): void {
  const before = getOwnPropertyDescriptor(process, name)
  let current: unknown = process[name]
  let isSeen = false
  defineProperty(process, name, {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    get () {
      if (!isSeen && (process as unknown as { _exiting?: boolean })._exiting === true) {
        isSeen = true
        guarded('exit', onExiting)
      }
      return current
    },
    set (value) { current = value },
  })
  agent.onUninstall((): unknown => {
    // In its old place, where it was an own property: the order of keys is to be seen.
    if (before !== undefined) return defineProperty(process, name, { ...before, value: current })
    delete (process as unknown as Record<string, unknown>)[name]
    if (process[name] !== current) defineProperty(process, name, { value: current, configurable: true, enumerable: true, writable: true })
  })
}

function ended (agent: Agent, code: number): void {
  agent.ending()
  if (code === 0 || agent.hasCrashed || agent.recorder === undefined || !agent.isWatching('exit') || isTestRun()) return
  const found = findTied(agent)
  const fromWorker = found?.by === 'printed' ? undefined : agent.handedOver.takeByMessage(message => agent.printed.hasMessage(message))
  const { by, evidence } = found ?? { by: 'printed', evidence: PRINTED_MESSAGE } as const
  const occasion = ({ masker }: Snapshot): Occasion => ({ exit: { by, evidence: masker.maskText(evidence), exitCode: code } })
  if (fromWorker !== undefined) agent.crashes.write(crashModule().snapshotOf(agent, fromWorker), 'exit', { handedOver: fromWorker, occasion })
  else if (found !== undefined) agent.crashes.write(found.snapshot, 'exit', { thrown: found.value, occasion })
}

interface Tied { snapshot: Snapshot, value: unknown, by: ExitTie['by'], evidence: string }

function findTied (agent: Agent): Tied | undefined {
  const { store } = agent.recorder!
  const printed = agent.printed.latest(store)
  if (printed !== undefined) return { ...printed, by: 'printed' }
  const last = store.last()
  if (last === undefined) return undefined
  const { held, exitCall } = lookAtExitCall(agent)
  if (held !== undefined) return held
  // A failed assertion that somebody counted is a test run's answer.
  if (last.snapshot.exception.code === 'ERR_ASSERTION' || last.snapshot.exception.type === 'AssertionError') return undefined
  const evidence = crashModule().exitEvidence(agent.recorder!.session, last.snapshot, exitCall)
  return evidence === undefined ? undefined : { ...last, by: 'last-thrown', evidence }
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
    const scopes = recorder.live(places.flatMap(({ ids }) => ids)) as object[]
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
