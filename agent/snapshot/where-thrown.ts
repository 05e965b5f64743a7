import { types } from 'node:util'
import type { Debugger } from 'node:inspector'
import { bareFunctionName } from '../../src/stack/function-name'
import { fileOfUrl, isWithoutFile } from '../../src/stack/in-app'
import { parseStackText, type ParsedFrame } from '../../src/stack/parse-stack'
import type { ValueAccess } from '../inspector/live-values'
import type { InspectorSession } from '../inspector/session'
import { getOwnPropertyDescriptor, ownKeys, stringStartsWith } from '../primordials'
import { errorText } from './take-snapshot'

export interface ThrowPlace {
  session: Pick<InspectorSession, 'scripts'>
  liveValues: Pick<ValueAccess, 'take'>
  /** The lines of the error's stack, when they are not yet part of V8's description of it. */
  stackLines: string | undefined
  isOwnScript: (url: string) => boolean
}

/**
 * Whether what a pause announces was thrown here first, as far as the stack says that V8 took when the error was made: it may have been
 * thrown elsewhere, unseen, and come here by way of a `catch` and a `reject`. `unknown`: no function of the program is on its stack.
 */
export function whereThrown (params: Debugger.PausedEventDataType, thrown: unknown, place: ThrowPlace): 'here' | 'elsewhere' | 'unknown' {
  const isProgram = (file: string): boolean => !isWithoutFile(file) && !place.isOwnScript(file)
  const made = parseStackText(place.stackLines ?? errorText(params)).filter(frame => !frame.isNative && isProgram(frame.file))
  if (made.length === 0) return 'unknown'
  const urlOf = ({ location, url }: Debugger.CallFrame): string => place.session.scripts.get(location.scriptId)?.url ?? url
  const [paused, ...callers] = params.callFrames.filter(frame => isProgram(urlOf(frame)))
  if (paused === undefined) return 'elsewhere'
  const isText = place.stackLines === undefined
  const isHere = isMadeIn(paused, urlOf(paused), made, isText) || callers.some(frame => isCutAt(frame, urlOf(frame), made[0]!, isText))
  return isHere && !isCaughtIn(paused, thrown, place) ? 'here' : 'elsewhere'
}

/**
 * Made by the function itself, be it through a constructor; or by one that it calls in the line that throws, as in `throw notFound(id)`.
 * One that it called in another line may have given the error back, or thrown it.
 */
function isMadeIn (paused: Debugger.CallFrame, url: string, made: readonly ParsedFrame[], isText: boolean): boolean {
  let isInnermost = true
  for (const frame of made) {
    if (isSameFunction(paused, url, frame, isText)) return isInnermost || (!frame.isAsync && isInThrow(paused, frame))
    if (!stringStartsWith(frame.function, 'new ')) isInnermost = false
  }
  return false
}

/** Libraries of assertions leave themselves out of a stack (`Error.captureStackTrace`): it begins at their caller, where that stands now. */
function isCutAt (caller: Debugger.CallFrame, url: string, innermost: ParsedFrame, isText: boolean): boolean {
  return !innermost.isAsync && isSameFunction(caller, url, innermost, isText) && (isText || innermost.line1 === caller.location.lineNumber + 1)
}

function isInThrow ({ location }: Debugger.CallFrame, { line1, column1 = 0 }: ParsedFrame): boolean {
  return line1 === location.lineNumber + 1 && column1 > (location.columnNumber ?? 0)
}

/**
 * A text that somebody had formatted may name files and lines of the original source: then the function's name has to do. One without a name
 * is called in a stack by what it is called as (`Timeout._onTimeout`).
 */
function isSameFunction (paused: Debugger.CallFrame, url: string, frame: ParsedFrame, isText: boolean): boolean {
  const name = bareFunctionName(frame.function)
  const pausedName = bareFunctionName(paused.functionName)
  if (name !== pausedName && pausedName !== '') return false
  return (isText && name !== '' && name === pausedName) || (frame.file === fileOfUrl(url) && isWithin(paused, frame))
}

function isWithin ({ scopeChain }: Debugger.CallFrame, { line1, column1 = 1 }: ParsedFrame): boolean {
  const { startLocation: start, endLocation: end } = scopeChain.find(({ type }) => type === 'local' || type === 'module') ?? {}
  if (start === undefined || end === undefined || line1 === undefined) return true
  const isAfter = (location: Debugger.Location): boolean => line1 - 1 > location.lineNumber ||
    (line1 - 1 === location.lineNumber && column1 - 1 >= (location.columnNumber ?? 0))
  return isAfter(start) && !isAfter(end)
}

/** `catch (error) { throw error }`: whatever the stack says, the throw before that one was the first. */
function isCaughtIn ({ scopeChain }: Debugger.CallFrame, thrown: unknown, { liveValues }: ThrowPlace): boolean {
  const ids = scopeChain.flatMap(({ type, object }) => type === 'catch' ? object.objectId ?? [] : [])
  if (ids.length === 0) return false
  return liveValues.take(ids).some(scope => typeof scope === 'object' && scope !== null && !types.isProxy(scope) &&
    ownKeys(scope).some(key => holds(scope, key, thrown)))
}

function holds (scope: object, key: PropertyKey, thrown: unknown): boolean {
  try {
    return getOwnPropertyDescriptor(scope, key)?.value === thrown
  } catch {
    // V8 refuses to describe what was optimised away.
    return false
  }
}
