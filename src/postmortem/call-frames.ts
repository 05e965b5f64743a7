import type { Debugger, Runtime } from 'node:inspector'
import { printable } from '../capsule/printable'
import type { FrameRecord, ScopeRecord } from '../model'
import { framesOnStack } from '../stack/frames-on-stack'
import { countText } from '../values/missing-words'
import { remoteHandle, remoteObject } from './remote-object'
import type { ScriptList } from './script-list'
import type { ReplaySession } from './session'

/** The group in which V8 hands out what a pause shows. */
export const PAUSE_GROUP = 'backtrace'

/** Frames for `callFrames` of one event, and for its async stack: a client asks for none of the others. */
const MAX_CALL_FRAMES = 1_000

/** Why the program stands still: V8 paused at a throw, the client does not want to stop at one (see replay.ts), or nothing was thrown. */
export type PauseReason = 'exception' | 'assert' | 'other'

/**
 * CDP `Debugger.paused` for the crash: frames that were on the stack, callers suspended in an `await` as its async stack. Where V8 did not
 * pause, all that is known of the stack are call frames, whose only scope says why it is empty.
 */
export function pausedEvent (session: ReplaySession, scripts: ScriptList, reason: PauseReason, isUncaught: boolean): Debugger.PausedEventDataType {
  const { exception } = session.crash
  const frames = session.crash.frames.slice(session.firstFrame)
  const onStack = framesOnStack(frames)
  const called = (onStack.length > 0 ? onStack : frames).slice(0, MAX_CALL_FRAMES)
  const isCalled = new Set(onStack)
  const suspended = onStack.length > 0 ? frames.filter(frame => !isCalled.has(frame)).slice(0, MAX_CALL_FRAMES) : []
  const data = { ...remoteObject(session, exception.value, { group: PAUSE_GROUP }), uncaught: isUncaught }
  return {
    callFrames: called.flatMap(frame => [callFrame(session, scripts, frame), ...frame.folded === undefined ? [] : [foldedFrame(session, scripts, frame)]]),
    reason, ...reason !== 'other' && { data }, hitBreakpoints: [],
    ...suspended.length > 0 && { asyncStackTrace: { description: 'await', callFrames: suspended.map(frame => asyncFrame(scripts, frame)) } },
  }
}

/** `callFrameId` of a frame, and back. */
export const callFrameId = (index: number): string => `1.1.${index}`
export function frameOf (session: ReplaySession, id: unknown): FrameRecord | undefined {
  const index = typeof id === 'string' ? /^1\.1\.(\d{1,9})$/.exec(id)?.[1] : undefined
  return index === undefined ? undefined : session.crash.frames[Number(index)]
}

function callFrame (session: ReplaySession, scripts: ScriptList, frame: FrameRecord): Debugger.CallFrame {
  const index = session.crash.frames.indexOf(frame)
  const place = scripts.placeOf(frame)
  const scopes = frame.scopes.map((scope, at) => scopeOf(session, place.scriptId, index, scope, at))
  const why = frame.scopes.length === 0 ? [emptyScope(session, index, frame)] : []
  return {
    callFrameId: callFrameId(index),
    functionName: functionName(frame),
    ...frame.functionLocation !== undefined && { functionLocation: at(place.scriptId, frame.functionLocation) },
    location: place,
    url: scripts.scripts[Number(place.scriptId) - 1]?.url ?? '',
    scopeChain: [...scopes, ...why, { type: 'global', object: remoteHandle(session, { kind: 'global' }, { group: PAUSE_GROUP }) }],
    this: remoteObject(session, frame.this === undefined ? { missing: frame.missing ?? 'unavailable' } : frame.this, { group: PAUSE_GROUP }),
    canBeRestarted: false,
  } as Debugger.CallFrame
}

/** Recursion is recorded once. What was folded has a frame that says so, in which nothing can be evaluated. */
function foldedFrame (session: ReplaySession, scripts: ScriptList, frame: FrameRecord): Debugger.CallFrame {
  const index = session.crash.frames.indexOf(frame)
  const { length, repetitions } = frame.folded!
  const these = length === 1 ? 'this call' : `these ${countText(length)} calls`
  return {
    callFrameId: `folded.1.${index}`,
    functionName: `(${these} ${countText(repetitions)} more times, not recorded)`,
    location: scripts.placeOf(frame), url: '',
    scopeChain: [{ type: 'local', name: '(not recorded)', object: remoteHandle(session, { kind: 'scope', frame: index, scope: -2 }, { group: PAUSE_GROUP }) }],
    this: remoteObject(session, { missing: 'total' }, { group: PAUSE_GROUP }),
    canBeRestarted: false,
  } as Debugger.CallFrame
}

function scopeOf (session: ReplaySession, scriptId: string, frame: number, scope: ScopeRecord, index: number): Debugger.Scope {
  return {
    type: printable(scope.type, 40),
    object: remoteHandle(session, { kind: 'scope', frame, scope: index }, { group: PAUSE_GROUP }),
    ...scope.name !== undefined && scope.name !== '' && { name: printable(scope.name, 300) },
    ...scope.start !== undefined && { startLocation: at(scriptId, scope.start) },
    ...scope.end !== undefined && { endLocation: at(scriptId, scope.end) },
  }
}

/** A function without variables has a local scope all the same, and so does a frame whose variables are not recorded. */
function emptyScope (session: ReplaySession, frame: number, { missing }: FrameRecord): Debugger.Scope {
  const object = remoteHandle(session, { kind: 'scope', frame, scope: -1 }, { group: PAUSE_GROUP })
  return { type: 'local', object, ...missing !== undefined && { name: '(not recorded)' } }
}

function asyncFrame (scripts: ScriptList, frame: FrameRecord): Runtime.CallFrame {
  const { scriptId, lineNumber, columnNumber } = scripts.placeOf(frame)
  return { functionName: functionName(frame), scriptId, url: scripts.scripts[Number(scriptId) - 1]?.url ?? '', lineNumber, columnNumber }
}

const functionName = (frame: FrameRecord): string => printable(frame.function, 300)

const at = (scriptId: string, { lineNumber0, columnNumber0 }: { lineNumber0: number, columnNumber0: number }): Debugger.Location =>
  // V8 says -1 of scopes of code that `eval` was given.
  ({ scriptId, lineNumber: Math.max(-1, lineNumber0), columnNumber: Math.max(-1, columnNumber0) })
