import type { Debugger, Runtime } from 'node:inspector'
import { OWN_SCRIPTS, type RemotePause, type RemoteWalked } from '../../src/attach/remote-protocol'
import { contextOf, type Target } from './target'

/** A pause that was recorded; its snapshot waits in the program. `pauseMs`: how long the program stood still, in milliseconds of wall time. */
export interface Taken extends RemoteWalked { callFrames: Debugger.CallFrame[], pauseMs: number }

/** Milliseconds beyond the walk's own limit after which a pause is ended whatever is going on. */
const GRACE_MS = 50

export interface TakeOptions {
  hasException: boolean
  /** The longest that the program may stand still. */
  maxPauseMs: number
  /** False for a pause of another debugger's, which is not ours to end. */
  isOurs: boolean
}

/**
 * Reads all frames of a pause in one call, and ends it. The call and the order to go on are sent together, so that the program does
 * not wait for us in between; a watchdog gives the order again should the call never come back.
 */
export async function takePause (target: Target, params: Debugger.PausedEventDataType, { hasException, maxPauseMs, isOurs }: TakeOptions): Promise<Taken> {
  const startedAt = target.pausedAt ?? performance.now()
  const { pause, ids } = nameValues(target, params, hasException)
  const watchdog = isOurs ? setTimeout(() => { void target.resume().catch(() => {}) }, maxPauseMs + GRACE_MS) : undefined
  try {
    const main: string[] = []
    for (const [context, list] of groupByContext(ids)) {
      if (context === target.context) main.push(...list)
      else await foreign(target, context, list, ids)
    }
    const left = Math.max(1, maxPauseMs - (performance.now() - startedAt))
    pause.walkMs = Math.min(target.ready.config.uncaughtPauseMs, left)
    pause.names = main.map(id => ids.get(id)!)
    const readyMs = performance.now() - startedAt
    const walking = target.call('walk', JSON.stringify(pause), main)
    const resuming = isOurs ? target.resume() : Promise.resolve()
    const [walked] = await Promise.all([walking, resuming])
    const answer = JSON.parse(walked) as RemoteWalked
    // Until the answer is here the program has gone on for a while: what it took there is said by the program.
    return { ...answer, callFrames: params.callFrames, pauseMs: isOurs ? readyMs + answer.walkMs : 0 }
  } catch (error) {
    if (isOurs) await target.resume().catch(() => {})
    throw error
  } finally {
    clearTimeout(watchdog)
  }
}

/** Values of a context that cannot be reached cost themselves, not the snapshot. */
async function foreign (target: Target, context: string, list: string[], ids: ReadonlyMap<string, string>): Promise<void> {
  await target.callFrom(context, 'take', JSON.stringify(list.map(id => ids.get(id)!)), list).catch(() => {})
}

/** Our session's object ids mean nothing to the recorder: the objects are handed over by name. */
function nameValues (target: Target, params: Debugger.PausedEventDataType, hasException: boolean): { pause: RemotePause, ids: Map<string, string> } {
  const ids = new Map<string, string>()
  const named = <T extends Runtime.RemoteObject>(remote: T): T => {
    if (remote.objectId === undefined) return remote
    const name = ids.get(remote.objectId) ?? `value ${ids.size}`
    ids.set(remote.objectId, name)
    return { ...remote, objectId: name, description: undefined, preview: undefined }
  }
  const urls: Record<string, string> = {}
  const callFrames = params.callFrames.map(frame => {
    const { scriptId } = frame.location
    const url = target.scripts.get(scriptId)?.url ?? (frame.url || '')
    urls[scriptId] = url
    // Not walked, and their objects need not travel.
    const isLeftOut = url.startsWith(OWN_SCRIPTS) || (url.startsWith('node:') && !target.ready.config.nodeFrames)
    if (isLeftOut) return { ...frame, this: { type: 'undefined' } as Runtime.RemoteObject, scopeChain: [] }
    return {
      ...frame,
      this: named(frame.this),
      scopeChain: frame.scopeChain.filter(({ type }) => type !== 'global').map(scope => ({ ...scope, object: named(scope.object) })),
    }
  })
  const thrown = params.data as Runtime.RemoteObject | undefined
  const data = hasException && thrown !== undefined ? { ...named(thrown), description: thrown.description } : undefined
  return { ids, pause: { params: { reason: params.reason, callFrames, ...data && { data } }, names: [], urls, walkMs: 0, hasException } }
}

function groupByContext (ids: ReadonlyMap<string, string>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const id of ids.keys()) {
    const context = contextOf(id)
    groups.set(context, [...groups.get(context) ?? [], id])
  }
  return groups
}
