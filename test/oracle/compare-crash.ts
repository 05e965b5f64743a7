import type { Capsule } from '../../src/capsule/read'
import { createEvaluator } from '../../cli/shadow/create-evaluator'
import { createReplay } from '../../src/postmortem/replay'
import { ObjectComparison, type ReplayedFrame } from './compare-pause'
import type { LiveFrame, LivePause, Place, Remote } from './live-pause'
import { RULES } from './rules'
import type { Site } from './site'
import { Tally } from './tally'

interface PausedEvent {
  callFrames: ReplayedFrame[]
  data: Remote & { uncaught?: boolean }
  reason: string
  asyncStackTrace?: { description: string, callFrames: { functionName: string, url: string, lineNumber: number, columnNumber: number }[] }
}

/** Asks the replay of a capsule what live V8 was asked in a pause, and tells how the answers compare. */
export async function compareCrash (live: LivePause, capsule: Capsule, limits: Site['limits']): Promise<Tally> {
  const tally = new Tally(RULES)
  tally.pauses = 1
  const replay = await createReplay(capsule, { createEvaluator })
  try {
    let paused: PausedEvent | undefined
    const urls = new Map<string, string>()
    replay.onEvent((method, params) => {
      if (method === 'Debugger.paused') paused = params as PausedEvent
      if (method === 'Debugger.scriptParsed') urls.set((params as { scriptId: string }).scriptId, (params as { url: string }).url)
    })
    await replay.handle('Runtime.enable')
    await replay.handle('Debugger.enable')
    if (paused === undefined) throw new Error('the replay is not paused')
    const { callFrames, data } = paused
    const urlOf = (scriptId: string): string => urls.get(scriptId) ?? ''
    const placeOf = (location: ReplayedFrame['location'] | undefined): Place | undefined =>
      location && { url: urlOf(location.scriptId), line: location.lineNumber, column: location.columnNumber }
    const objects = new ObjectComparison(live, replay, tally, limits, urlOf)
    const field = (path: string, name: string, one: unknown, other: unknown, kind: 'frame' | 'scope' = 'frame'): void =>
      tally.check(JSON.stringify(one) === JSON.stringify(other), () => ({ path, field: kind, name, live: one, replayed: other, limits }))
    field('pause', 'count of frames', live.frames.length, callFrames.length)
    field('pause', 'reason', live.reason, paused.reason)
    objects.value(live.thrown, data, { path: 'thrown' })
    for (const [index, frame] of live.frames.entries()) {
      const replayed = callFrames[index]
      if (replayed === undefined) continue
      const path = `frame ${index} ${frame.functionName}`
      field(path, 'functionName', frame.functionName, replayed.functionName)
      field(path, 'location', frame.location, placeOf(replayed.location))
      field(path, 'functionLocation', frame.functionLocation, placeOf(replayed.functionLocation))
      if (frame.isNode) continue
      objects.value(frame.this!, replayed.this, { path: `${path} this` })
      field(path, 'scopes', frame.scopes.map(({ type }) => type), replayed.scopeChain.map(({ type }) => type), 'scope')
      for (const [at, scope] of frame.scopes.entries()) {
        const other = replayed.scopeChain[at]
        if (other === undefined) continue
        const where = `${path} scope ${at} ${scope.type}`
        field(where, 'name', scope.name, other.name, 'scope')
        field(where, 'start', scope.start, placeOf(other.startLocation), 'scope')
        field(where, 'end', scope.end, placeOf(other.endLocation), 'scope')
        if (scope.object !== undefined) objects.value(scope.object, other.object, { path: where })
      }
      for (const [name, value] of Object.entries(frame.evaluated)) {
        const answer = await replay.handle('Debugger.evaluateOnCallFrame', { callFrameId: replayed.callFrameId, expression: name })
        if ('error' in answer) {
          tally.unlike({ path: `${path} evaluate ${name}`, field: 'evaluated', name, live: value, detail: answer.error.message, limits })
          continue
        }
        const { result, exceptionDetails } = answer.result as { result: Remote, exceptionDetails?: unknown }
        // Whatever V8 makes for this question, it is not what the program has.
        if (name === 'arguments') tally.unlike({ path: `${path} evaluate ${name}`, field: 'evaluated', name, live: value, replayed: result, limits })
        else if (exceptionDetails !== undefined || value.type === 'thrown') {
          tally.unlike({ path: `${path} evaluate ${name}`, field: 'evaluated', name, live: value, replayed: result, limits, detail: `${value.description} / ${result.description}` })
        } else objects.value(value, result, { path: `${path} evaluate ${name}` })
      }
    }
    await objects.run()
    compareSuspended(live, paused, tally, limits)
    for (const [url, text] of Object.entries(live.sources)) {
      const scriptId = [...urls].find(([, one]) => one === url)?.[0]
      const answer = scriptId === undefined ? undefined : await replay.handle('Debugger.getScriptSource', { scriptId })
      const source = answer !== undefined && 'result' in answer ? (answer.result as { scriptSource: string }).scriptSource : undefined
      tally.check(source === text, () => ({ path: `source of ${url}`, field: 'source', live: text, replayed: source, limits }))
    }
    return tally
  } finally {
    replay.close()
  }
}

function compareSuspended (live: LivePause, { asyncStackTrace }: PausedEvent, tally: Tally, limits: Site['limits']): void {
  const frames = live.suspended.filter(({ description }) => description === 'await').flatMap(({ frames }) => frames)
    .filter(({ url }) => !url.startsWith('node:'))
  const replayed = asyncStackTrace?.callFrames ?? []
  for (let index = 0; index < Math.max(frames.length, replayed.length); index++) {
    const [one, other] = [frames[index], replayed[index]]
    const told = other && { functionName: other.functionName, url: other.url, line: other.lineNumber, column: other.columnNumber }
    tally.check(JSON.stringify(one) === JSON.stringify(told), () => ({ path: `suspended ${index}`, field: 'suspended', live: one, replayed: told, limits }))
  }
}

export type { LiveFrame }
