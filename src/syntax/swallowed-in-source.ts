import type { CodePlace, ThrowFrame } from './ending-handler'
import { calleeOf, functionName, holds, isFunction, nameOf, ownNodes } from './functions'
import { errorNames } from './guarded-ending'
import { bodyOf, carries } from './process-ending'
import { line1Of, nodeAt, offsetOf, parseSource, type SyntaxNode, type SyntaxTree } from './syntax-tree'

/** Calls that tell of an error and change nothing: `logger.warn(error)`. */
const TELLS = /^(?:log|warn|info|debug|trace|error|fatal|verbose|silly|print|console|logger|report|capture\w*|track|notify|increment|emitWarning)$/i
const TELLERS = /^(?:console|log|logger|debug|winston|pino|sentry|metrics|stats|statsd|tracer|telemetry)$/i

/**
 * What became of a thrown error, as the sources of its frames show: `passed` on (or to code that is not known), caught by code
 * that then `answered`, with the line of the handler, or `swallowed` by a handler that neither threw it on nor handed it to
 * anybody. `leavesMark`: it counted, or gave a number or a truth value, by which an exit code may be chosen.
 */
export type ErrorFate = { kind: 'passed' } | { kind: 'answered', line1: number } | { kind: 'swallowed', line1: number, leavesMark: boolean }

/**
 * `isForeign`: code of a package, whose ways with its errors are its own: there only a handler that never looks at one swallows
 * it.
 */
export type FatefulFrame = ThrowFrame & { isForeign: boolean }

/**
 * Follows an error from its throw outwards. `frames` innermost first, suspended callers behind those on the stack; `answer`:
 * where the code stands that answers the request, innermost first. Where a source cannot be read the error counts as passed on.
 * Never throws.
 */
export function fateInSource (frames: readonly FatefulFrame[], answer: readonly CodePlace[]): ErrorFate {
  try {
    return follow(frames, answer)
  } catch {
    return { kind: 'passed' }
  }
}

function follow (frames: readonly FatefulFrame[], answer: readonly CodePlace[]): ErrorFate {
  const trees = new Map<string, SyntaxTree | undefined>()
  const treeOf = ({ source, scriptKey }: CodePlace): SyntaxTree | undefined => {
    if (!trees.has(scriptKey)) trees.set(scriptKey, parseSource(source))
    return trees.get(scriptKey)
  }
  for (const frame of frames) {
    const tree = treeOf(frame)
    const offset = tree && offsetOf(tree, frame.lineNumber0, frame.columnNumber0)
    if (tree === undefined || offset === undefined) return { kind: 'passed' }
    for (const handler of handlersAround(nodeAt(tree, offset))) {
      const line1 = line1Of(tree, handler.start)
      const isAnswering = answer.some(place => {
        if (place.scriptKey !== frame.scriptKey) return false
        const at = offsetOf(tree, place.lineNumber0, place.columnNumber0)
        return at !== undefined && holds(handler, at)
      })
      if (isAnswering) return { kind: 'answered', line1 }
      const { isPassedOn, isThrown } = passesOn(handler, frame.isForeign)
      if (!isPassedOn) return { kind: 'swallowed', line1, leavesMark: leavesMark(handler) }
      if (!isThrown) return { kind: 'passed' }
    }
  }
  return { kind: 'passed' }
}

/** The catch clauses and `.catch` callbacks of its own function that an error thrown at `node` comes to, innermost first. */
function * handlersAround (node: SyntaxNode): Generator<SyntaxNode> {
  let inner = node
  for (let outer = node.parent; outer !== undefined && !isFunction(inner); outer = outer.parent) {
    if (outer.type === 'TryStatement' && outer.handler && outer.block === inner) yield outer.handler
    if (outer.type === 'CallExpression' && outer.callee === inner && calleeOf(outer).type === 'MemberExpression') {
      const method = nameOf(calleeOf(outer))
      const handler: SyntaxNode | undefined = method === 'catch' ? outer.arguments[0] : method === 'then' ? outer.arguments[1] : undefined
      if (isFunction(handler)) yield handler!
    }
    inner = outer
  }
}

/** `isThrown`: it goes on along the same way, at least in one of its branches; else somebody else got it. */
function passesOn (handler: SyntaxNode, isForeign: boolean): { isPassedOn: boolean, isThrown: boolean } {
  const isClause = handler.type === 'CatchClause'
  const body: SyntaxNode = isClause ? handler.body : bodyOf(handler)
  const names = errorNames(isClause ? handler.param : handler.params[0])
  let isPassedOn = (isForeign || body.type !== 'BlockStatement') && carries(body, names)
  let isThrown = false
  for (const node of ownNodes(body)) {
    if (node.type === 'ThrowStatement') isThrown = true
    else if (node.type === 'ReturnStatement' && node.argument && carries(node.argument, names)) isPassedOn = true
    else if (node.type === 'AssignmentExpression' && carries(node.right, names)) isPassedOn = true
    else if (/^(?:CallExpression|NewExpression)$/.test(node.type) && !isTelling(node)) {
      if (node.arguments.some((argument: SyntaxNode) => carries(argument, names))) isPassedOn = true
    } else if (isFunction(node) && carries(node, names)) isPassedOn = true
  }
  return { isPassedOn: isPassedOn || isThrown, isThrown }
}

/** `errors++`, `failed = true`, `return 1`: not the status of an answer. */
function leavesMark (handler: SyntaxNode): boolean {
  const body: SyntaxNode = handler.type === 'CatchClause' ? handler.body : bodyOf(handler)
  if (isSmall(body)) return true
  for (const node of ownNodes(body)) {
    if (node.type === 'UpdateExpression' || (node.type === 'ReturnStatement' && node.argument && isSmall(node.argument))) return true
    if (node.type !== 'AssignmentExpression' || /^status/i.test(nameOf(node.left) ?? '')) continue
    if (node.operator !== '=' || isSmall(node.right)) return true
  }
  return false
}

/** What stands for a number or a truth value: no list, no object, no text. */
function isSmall ({ type, value, argument }: SyntaxNode): boolean {
  if (type === 'UnaryExpression') return isSmall(argument)
  return type === 'Literal' ? typeof value === 'number' || typeof value === 'boolean' : type === 'MemberExpression' || type === 'Identifier'
}

function isTelling (call: SyntaxNode): boolean {
  const callee = calleeOf(call)
  if (callee.type === 'MemberExpression') {
    const object = callee.object.type === 'ThisExpression' ? undefined : nameOf(callee.object)
    return TELLS.test(nameOf(callee) ?? '') && (object === undefined || TELLERS.test(object) || TELLERS.test(nameOf(callee.object) ?? ''))
  }
  return TELLS.test(functionName(call) ?? nameOf(callee) ?? '')
}
