import { declaredNames, isScope, namesIn } from './bindings'
import { ancestorsOf, holds, isFunction, nameOf, ownNodes, ownerOf } from './functions'
import { carries, endingActions, isExitReference, mayFail, reaches } from './process-ending'
import type { EndingAction } from './process-ending'
import type { SyntaxNode, SyntaxTree } from './syntax-tree'
import { guess, mentions } from './truth'
import type { Guess, Known } from './truth'

/** What a handler leaves behind about its error: `failed = true`, `error = e`, `this.failures++`, `errors.push(e)`. */
export interface Trace { path: string, root: SyntaxNode, guess: Guess }

/** The variables and properties in which `body`'s own code notes that there was an error, named by `names` there. */
export function tracesOf (body: SyntaxNode, names: ReadonlySet<string>): Trace[] {
  const traces: Trace[] = []
  for (const node of ownNodes(body)) {
    const target = changedBy(node)
    const path = target && pathOf(target)
    if (path === undefined || nameOf(target) === 'exitCode') continue
    if (node.type === 'UpdateExpression' || (node.type === 'AssignmentExpression' && node.operator !== '=')) {
      traces.push({ path, root: rootOf(target!), guess: { isTruthy: true } })
    } else if (node.type === 'CallExpression') {
      if (node.arguments.some((argument: SyntaxNode) => carries(argument, names))) {
        traces.push({ path, root: rootOf(target!), guess: { isTruthy: true, isFilled: true } })
      }
    } else {
      const value = failureValue(node.right, names)
      if (value !== undefined) traces.push({ path, root: rootOf(target!), guess: value })
    }
  }
  return traces
}

function changedBy (node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'AssignmentExpression') return node.left
  if (node.type === 'UpdateExpression') return node.argument
  const isAdded = node.type === 'CallExpression' && /^(?:push|unshift|add|set)$/.test(nameOf(node.callee) ?? '')
  return isAdded ? node.callee.object : undefined
}

/**
 * What an assigned or returned value says, when it says that there was an error: the error, or a plain flag or code. A default
 * in the place of what could not be had (`{}`, `[]`, a call's result) says nothing of that kind.
 */
export function failureValue (node: SyntaxNode | null | undefined, names: ReadonlySet<string>): Guess | undefined {
  if (node === null || node === undefined) return undefined
  if (carries(node, names)) return /^(?:Identifier|(?:Object|Array|New)Expression)$/.test(node.type) ? { isTruthy: true } : {}
  const value = guess(node, () => undefined)
  return value.isTruthy === undefined || /^(?:Object|Array|New|ArrowFunction)Expression$/.test(node.type) ? undefined : value
}

/**
 * An ending that depends on `trace`: in the code that can see the variable, behind `after` when it is in the same function,
 * under a condition that uses the trace and that its value does not rule out, or with the trace as its code.
 */
export function endingGuardedBy (trace: Trace, after: SyntaxNode): EndingAction | undefined {
  const region = declaringScope(trace.root)
  const known: Known = node => {
    if (node.type !== 'Identifier' && node.type !== 'MemberExpression') return undefined
    if (node.parent?.type === 'MemberExpression' && node.parent.property === node && !node.parent.computed) return undefined
    if (pathOf(node) !== trace.path) return undefined
    return trace.root.type === 'ThisExpression' || declaringScope(rootOf(node)) === region ? trace.guess : undefined
  }
  const actions = endingActions(region).filter(({ node }) =>
    !holds(after, node) && (ownerOf(node) !== ownerOf(after) || node.start >= after.end))
  return endingThatUses(actions, region, trace.guess, known)
}

/**
 * The first of `actions` that is under a condition with a known value, not ruled out by it, or that has it as its code. What
 * is nothing rather than a flag (null, undefined, 0) must decide: it is more often the answer to a question than a failure.
 */
function endingThatUses (
  actions: readonly EndingAction[], region: SyntaxNode, value: Guess, known: Known,
): EndingAction | undefined {
  const mustDecide = value.isTruthy === false && value.literal !== false
  return actions.find(action => {
    const { isReached, isGuarded } = reaches(region, action.node, known)
    const isCode = mentions(action.code, known)
    if (isReached === false || !(isGuarded || isCode) || !mayFail(action, known)) return false
    return !mustDecide || (isGuarded && isReached === true) || (isCode && guess(action.code!, known).isTruthy === true)
  })
}

/**
 * An ending that depends on the value that `call` gives: `process.exit(await main())`, `const code = main()`, `.then(exit)`.
 * `mayBeNative`: no user code called `process.exit`, so that it may have been a callback itself.
 */
export function endingByValue (call: SyntaxNode, value: Guess, tree: SyntaxTree, mayBeNative: boolean): EndingAction | undefined {
  const owner = ownerOf(call)
  const actions = endingActions(tree.program, ownNodes(owner))
  const direct = endingThatUses(actions, owner, value, node => (node === call ? value : undefined))
  if (direct !== undefined) return direct
  const result = call.parent?.type === 'AwaitExpression' ? call.parent : call
  const target: SyntaxNode | undefined = result.parent?.type === 'VariableDeclarator' ? result.parent.id
    : result.parent?.type === 'AssignmentExpression' && result.parent.right === result ? result.parent.left : undefined
  if (target?.type === 'Identifier') return endingGuardedBy({ path: target.name, root: target, guess: value }, result.parent!)
  const chained = call.parent?.type === 'MemberExpression' && nameOf(call.parent) === 'then' ? call.parent.parent : undefined
  const callback: SyntaxNode | undefined = chained?.arguments?.[0]
  if (callback === undefined) return undefined
  if (isExitReference(callback)) return mayBeNative && value.isTruthy !== false ? { node: callback, kind: 'exit' } : undefined
  const param = isFunction(callback) ? callback.params[0] : undefined
  return param?.type === 'Identifier' ? endingGuardedBy({ path: param.name, root: param, guess: value }, param) : undefined
}

/** `a`, `a.b`, `this.b`: the paths by which a value can be found again. */
export function pathOf (node: SyntaxNode): string | undefined {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'ThisExpression') return 'this'
  if (node.type !== 'MemberExpression') return undefined
  const [object, name] = [pathOf(node.object), nameOf(node)]
  return object === undefined || name === undefined ? undefined : `${object}.${name}`
}

function rootOf (node: SyntaxNode): SyntaxNode {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node
}

/** The scope that declares a name, the class around `this`, else the program. */
export function declaringScope (root: SyntaxNode): SyntaxNode {
  let last = root
  for (const at of ancestorsOf(root)) {
    last = at
    if (root.type === 'ThisExpression' ? /^Class/.test(at.type) : isScope(at) && declaredNames(at).has(root.name)) return at
  }
  return last
}

/** The names that an error has in its handler: the parameter's. */
export const errorNames = (param: SyntaxNode | null | undefined): Set<string> =>
  new Set(param === null || param === undefined ? [] : [...namesIn(param)].map(id => nameOf(id)!))
