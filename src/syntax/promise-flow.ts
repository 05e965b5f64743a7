import { allNodes, ancestorsOf, calleeOf, functionName, isFunction, nameOf, ownNodes, ownerOf } from './functions'
import { declaringScope } from './guarded-ending'
import { isExecutor } from './handler-verdict'
import type { SyntaxNode } from './syntax-tree'

/**
 * Who is next to know of a promise's rejection.
 * - `handler`: the function (or a name for one) given to `.catch` or as second argument to `.then`; `call` is that call
 * - `await`: the `await` (or `for await`) expression that throws it
 * - `returned`: the function whose promise it becomes
 * - `lost`: nobody that the source shows
 */
export type Consumer =
  | { kind: 'handler', handler: SyntaxNode, call: SyntaxNode }
  | { kind: 'await', node: SyntaxNode }
  | { kind: 'returned', owner: SyntaxNode }
  | { kind: 'lost' }

/** Follows the promise that the expression `from` gives, through chains, `Promise.all`, conditions and variables. */
export function consumerOf (from: SyntaxNode): Consumer {
  let at = from
  for (let parent = at.parent; parent !== undefined; parent = at.parent) {
    if (isFunction(parent)) return parent.body === at ? { kind: 'returned', owner: parent } : { kind: 'lost' }
    switch (parent.type) {
      case 'AwaitExpression': return { kind: 'await', node: parent }
      case 'ForOfStatement': return parent.await && parent.right === at ? { kind: 'await', node: parent } : { kind: 'lost' }
      case 'ReturnStatement': return { kind: 'returned', owner: ownerOf(parent) }
      case 'MemberExpression': {
        const call = callOf(parent)
        if (parent.object !== at || call === undefined) return { kind: 'lost' }
        const method = nameOf(parent)
        const position = method === 'catch' ? 0 : method === 'then' ? 1 : -1
        const handler: SyntaxNode | undefined = call.arguments[position]
        if (handler !== undefined && !isNothing(handler)) return { kind: 'handler', handler, call }
        if (!isChainMethod(method)) return { kind: 'lost' }
        at = call
        break
      }
      case 'CallExpression':
        if (nameOf(calleeOf(parent).object) !== 'Promise' || nameOf(calleeOf(parent)) === 'allSettled') return { kind: 'lost' }
        at = parent
        break
      case 'VariableDeclarator':
      case 'AssignmentExpression': {
        const name: SyntaxNode = parent.type === 'VariableDeclarator' ? parent.id : parent.left
        return name.type === 'Identifier' ? laterConsumer(name, parent) : { kind: 'lost' }
      }
      case 'ArrayExpression':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ChainExpression':
      case 'SequenceExpression':
        at = parent
        break
      default: return { kind: 'lost' }
    }
  }
  return { kind: 'lost' }
}

/** The methods of a promise whose result goes on with what it does not take. */
export const isChainMethod = (name: string | undefined): boolean => name === 'then' || name === 'catch' || name === 'finally'

/** The call whose promise takes what a callback throws: `p.then(callback)`; undefined for other functions. */
export function chainCallOf (callback: SyntaxNode): SyntaxNode | undefined {
  const call = callback.parent
  const isChained = call?.type === 'CallExpression' && call.callee !== callback
    && isChainMethod(nameOf(calleeOf(call)))
  return isChained ? call : undefined
}

/**
 * The expressions that give a function's promise: its calls by name, its own call when it is called where it stands, the
 * chain it is a callback of, the `new Promise` it is the executor of.
 */
export function callSites (owner: SyntaxNode, program: SyntaxNode, name: string): SyntaxNode[] {
  const own = callWhereItStands(owner)
  if (own !== undefined) return [own]
  const names = new Set([functionName(owner) ?? '', name.slice(name.lastIndexOf('.') + 1)])
  names.delete('')
  if (names.size === 0) return []
  const sites: SyntaxNode[] = []
  for (const node of allNodes(program)) {
    if (node.type === 'CallExpression' && names.has(nameOf(calleeOf(node)) ?? '') && !isWithin(node, owner)) sites.push(node)
    else if (/^(?:Identifier|MemberExpression)$/.test(node.type) && names.has(nameOf(node) ?? '')) {
      const call = chainCallOf(node)
      if (call !== undefined && call.arguments.includes(node)) sites.push(call)
    }
  }
  return sites
}

/** See {@link callSites}: the one site that the source names without a doubt. */
export function callWhereItStands (owner: SyntaxNode): SyntaxNode | undefined {
  if (isExecutor(owner)) return owner.parent
  const { parent } = owner
  if (parent?.type === 'CallExpression' && parent.callee === owner) return parent
  const isBound = parent?.type === 'MemberExpression' && parent.object === owner && /^(?:call|apply)$/.test(nameOf(parent) ?? '')
  if (isBound) return callOf(parent)
  return chainCallOf(owner)
}

/** The functions that a handler's expression means: itself, or those declared under its name in the script. */
export function handlerFunctions (handler: SyntaxNode, program: SyntaxNode): SyntaxNode[] {
  if (isFunction(handler)) return [handler]
  const bound = handler.type === 'CallExpression' && nameOf(handler.callee) === 'bind' ? handler.callee.object : handler
  const name = nameOf(bound)
  return name === undefined ? [] : [...allNodes(program)].filter(node => isFunction(node) && functionName(node) === name)
}

function callOf (member: SyntaxNode): SyntaxNode | undefined {
  const parent = member.parent?.type === 'ChainExpression' ? member.parent.parent : member.parent
  return parent?.type === 'CallExpression' && calleeOf(parent) === member ? parent : undefined
}

const isNothing = (node: SyntaxNode): boolean =>
  (node.type === 'Literal' && node.value === null) || nameOf(node) === 'undefined' || node.type === 'UnaryExpression'

/** By ancestry: `owner` may be of another script. */
function isWithin (node: SyntaxNode, owner: SyntaxNode): boolean {
  for (const at of ancestorsOf(node)) if (at === owner) return true
  return false
}

/** `const p = main()` and then `await p`, `p.catch(…)`: the first later use that takes a rejection. */
function laterConsumer (name: SyntaxNode, assigned: SyntaxNode): Consumer {
  const scope = declaringScope(name)
  for (const node of ownNodes(ownerOf(assigned))) {
    if (node.type !== 'Identifier' || node.name !== name.name || node.start < assigned.end) continue
    if (declaringScope(node) !== scope) continue
    if (/^(?:VariableDeclarator|AssignmentExpression)$/.test(node.parent?.type ?? '')) continue
    const consumer = consumerOf(node)
    if (consumer.kind !== 'lost') return consumer
  }
  return { kind: 'lost' }
}
