import { allNodes, calleeOf, functionName, holds, isFunction, nameOf, ownNodes, ownerOf } from './functions'
import { endingGuardedBy, errorNames, failureValue, tracesOf } from './guarded-ending'
import { bodyOf, carries, endingActions, isAbrupt, mayFail, reaches } from './process-ending'
import type { EndingAction } from './process-ending'
import { line1Of } from './syntax-tree'
import type { SyntaxNode, SyntaxTree } from './syntax-tree'
import type { Guess, Known } from './truth'

/** The user's call of `process.exit`: where, and the names of the functions around it. */
export interface ExitPlace { tree: SyntaxTree, offset: number, names: ReadonlySet<string> }

/**
 * What a handler does with its error.
 * - `ended`: it, or what follows from it, ends the process. `isSeen`: that very call of `process.exit` is known to have run
 * - `thrown`: it throws on, `isSure` unless it has other ways out; `into` is the `new Promise` whose `reject` it calls
 * - `returned`: it makes its function return a value that tells of the error
 * - `handled`: the error goes no further
 */
export type Verdict =
  | { kind: 'ended', action: string, isSeen: boolean }
  | { kind: 'thrown', isSure: boolean, into?: SyntaxNode }
  | { kind: 'returned', value: Guess }
  | { kind: 'handled' }

/** Calls of helpers that are followed: `catch (e) { fatal(e) }` → `fatal` → `die`. */
const MAX_HELPER_DEPTH = 3

/** `handler`: a catch clause or a function that was given to `.catch`. `whole` is what the code behind it follows. */
export function judgeHandler (tree: SyntaxTree, handler: SyntaxNode, whole: SyntaxNode, exit: ExitPlace | undefined): Verdict {
  const body = handler.type === 'CatchClause' ? handler.body : bodyOf(handler)
  const names = errorNames(handler.type === 'CatchClause' ? handler.param : handler.params[0])
  const ending = endingOf(tree, body, names, exit, 0)
  if (ending !== undefined) return { kind: 'ended', ...ending }
  const thrown = throwsOn(body, names)
  if (thrown !== undefined) return thrown
  for (const trace of tracesOf(body, names)) {
    const action = endingGuardedBy(trace, whole)
    if (action !== undefined && isPossible(action, tree, exit)) {
      const said = `sets ${trace.path}, which makes line ${line1Of(tree, action.node.start)} end the process`
      return { kind: 'ended', action: said, isSeen: isAt(action, tree, exit) }
    }
  }
  if (handler.type === 'CatchClause' && isReachedOnlyByFailure(whole)) {
    const after = codeAfter(whole)
    const action = endingActions(tree.program, after.flatMap(statement => [...ownNodes(statement)]))
      .find(found => mayFail(found, () => undefined) && isPossible(found, tree, exit) && isReachedAfter(after, found))
    if (action !== undefined) {
      const said = `leads to line ${line1Of(tree, action.node.start)}, which ends the process`
      return { kind: 'ended', action: said, isSeen: isAt(action, tree, exit) }
    }
  }
  const rethrown = throwsLater(body, whole, names)
  if (rethrown) return { kind: 'thrown', isSure: false }
  const value = returnedValue(body, names)
  return value === undefined ? { kind: 'handled' } : { kind: 'returned', value }
}

/** Can this be what ended the process? A `process.exit` elsewhere rules out all others; without one none was called. */
export function isPossible (action: EndingAction, tree: SyntaxTree, exit: ExitPlace | undefined): boolean {
  return exit === undefined || action.kind === 'exitCode' || isAt(action, tree, exit)
}

export const isAt = (action: EndingAction, tree: SyntaxTree, exit: ExitPlace | undefined): boolean =>
  exit !== undefined && exit.tree === tree && holds(action.node, exit.offset)

/** How a handler's body ends the process, if it does. */
function endingOf (
  tree: SyntaxTree, body: SyntaxNode, names: ReadonlySet<string>, exit: ExitPlace | undefined, depth: number,
): { action: string, isSeen: boolean } | undefined {
  if (exit !== undefined && exit.tree === tree && holds(body, exit.offset)) return { action: 'ends the process', isSeen: true }
  const known: Known = node => (node.type === 'Identifier' && names.has(node.name) ? { isTruthy: true } : undefined)
  for (const action of endingActions(tree.program, ownNodes(body))) {
    const { isReached } = reaches(body, action.node, known)
    if (isReached === false || !mayFail(action, known)) continue
    // One that depends on what we cannot tell (`if (e.code !== 'ENOENT')`) counts only where nothing else ended the process.
    const isExitCode = action.kind === 'exitCode'
    if (isReached === true ? isExitCode || exit === undefined : isExitCode && exit === undefined) {
      return { action: action.kind === 'exit' ? 'ends the process' : 'sets the exit code', isSeen: false }
    }
  }
  for (const call of ownNodes(body)) {
    if (call.type !== 'CallExpression') continue
    const name = nameOf(calleeOf(call))
    if (name === undefined) continue
    const { isReached } = reaches(body, call, known)
    if (isReached === false) continue
    if (exit?.names.has(name) === true) return { action: `calls ${name}, which ends the process`, isSeen: true }
    if (depth >= MAX_HELPER_DEPTH || isReached !== true) continue
    const position = call.arguments.findIndex((argument: SyntaxNode) => carries(argument, names))
    if (position < 0 && names.size > 0) continue
    for (const helper of allNodes(tree.program)) {
      if (!isFunction(helper) || functionName(helper) !== name || holds(helper, body)) continue
      const ending = endingOf(tree, helper.body, errorNames(helper.params[position]), exit, depth + 1)
      if (ending !== undefined) return { action: `calls ${name}, which ${ending.action}`, isSeen: ending.isSeen }
    }
  }
  return undefined
}

/** Does the handler throw, return a rejected promise, or call `reject` of the `new Promise` it is in? */
function throwsOn (body: SyntaxNode, names: ReadonlySet<string>): (Verdict & { kind: 'thrown' }) | undefined {
  let isThrown = false
  for (const node of ownNodes(body)) {
    if (node.type === 'ThrowStatement' || (node.type === 'ReturnStatement' && isRejection(node.argument))) isThrown = true
    const isCall = node.type === 'CallExpression' && node.callee.type === 'Identifier'
    if (isCall && node.arguments.some((argument: SyntaxNode) => carries(argument, names))) {
      const into = promiseRejectedBy(node.callee.name, body)
      if (into !== undefined) return { kind: 'thrown', isSure: reaches(body, node, () => undefined).isReached === true, into }
    }
  }
  if (isRejection(body)) return { kind: 'thrown', isSure: true }
  if (!isThrown) return undefined
  const isSure = isAbrupt(body, /^ThrowStatement$/) || (body.type === 'BlockStatement' && isRejection(body.body.at(-1)?.argument))
  const returns = [...ownNodes(body)]
    .some(node => /^(?:Return|Break|Continue)Statement$/.test(node.type) && !isRejection(node.argument))
  return { kind: 'thrown', isSure: isSure && !returns }
}

/** `Promise.reject(…)`. */
export const isRejection = (node: SyntaxNode | null | undefined): boolean =>
  node?.type === 'CallExpression' && nameOf(node.callee) === 'reject' && nameOf(node.callee.object) === 'Promise'

/** The `new Promise` whose `reject` is called `name` here. */
export function promiseRejectedBy (name: string, inside: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = inside; at !== undefined; at = at.parent) {
    if (isFunction(at) && nameOf(at.params[1]) === name) return isExecutor(at) ? at.parent : undefined
  }
  return undefined
}

/** The function that `new Promise` runs at once, and whose throw it turns into a rejection. */
export const isExecutor = (node: SyntaxNode): boolean =>
  node.parent?.type === 'NewExpression' && nameOf(node.parent.callee) === 'Promise' && node.parent.arguments[0] === node

/** `try { return await work() } catch { … }`: what stands behind it runs only if it failed. */
function isReachedOnlyByFailure (whole: SyntaxNode): boolean {
  if (whole.type !== 'TryStatement') return false
  const last: SyntaxNode | undefined = whole.block.body.at(-1)
  return isAbrupt(last, /^ReturnStatement$/) && !isAbrupt(whole.handler.body)
}

/** The statements that follow a statement in its own function, nearest first, out of all blocks and loops around it. */
function codeAfter (statement: SyntaxNode): SyntaxNode[] {
  const following: SyntaxNode[] = []
  const owner = ownerOf(statement)
  for (let at = statement; at !== owner && at.parent !== undefined; at = at.parent) {
    const siblings: unknown = at.parent.type === 'SwitchCase' ? at.parent.consequent : at.parent.body
    if (Array.isArray(siblings)) following.push(...(siblings as SyntaxNode[]).slice((siblings as SyntaxNode[]).indexOf(at) + 1))
  }
  return following
}

/** Nothing in the way: no condition around the ending, no return in front of it. */
function isReachedAfter (after: readonly SyntaxNode[], { node }: EndingAction): boolean {
  for (const statement of after) {
    if (holds(statement, node)) return reaches(statement, node, () => undefined).isReached === true
    if (isAbrupt(statement)) return false
  }
  return false
}

/** `catch (e) { lastError = e }` and, behind the loop, `throw lastError`. */
function throwsLater (body: SyntaxNode, whole: SyntaxNode, names: ReadonlySet<string>): boolean {
  const paths = new Set(tracesOf(body, names).map(({ path }) => path))
  if (paths.size === 0) return false
  return codeAfter(whole)
    .some(statement => [...ownNodes(statement)].some(node => node.type === 'ThrowStatement' && carries(node.argument, paths)))
}

/** The value with which the handler makes its function return. */
function returnedValue (body: SyntaxNode, names: ReadonlySet<string>): Guess | undefined {
  if (body.type !== 'BlockStatement') return failureValue(body, names)
  const values: (Guess | undefined)[] = []
  for (const node of ownNodes(body)) if (node.type === 'ReturnStatement') values.push(failureValue(node.argument, names))
  return values.length === 1 ? values[0] : undefined
}
