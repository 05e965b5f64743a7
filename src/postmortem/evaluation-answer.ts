import type { Runtime } from 'node:inspector'
import type { Value } from '../model'
import { arrayFunctionAnswer } from './array-functions'
import type { Evaluation } from './evaluation'
import { PATHS_ONLY } from './missing-sentence'
import { INVALID_PARAMS, ProtocolError, SERVER_ERROR } from './protocol-error'
import { remoteObject } from './remote-object'
import type { ReplayContext } from './replay'
import { resolveObject } from './resolve-object'
import type { ReplaySession } from './session'

/** By these words DevTools knows that the backend checks for side effects; without them it evaluates nothing while one types. */
const SIDE_EFFECT = 'EvalError: Possible side-effect in debug-evaluate'

const MAX_TIMEOUT_MS = 10_000
/** No expression of a person is longer, nor any function of a client's. */
const MAX_EXPRESSION_CHARS = 1_000_000

/** The answer to `Runtime.evaluate` and `Debugger.evaluateOnCallFrame`. `frame`: index of the frame, absent for the global scope. */
export async function evaluationAnswer (context: ReplayContext, params: Record<string, unknown>, frame: number | undefined): Promise<object> {
  const expression = textOf(params['expression'], 'expression')
  const returnByValue = params['returnByValue'] === true
  const evaluation = await context.evaluator.evaluate({
    expression, ...frame !== undefined && { frame }, ...params['throwOnSideEffect'] === true && { throwOnSideEffect: true },
    ...timeout(params), ...returnByValue && { returnByValue },
  })
  return answer(context.session, evaluation, params)
}

/** The answer to `Runtime.callFunctionOn`. */
export async function functionAnswer (context: ReplayContext, params: Record<string, unknown>): Promise<object> {
  const { session } = context
  const functionDeclaration = textOf(params['functionDeclaration'], 'functionDeclaration')
  const native = arrayFunctionAnswer(session, functionDeclaration, params)
  if (native !== undefined) return native
  const given = Array.isArray(params['arguments']) ? params['arguments'] as Runtime.CallArgument[] : []
  const evaluation = await context.evaluator.callFunction({
    functionDeclaration,
    ...typeof params['objectId'] === 'string' && { thisValue: valueOfId(session, params['objectId']) },
    args: given.map(argument => argumentValue(session, argument)),
    ...timeout(params), ...params['returnByValue'] === true && { returnByValue: true },
  })
  return answer(session, evaluation, params)
}

function answer (session: ReplaySession, evaluation: Evaluation, params: Record<string, unknown>): object {
  const group = typeof params['objectGroup'] === 'string' ? params['objectGroup'] : ''
  const options = { group, generatePreview: params['generatePreview'] === true }
  if ('thrown' in evaluation) {
    const thrown = remoteObject(session, evaluation.thrown, options)
    const isSideEffect = params['throwOnSideEffect'] === true && evaluation.isRefused === true && evaluation.message.includes(PATHS_ONLY)
    const exception = isSideEffect ? { ...thrown, className: 'EvalError', description: `${SIDE_EFFECT}: ${PATHS_ONLY}` } : thrown
    return { result: exception, exceptionDetails: { exceptionId: 1, text: 'Uncaught', lineNumber: 0, columnNumber: 0, exception } }
  }
  const result = remoteObject(session, evaluation.value, options)
  if (params['returnByValue'] !== true || result.objectId === undefined) return { result }
  if (!('json' in evaluation)) throw new ProtocolError(SERVER_ERROR, 'Object couldn\'t be returned by value')
  const { objectId: _id, preview: _preview, ...plain } = result
  return { result: { ...plain, value: evaluation.json } }
}

function textOf (value: unknown, name: string): string {
  if (typeof value !== 'string') throw new ProtocolError(INVALID_PARAMS, `Invalid parameters: ${name} is a string`)
  if (value.length > MAX_EXPRESSION_CHARS) throw new ProtocolError(INVALID_PARAMS, `Invalid parameters: ${name} is too long`)
  return value
}

function timeout ({ timeout }: Record<string, unknown>): { timeoutMs?: number } {
  return typeof timeout === 'number' && timeout > 0 ? { timeoutMs: Math.min(timeout, MAX_TIMEOUT_MS) } : {}
}

function argumentValue (session: ReplaySession, { value, unserializableValue, objectId }: Runtime.CallArgument): Value {
  if (typeof objectId === 'string') return valueOfId(session, objectId)
  if (typeof unserializableValue === 'string') {
    return /^-?\d{1,10000}n$/.test(unserializableValue) ? { type: 'bigint', value: unserializableValue.slice(0, -1) }
      : { type: 'number', value: unserializableValue as 'NaN' }
  }
  if (value === undefined) return { type: 'undefined' }
  if (value === null || typeof value !== 'object') return value as Value
  throw new ProtocolError(SERVER_ERROR, 'Arguments of the replay are primitives and its own objects')
}

/** The value that an object id stands for. What has no node in the graph has none: an expression cannot work with it. */
function valueOfId (session: ReplaySession, objectId: string): Value {
  const { handle } = resolveObject(session, objectId)
  if (handle.kind === 'node') return { ref: handle.ref }
  return handle.kind === 'missing' ? handle.missing : { missing: 'unavailable' }
}

