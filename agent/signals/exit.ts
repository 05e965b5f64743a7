import type { Debugger } from 'node:inspector'
import type { ExitTie } from '../../src/model'
import { crashModule, type Agent } from '../agent'
import { guarded } from '../boundary'
import { isTestRun } from '../host/test-run'
import { isObject } from '../snapshot/snapshot-store'
import type { Snapshot } from '../snapshot/snapshot'
import type { ExitCall } from './exit-evidence'
import type { SignalSource } from './signal-source'

/** Frames of the call to `process.exit` that are searched for the error. */
const MAX_FRAMES_SEARCHED = 12

/**
 * A caught error that led to a non-zero exit. A program that ends by itself is seen in an `exit` listener that is added when
 * the loop is empty, hence runs last; one that calls `process.exit` in `process.reallyExit`, after all its listeners, with the
 * final code. (Replacing `reallyExit` is established practice, as Node's own source notes.)
 */
export const exit: SignalSource = {
  start (agent) {
    if (!agent.isMainThread) return
    const onExit = (code: number): void => { guarded('exit', () => ended(agent, code, false)) }
    agent.hiddenListeners.add('beforeExit', () => guarded('beforeExit', () => {
      agent.hiddenListeners.remove('exit', onExit)
      agent.hiddenListeners.add('exit', onExit)
    }))
    const { reallyExit } = process
    const replaced = function reallyExit_ (this: NodeJS.Process, code?: number): never {
      guarded('reallyExit', () => ended(agent, code ?? 0, true))
      return reallyExit.call(this, code)
    }
    Object.defineProperty(replaced, 'name', { value: 'reallyExit', configurable: true })
    process.reallyExit = replaced
    agent.onUninstall(() => { if (process.reallyExit === replaced) process.reallyExit = reallyExit })
  },
}

function ended (agent: Agent, code: number, isCalled: boolean): void {
  agent.ending()
  if (code === 0 || agent.hasCrashed || agent.recorder === undefined || !agent.isWatching('exit') || isTestRun()) return
  const found = findTied(agent, isCalled)
  if (found === undefined) return
  const tie: ExitTie = { by: found.by, evidence: found.evidence, exitCode: code }
  agent.write(found.snapshot, 'exit', { exit: tie, thrown: found.value })
}

interface Tied { snapshot: Snapshot, value: unknown, by: ExitTie['by'], evidence: string }

function findTied (agent: Agent, isCalled: boolean): Tied | undefined {
  const { store } = agent.recorder!
  const printed = agent.printed.latest(store)
  if (printed !== undefined) return { ...printed, by: 'printed' }
  const last = store.last()
  if (last === undefined) return undefined
  const { held, exitCall } = isCalled ? lookAtExitCall(agent) : { held: undefined, exitCall: undefined }
  if (held !== undefined) return held
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
