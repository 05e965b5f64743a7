import type { DebugProtocol } from '@vscode/debugprotocol'
import { FaultSnapError } from '../../src/errors'
import { isMissing, isRef, type FrameRecord, type MissingValue, type Value } from '../../src/model'
import { exceptionAsFrame } from '../../src/postmortem/dap/completions'
import { valueRow } from '../../src/postmortem/dap/row'
import { frameOfId } from '../../src/postmortem/dap/stack'
import type { Evaluation } from '../../src/postmortem/evaluation'
import { safeText } from '../../src/terminal/safe-text'
import { frameVariables } from '../../src/values/frame-variables'
import { getPath } from '../../src/values/get-path'
import { missingFrameWords } from '../../src/values/missing-frame'
import { missingWords } from '../../src/values/missing-words'
import { parsePath } from '../../src/values/path'
import { previewValue } from '../../src/values/preview'
import { toPlain } from '../../src/values/to-plain'
import { wrongUsage } from '../wrong-usage'
import { generatedPath, isRenamed } from './hovered-name'
import { variableOf } from './inspection'
import type { OpenedSession } from './opened-session'

const MAX_EXPRESSION_CHARS = 100_000
const MAX_RESULT_CHARS = { hover: 400, watch: 400, repl: 2_000 }
const MAX_COPIED_VALUES = 20_000
const TIMEOUT_MS = 5_000

/** What an expression could not do, in the client's words for an error. */
export class EvaluationFailed extends Error {}

/**
 * DAP `evaluate`: in the frame that the client names, else in the one that was shown first. Hovering reads properties and runs
 * nothing. A missing value is an answer: why it is missing. For the clipboard a text is itself, an object is JSON.
 */
export async function evaluate (session: OpenedSession, args: DebugProtocol.EvaluateArguments):
Promise<DebugProtocol.EvaluateResponse['body']> {
  const { view, shown } = session
  if (typeof args.expression !== 'string' || args.expression.length > MAX_EXPRESSION_CHARS) {
    throw wrongUsage('There is no expression to evaluate.')
  }
  const frame = frameOfId(view.crash, args.frameId) ?? shown
  const expression = args.context === 'hover' && frame !== undefined ? await pointedAt(session, args.expression.trim(), frame) : args.expression.trim()
  const recorded = recordedAt(session, expression, frame)
  const found = recorded === undefined ? await evaluation(session, expression, frame, args.context === 'hover') : { value: recorded }
  // What refuses is FaultSnap, not the program: its name in front says nothing.
  if ('thrown' in found) throw new EvaluationFailed(safeText(found.message.replace(/^FaultSnapError: /, ''), 4_000, '\n'))
  const { value } = found
  if (args.context === 'clipboard') return { result: copied(session, value), variablesReference: 0 }
  const maxChars = args.context === 'repl' || args.context === undefined ? MAX_RESULT_CHARS.repl : MAX_RESULT_CHARS.watch
  const row = valueRow(view, '', value, { path: pathOf(expression), maxChars, hex: args.format?.hex })
  const { value: result, evaluateName: _name, ...rest } = variableOf(session, row)
  return { ...rest, result: isMissing(value) ? `${result} · ${explanation(session, value, frame)}` : result }
}

/** What is pointed at is in the source that is shown: its names may be other variables' in the code that ran. */
async function pointedAt ({ sources }: OpenedSession, expression: string, frame: FrameRecord): Promise<string> {
  if (!isRenamed(frame, await sources.placeOf(frame))) return expression
  const path = generatedPath(frame, expression)
  if (path === undefined) throw new EvaluationFailed('Which variable of the code that ran this is, is not known.')
  return path
}

/**
 * What is not for the evaluator, which knows JavaScript: a variable, or what is below one, that is missing (not an error, but an
 * answer), and paths with steps that JavaScript has no word for, such as `promise[[PromiseResult]]` or `order[Symbol(id)]`.
 */
function recordedAt ({ view }: OpenedSession, expression: string, frame: FrameRecord | undefined): Value | undefined {
  if (frame === undefined) return undefined
  let isOnlyPath = false
  try {
    const { variable, steps } = parsePath(expression)
    const isVariable = (wanted: string): boolean => frameVariables(frame).some(({ name }) => name === wanted)
    if (!isVariable(variable)) return undefined
    // `order[[id]]` is JavaScript where there is an `id`; a symbol that is made on the spot is the key of nothing.
    isOnlyPath = steps.some(({ kind, key }) => kind === 'symbol' || (kind === 'internal' && !isVariable(key)))
    const { value } = getPath(view.crash, expression, frame.index, undefined, 'generated')
    return isMissing(value) || isOnlyPath ? value : undefined
  } catch (error) {
    if (!(error instanceof FaultSnapError)) throw error
    if (isOnlyPath && error.code === 'PATH_NOT_FOUND') throw new EvaluationFailed(safeText(error.message, 4_000, '\n'))
    return undefined
  }
}

/** `$exception` is what was thrown, in paths and in expressions. */
async function evaluation (
  { view, evaluator }: OpenedSession, expression: string, frame: FrameRecord | undefined, isHover: boolean,
): Promise<Evaluation> {
  if (/^\$exception(?![\p{ID_Continue}$])/u.test(expression)) {
    try {
      return { value: getPath(exceptionAsFrame(view), expression, 0).value }
    } catch (error) {
      if (!(error instanceof FaultSnapError)) throw error
      if (isHover || error.code === 'PATH_NOT_FOUND') return { thrown: { type: 'undefined' }, message: error.message, isRefused: true }
      const functionDeclaration = `function ($exception) { return (${expression}\n) }`
      return await evaluator.callFunction({ functionDeclaration, args: [view.crash.exception.value], timeoutMs: TIMEOUT_MS })
    }
  }
  return await evaluator.evaluate({
    expression, timeoutMs: TIMEOUT_MS, ...frame !== undefined && { frame: frame.index }, ...isHover && { throwOnSideEffect: true },
  })
}

/** The expression, so that members of the result have one too. */
function pathOf (expression: string): string | undefined {
  try {
    parsePath(expression)
    return expression
  } catch {
    return /[;\n]|^\{/.test(expression) ? undefined : `(${expression})`
  }
}

function explanation ({ view }: OpenedSession, { missing }: MissingValue, frame: FrameRecord | undefined): string {
  const words = frame?.missing === missing ? missingFrameWords(view.crash, frame) : undefined
  return (words ?? missingWords(missing)).explanation
}

function copied ({ view: { crash } }: OpenedSession, value: Value): string {
  if (typeof value === 'string') return value
  if (isMissing(value)) return value.missing === 'string' ? value.value ?? '' : previewValue(crash, value, 1_000)
  const plain = toPlain(crash, value, { maxValues: MAX_COPIED_VALUES, maxDepth: 20 })
  if (typeof plain === 'object' && plain !== null) return JSON.stringify(plain, null, 2)
  // A Date, a function: text already.
  return typeof plain === 'string' && isRef(value) ? plain : previewValue(crash, value, 10_000)
}
