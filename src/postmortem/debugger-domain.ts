import { wasThrown } from '../model'
import { PAUSE_GROUP, frameOf, pausedEvent, type PauseReason } from './call-frames'
import { evaluationAnswer } from './evaluation-answer'
import { INVALID_PARAMS, ProtocolError, SERVER_ERROR, deadProgram } from './protocol-error'
import type { Method, ReplayContext } from './replay'
import type { ReplayScript } from './script-list'
import { visibleSource } from './visible-text'

/** A client that resumes so soon, and without a look at anything, does not want to stop at exceptions. */
const IMMEDIATELY_MS = 1_000

const nothing: Method = () => ({})

/** CDP's domain `Debugger`, by method. Requests about what a running program would do are answered with nothing. */
export const DEBUGGER_METHODS: Readonly<Record<string, Method>> = {
  'Debugger.enable': context => {
    const { state, isolateId } = context
    if (!state.isDebuggerEnabled) {
      state.isDebuggerEnabled = true
      for (const script of context.scripts.scripts) context.emit('Debugger.scriptParsed', parsedEvent(script))
      pause(context, 'exception')
    }
    return { debuggerId: `${isolateId}.1` }
  },
  'Debugger.disable': ({ state, session }) => {
    state.isDebuggerEnabled = false
    session.ids.release(PAUSE_GROUP)
    return {}
  },
  'Debugger.getScriptSource': ({ scripts }, { scriptId }) => ({ scriptSource: visibleSource(scriptOf(scripts.scripts, scriptId).source) }),
  'Debugger.evaluateOnCallFrame': async (context, params) => {
    const frame = frameOf(context.session, params['callFrameId'])
    if (frame === undefined) throw new ProtocolError(SERVER_ERROR, 'Could not find call frame with given id')
    context.state.isLookedAt = true
    // The frame that stands for an unknown stack is none of the crash's.
    return await evaluationAnswer(context, params, frame.function === '(no stack was recorded)' ? undefined : frame.index)
  },
  'Debugger.setVariableValue': () => { throw deadProgram('A variable cannot be set') },
  'Debugger.setReturnValue': () => { throw deadProgram('A return value cannot be set') },
  'Debugger.restartFrame': () => { throw deadProgram('A frame cannot be restarted') },
  'Debugger.setScriptSource': () => { throw deadProgram('A script cannot be changed') },
  // Of a breakpoint at a place CDP expects the place where it really is: there is none. Those by URL wait for scripts to come.
  'Debugger.setBreakpoint': () => { throw deadProgram('A breakpoint cannot be set') },
  'Debugger.setBreakpointOnFunctionCall': () => { throw deadProgram('A breakpoint cannot be set') },
  'Debugger.setBreakpointByUrl': (_context, { lineNumber, columnNumber, url, urlRegex, scriptHash }) =>
    ({ breakpointId: `1:${numberOf(lineNumber)}:${numberOf(columnNumber)}:${textOf(url ?? urlRegex ?? scriptHash).slice(0, 500)}`, locations: [] }),
  'Debugger.setInstrumentationBreakpoint': (_context, { instrumentation }) => ({ breakpointId: `instrumentation:${textOf(instrumentation).slice(0, 100)}` }),
  'Debugger.getPossibleBreakpoints': () => ({ locations: [] }),
  'Debugger.getStackTrace': () => { throw new ProtocolError(SERVER_ERROR, 'Stack trace with given id is not found') },
  'Debugger.searchInContent': ({ scripts }, { scriptId, query, caseSensitive }) => ({
    result: matches(visibleSource(scriptOf(scripts.scripts, scriptId).source), textOf(query), caseSensitive === true),
  }),
  'Debugger.setPauseOnExceptions': (context, { state: wanted }) => {
    const { state } = context
    const isWanted = wanted === 'uncaught' || wanted === 'all'
    // VS Code says so only after it has gone on from the pause that it found.
    if (isWanted && !state.wantsExceptions && state.reason === 'assert') context.later(() => again(context, 'exception'))
    state.wantsExceptions = isWanted
    return {}
  },
  'Debugger.setSkipAllPauses': ({ state }, { skip }) => ((state.skipsPauses = skip === true), {}),
  'Debugger.resume': goOn, 'Debugger.stepInto': goOn, 'Debugger.stepOut': goOn, 'Debugger.stepOver': goOn, 'Debugger.continueToLocation': goOn,
  'Debugger.pause': nothing, 'Debugger.removeBreakpoint': nothing, 'Debugger.setAsyncCallStackDepth': nothing,
  'Debugger.setBlackboxExecutionContexts': nothing, 'Debugger.setBlackboxPatterns': nothing, 'Debugger.setBlackboxedRanges': nothing,
  'Debugger.setBreakpointsActive': nothing,
}

const textOf = (value: unknown): string => typeof value === 'string' ? value : ''
const numberOf = (value: unknown): number => typeof value === 'number' ? value : 0

/** There is nowhere to go: the client sees the program run, and stand still at the same place again. */
function goOn (context: ReplayContext): object {
  const { state } = context
  if (!state.isDebuggerEnabled) throw new ProtocolError(SERVER_ERROR, 'Can only perform operation while paused.')
  const isUnwanted = !state.isLookedAt && Date.now() - state.pausedAt < IMMEDIATELY_MS
  context.later(() => again(context, isUnwanted ? 'assert' : 'exception'))
  return {}
}

function again (context: ReplayContext, reason: PauseReason): void {
  const { state, session } = context
  if (!state.isDebuggerEnabled) return
  session.ids.release(PAUSE_GROUP)
  context.emit('Debugger.resumed', {})
  if (!state.skipsPauses) pause(context, reason)
}

function pause (context: ReplayContext, wanted: PauseReason): void {
  const { state, manifest } = context
  const reason = wasThrown(manifest.signal, context.session.crash.exception) ? wanted : 'other'
  state.pausedAt = Date.now()
  state.isLookedAt = false
  state.reason = reason
  const isUncaught = manifest.signal === 'uncaughtException' || manifest.signal === 'unhandledRejection'
  context.emit('Debugger.paused', pausedEvent(context.session, context.scripts, reason, isUncaught))
}

function parsedEvent (script: ReplayScript): object {
  const { scriptId, url, endLine, endColumn, hash, isModule, sourceMapURL, source } = script
  return {
    scriptId, url, startLine: 0, startColumn: 0, endLine, endColumn, executionContextId: 1, hash,
    executionContextAuxData: { isDefault: true }, isLiveEdit: false, sourceMapURL, hasSourceURL: false, isModule, length: source.length,
    scriptLanguage: 'JavaScript', embedderName: url,
  }
}

function scriptOf (scripts: readonly ReplayScript[], scriptId: unknown): ReplayScript {
  if (typeof scriptId !== 'string') throw new ProtocolError(INVALID_PARAMS, 'Invalid parameters: scriptId is a string')
  const found = scripts.find(script => script.scriptId === scriptId)
  if (found === undefined) throw new ProtocolError(SERVER_ERROR, 'No script for id: ' + scriptId.slice(0, 100))
  return found
}

const MAX_MATCHES = 1_000

/** Lines with a text. As a text always: a pattern of a client's could be made to search for ever. */
function matches (source: string, query: string, isCaseSensitive: boolean): { lineNumber: number, lineContent: string }[] {
  const fold = (text: string): string => isCaseSensitive ? text : text.toLowerCase()
  const found: { lineNumber: number, lineContent: string }[] = []
  for (const [lineNumber, lineContent] of source.split(/\r\n|[\n\r\u2028\u2029]/).entries()) {
    if (found.length < MAX_MATCHES && fold(lineContent).includes(fold(query))) found.push({ lineNumber, lineContent: lineContent.slice(0, 10_000) })
  }
  return found
}
