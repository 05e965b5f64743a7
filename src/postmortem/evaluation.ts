import type { GraphNode, Value } from '../model'

/**
 * The object graph of one debugging session: the capsule's nodes, and after them those that expressions made. It only grows, so
 * that a reference stays what it was.
 */
export type SessionGraph = GraphNode[]

/** `frame`: index into `CrashDocument.frames`; absent: the global scope, in which only the language's own names are known. */
export interface EvaluateRequest {
  expression: string
  frame?: number
  /** As CDP `throwOnSideEffect`: nothing but paths of properties is answered, in process. */
  throwOnSideEffect?: boolean
  timeoutMs?: number
  /** The result as `json` too, if it has one: CDP `returnByValue`. */
  returnByValue?: boolean
}

/** As CDP `Runtime.callFunctionOn`. */
export interface CallFunctionRequest {
  functionDeclaration: string
  thisValue?: Value
  args?: Value[]
  timeoutMs?: number
  returnByValue?: boolean
}

/**
 * What became of an expression. References in `value` and `thrown` are into the {@link SessionGraph}. `isRefused`: not an error of
 * the expression, but something that dead objects cannot do (a function of the program called, a value that was not recorded,
 * `throwOnSideEffect`); `thrown` is then an error whose message says so.
 */
export type Evaluation =
  | { value: Value, json?: unknown }
  | { thrown: Value, message: string, isRefused?: true }

/** Runs expressions against the dead objects of a crash. One at a time; never throws but for a bug of ours. */
export interface Evaluator {
  evaluate (request: EvaluateRequest): Promise<Evaluation>
  callFunction (request: CallFunctionRequest): Promise<Evaluation>
  /** Ends the shadow heap's process, if one was started. */
  close (): void
}
