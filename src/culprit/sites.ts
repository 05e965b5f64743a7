import { calleeOf, holds, isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { keyOf } from './evaluate'
import type { Place } from './place'

/**
 * Which node V8 means by a position. Measured on Node 20 to 26, the same on all: a property read stands at its property's name, at
 * the dot behind a call or in an optional chain, at `[` when computed; `x.y += 1` and `x.y++` at `x` (of
 * `w.x.y` at its `x`), `--x.y` at its begin, `x.y = 1` and binary operators at the operator; a call at its callee's last name, `new` and a
 * call with a spread at their begin, a call of a computed callee at `(`; destructuring at the property, or at the begin of what is iterated.
 */
function * around (place: Place): Generator<SyntaxNode> {
  for (let node: SyntaxNode | undefined = place.node; node !== undefined; node = node.parent) {
    yield node
    if (isFunction(node)) return
  }
}

/** The member expressions that V8 can mean here, whose property is `key` if that is known on both sides. */
export function membersAt (place: Place, key: string): SyntaxNode[] {
  const target = assignedMemberAt(place) ?? prefixedMemberAt(place)
  if (target !== undefined && !holds(target, place.offset)) return hasKey(place, target, key) ? [target] : []
  return [...around(place)].filter(node => node.type === 'MemberExpression' && isMemberSite(node, place.offset) && hasKey(place, node, key))
}

function isMemberSite (node: SyntaxNode, offset: number): boolean {
  const { object, property, parent } = node
  if (offset >= object.end && offset <= property.start) return true
  if (parent === undefined || !isTarget(node, parent)) return false
  return isSiteOfObject(node, offset) || (parent.type === 'AssignmentExpression' && offset >= node.end && offset <= parent.right.start)
}

function isTarget (node: SyntaxNode, parent: SyntaxNode): boolean {
  switch (parent.type) {
    case 'UpdateExpression': case 'ArrayPattern': case 'RestElement': return true
    case 'AssignmentExpression': case 'AssignmentPattern': case 'ForOfStatement': case 'ForInStatement': return parent.left === node
    case 'Property': return parent.value === node && parent.parent?.type === 'ObjectPattern'
  }
  return false
}

/** Where V8 reads what is to get another property. */
function isSiteOfObject ({ object, start }: SyntaxNode, offset: number): boolean {
  if (object.type !== 'MemberExpression') return offset === start
  return object.computed ? offset >= object.object.end && offset < object.property.start : offset === object.property.start
}

function hasKey (place: Place, node: SyntaxNode, key: string): boolean {
  const known = keyOf(place, node)
  return known === undefined || known === key || key.startsWith('Symbol(')
}

/** A member that is the target of the assignment whose operator stands here. */
export function assignedMemberAt (place: Place): SyntaxNode | undefined {
  const node = nearest(place, 'AssignmentExpression')
  return node?.left.type === 'MemberExpression' && isMemberSite(node.left, place.offset) ? node.left : undefined
}

/** `--x.y` stands at its begin. */
function prefixedMemberAt (place: Place): SyntaxNode | undefined {
  const node = nearest(place, 'UpdateExpression')
  return node?.prefix === true && node.start === place.offset && node.argument.type === 'MemberExpression' ? node.argument as SyntaxNode : undefined
}

/** The call, `new` or tagged template that V8 means here. */
export function callAt (place: Place): SyntaxNode | undefined {
  for (const node of around(place)) {
    if (node.type === 'NewExpression' && node.start === place.offset) return node
    if (node.type === 'TaggedTemplateExpression' && (node.quasi.start === place.offset || node.tag.start === place.offset)) return node
    if (node.type === 'CallExpression' && isCallSite(node, place.offset)) return node
  }
  return undefined
}

function isCallSite (call: SyntaxNode, offset: number): boolean {
  const callee = calleeOf(call)
  const hasSpread = call.arguments.some((argument: SyntaxNode) => argument.type === 'SpreadElement')
  if (callee.type === 'Identifier' && callee.start === offset && call.callee === callee) return true
  if (callee.type === 'MemberExpression' && !callee.computed && callee.property.start === offset) return true
  if (hasSpread && call.start === offset) return true
  // At the parenthesis, or the optional chain's `?.` before it.
  if (offset >= call.callee.end && offset < (call.arguments[0]?.start ?? call.end)) return true
  return call.start === offset && callee.type !== 'MemberExpression' && callee.type !== 'CallExpression'
}

/** What a call passes, in the order of the parameters; undefined for the strings of a tagged template, which no expression is. */
export function argumentsOf (call: SyntaxNode | undefined): (SyntaxNode | undefined)[] {
  if (call === undefined) return []
  return call.type === 'TaggedTemplateExpression' ? [undefined, ...call.quasi.expressions] : call.arguments ?? []
}

/** The innermost node of a type around the position, within its function. */
export function nearest (place: Place, ...types: string[]): SyntaxNode | undefined {
  for (const node of around(place)) if (types.includes(node.type)) return node
  return undefined
}

/** The property of a destructuring pattern at the position, and the pattern it is of. */
export function patternPropertyAt (place: Place, key: string): SyntaxNode | undefined {
  for (const node of around(place)) {
    if (node.type !== 'Property' || node.parent?.type !== 'ObjectPattern') continue
    if (nameOf(node.key) === key || node.computed) return node
  }
  return undefined
}

/** The name of what a call calls: `charge`, `charge` of `shop.charge`, undefined for computed ones. */
export const calledName = (call: SyntaxNode): string | undefined => nameOf(calleeOf(call))

/** `Object.keys` of `Object.keys(x)`; only for a plain name with at most one property. */
export function dottedName (call: SyntaxNode): string | undefined {
  const callee = calleeOf(call)
  if (callee.type === 'Identifier') return callee.name as string
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && !callee.computed
    ? `${callee.object.name as string}.${nameOf(callee)}` : undefined
}
