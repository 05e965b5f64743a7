import type { ThrowFrame } from '../../src/syntax/ending-handler'
import type { FatefulFrame } from '../../src/syntax/swallowed-in-source'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { asyncFramesOf } from '../../src/stack/merge-async-frames'
import type { InspectorSession } from '../inspector/session'
import { ownFile } from '../own-files'
import type { Snapshot } from '../snapshot/snapshot'

/** Frames whose sources are parsed: a parse of a large bundle takes a good part of a second. */
const MAX_FRAMES = 30

/** The place in user code that called `process.exit`. CDP positions. */
export interface ExitCall { scriptId: string, lineNumber0: number, columnNumber0: number }

/**
 * Whether the code that caught the error is the code that ends the process; a sentence that says so, or undefined. This reads
 * the sources of the frames: an error that was caught and then forgotten did not lead to the exit.
 */
export function exitEvidence (session: InspectorSession, snapshot: Snapshot, exitCall: ExitCall | undefined): string | undefined {
  const frames = throwFrames(session, snapshot)
  const exitSource = exitCall === undefined ? undefined : session.sourceOf(exitCall.scriptId)
  return ownFile('syntax').endingHandler(frames, exitCall === undefined || exitSource === undefined ? undefined : {
    source: exitSource, scriptKey: exitCall.scriptId, lineNumber0: exitCall.lineNumber0, columnNumber0: exitCall.columnNumber0,
  })
}

/**
 * Whether the program went on after this error as if nothing had happened, as the sources of its frames show: the handler told of it at
 * most, and left nothing by which an exit code could be chosen.
 */
export function wasForgotten (session: InspectorSession, snapshot: Snapshot): boolean {
  const fate = ownFile('syntax').fateInSource(fatefulFrames(session, snapshot), [])
  return fate.kind === 'swallowed' && !fate.leavesMark
}

/**
 * Whether an error thrown in an `uncaughtException` handler is caught there, by the sources of the frames up to the handler. If
 * not, Node exits with code 7 and tells nobody.
 */
export function isCaughtAtThrow (session: InspectorSession, snapshot: Snapshot): boolean {
  return ownFile('syntax').isCaughtInSource(stackFrames(session, snapshot))
}

/** Where the code stood at the throw: the frames on the stack, then the suspended callers; those whose sources V8 still has. */
export function throwFrames (session: InspectorSession, snapshot: Snapshot): ThrowFrame[] {
  const frames = stackFrames(session, snapshot)
  for (const caller of asyncFramesOf(snapshot.stackText, { firstIndex: 0, isInApp, message: snapshot.exception.message })) {
    const scriptId = scriptOf(session, caller.file)
    const source = scriptId === undefined ? undefined : session.sourceOf(scriptId)
    if (scriptId === undefined || source === undefined) continue
    const { lineNumber0, columnNumber0 } = caller
    frames.push({ function: caller.function, source, scriptKey: scriptId, lineNumber0, columnNumber0, isAsync: true })
  }
  return frames
}

/** {@link throwFrames}, told apart by whose they are. */
export function fatefulFrames (session: InspectorSession, snapshot: Snapshot): FatefulFrame[] {
  return throwFrames(session, snapshot).map(frame => ({ ...frame, isForeign: !isInApp(fileOfUrl(session.scripts.get(frame.scriptKey)?.url ?? '')) }))
}

function stackFrames (session: InspectorSession, snapshot: Snapshot): ThrowFrame[] {
  const frames: ThrowFrame[] = []
  for (const { url, functionName, scriptId, lineNumber0, columnNumber0 } of snapshot.frames.slice(0, MAX_FRAMES)) {
    if (url.startsWith('node:')) continue
    const source = session.sourceOf(scriptId)
    if (source !== undefined) frames.push({ function: functionName, source, scriptKey: scriptId, lineNumber0, columnNumber0, isAsync: false })
  }
  return frames
}

function scriptOf (session: InspectorSession, file: string): string | undefined {
  let found: string | undefined
  session.scripts.forEach(script => { if (script.url !== '' && fileOfUrl(script.url) === file) found = script.id })
  return found
}
