import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMissing, isRef, type CrashDocument, type Value } from '../../src/model'
import { readConsoleInput, readFunctionDeclaration, type ConsoleInput } from '../../src/postmortem/console-input'
import { errorNode } from '../../src/postmortem/error-node'
import { evaluatePath } from '../../src/postmortem/evaluate-path'
import type { CallFunctionRequest, EvaluateRequest, Evaluation, Evaluator, SessionGraph } from '../../src/postmortem/evaluation'
import { PATHS_ONLY } from '../../src/postmortem/missing-sentence'
import type { Read } from '../../src/postmortem/read-member'
import { ShapeMismatch } from '../../src/capsule/shape'
import { checkAnswer } from './check-answer'
import type { Answer, Question } from './protocol'
import { ShadowChild, ShadowFailure, type ShadowOptions } from './shadow-child'
import { firstLoad } from './first-load'

/** `assetsDir`: where `shadow.js` lies, that of {@link Io}; without it only paths are answered. The rest is for tests. */
export interface EvaluatorOptions extends Partial<Omit<ShadowOptions, 'source'>> {
  assetsDir?: string
  timeoutMs?: number
}

const TIMEOUT_MS = 2_000
/** What rebuilding takes on a slow machine, on top of the expression's own time. */
const MS_PER_THOUSAND_NODES = 50
const MAX_EXPRESSION_CHARS = 1_000_000

/**
 * An evaluator of expressions on the dead objects of a crash. Paths are answered from `graph`, in process; everything else in a child
 * process, which is started when the first such expression comes. `graph` begins with the crash's nodes, and grows by what expressions make.
 */
export function createEvaluator (crash: CrashDocument, graph: SessionGraph, options: EvaluatorOptions = {}): Evaluator {
  let child: ShadowChild | undefined
  let source: string | undefined
  let known = 0
  let declared: [string, Value][] = []
  let mustDeclare = false
  let last: Promise<unknown> = Promise.resolve()

  const thrown = (name: string, message: string, isRefused: boolean): Evaluation => {
    const ref = graph.push(errorNode(name, message)) - 1
    return { thrown: { ref }, message: `${name}: ${message}`, ...isRefused && { isRefused: true as const } }
  }
  const refused = (message: string): Evaluation => thrown('FaultSnapError', message, true)

  const fromRead = (read: Exclude<Read, 'unanswered'>, returnByValue: boolean | undefined): Evaluation => {
    if ('refused' in read) return refused(read.refused)
    if ('thrown' in read) return thrown(read.thrown, read.message, false)
    const json = returnByValue === true ? plainJson(read.value) : undefined
    return { value: read.value, ...json !== undefined && { json: json.value } }
  }

  const start = (): ShadowChild => {
    source ??= readFileSync(join(options.assetsDir!, 'shadow.js'), 'utf8')
    const started = new ShadowChild({ ...options, source })
    started.send('L', JSON.stringify(firstLoad(crash, graph)))
    known = graph.length
    mustDeclare = true
    return started
  }

  const ask = async (question: Pick<Question, 'evaluate' | 'call' | 'mayChange' | 'returnByValue'>, timeoutMs = options.timeoutMs ?? TIMEOUT_MS): Promise<Evaluation> => {
    if (options.assetsDir === undefined) return refused(PATHS_ONLY)
    try {
      if (child === undefined || child.hasEnded) child = start()
      const base = graph.length
      const whole: Question = {
        ...question, base, ...known < base && { load: { nodes: graph.slice(known) } }, ...mustDeclare && declared.length > 0 && { declared },
      }
      const answer = checkAnswer(await child.ask(JSON.stringify(whole), timeoutMs + Math.ceil(base / 1000) * MS_PER_THOUSAND_NODES), base, crash.scripts.length)
      return accept(answer)
    } catch (error) {
      child?.close()
      child = undefined
      if (error instanceof ShadowFailure) return refused(error.message)
      return refused(`The expression has no answer that can be read (${error instanceof ShapeMismatch ? `${error.path}: ` : ''}${error instanceof Error ? error.message : String(error)}); the next one starts afresh`)
    }
  }

  const accept = (answer: Answer): Evaluation => {
    for (const node of answer.nodes) graph.push(node)
    mustDeclare = false
    declared = answer.declared ?? []
    if (answer.isChanged) {
      // The next expression sees the objects as they were recorded; the variables of the console stay.
      child!.close()
      child = undefined
    } else known = graph.length
    if (answer.thrown !== undefined) {
      return { thrown: answer.thrown, message: answer.message ?? 'Error', ...answer.isRefused && { isRefused: true as const } }
    }
    return { value: answer.value!, ...answer.json !== undefined && { json: JSON.parse(answer.json) as unknown } }
  }

  const evaluate = async ({ expression, frame, throwOnSideEffect, timeoutMs, returnByValue }: EvaluateRequest): Promise<Evaluation> => {
    if (expression.length > MAX_EXPRESSION_CHARS) return refused(`The expression has ${expression.length} characters: more than is run`)
    const input: ConsoleInput = readConsoleInput(expression)
    if (input.expression !== undefined) {
      const read = evaluatePath({ crash, nodes: graph, ...frame !== undefined && { frame: crash.frames[frame] }, declared: name => declared.find(([each]) => each === name)?.[1] }, input.expression)
      const isAnswered = read !== 'unanswered' && !(returnByValue === true && 'value' in read && plainJson(read.value) === undefined)
      if (isAnswered) return fromRead(read as Exclude<Read, 'unanswered'>, returnByValue)
    }
    if (throwOnSideEffect === true) return refused(PATHS_ONLY)
    return ask({ evaluate: { code: input.code, ...frame !== undefined && { frame } }, mayChange: input.mayChange, returnByValue: returnByValue === true }, timeoutMs)
  }

  const callFunction = async ({ functionDeclaration, thisValue, args = [], timeoutMs, returnByValue }: CallFunctionRequest): Promise<Evaluation> => {
    if (functionDeclaration.length > MAX_EXPRESSION_CHARS) return refused(`The function has ${functionDeclaration.length} characters: more than is run`)
    return ask({
      call: { code: readFunctionDeclaration(functionDeclaration), ...thisValue !== undefined && { thisValue }, args }, mayChange: true, returnByValue: returnByValue === true,
    }, timeoutMs)
  }

  /** The child hears one question at a time. */
  const inTurn = <T> (run: () => Promise<T>): Promise<T> => {
    const turn = last.then(run)
    last = turn.catch(() => {})
    return turn
  }

  return {
    evaluate: request => inTurn(() => evaluate(request)),
    callFunction: request => inTurn(() => callFunction(request)),
    close () {
      child?.close()
      child = undefined
    },
  }
}

/** The JSON of a primitive that JSON has; undefined for all else. */
function plainJson (value: Value): { value: unknown } | undefined {
  if (value === null || typeof value !== 'object') return { value }
  return isRef(value) || isMissing(value) || value.type !== 'undefined' ? undefined : { value: undefined }
}
