import type { Value } from '../model'
import { calleeOf, isFunction, nameOf, ownerOf, ownNodes } from '../syntax/functions'
import { childrenOf, type SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { bindingOf } from './binding'
import { evaluate, isSame, isUndefined } from './evaluate'
import { isLiteral, shown, subjectOf } from './finding'
import type { Place } from './place'

const MAX_INPUTS = 2
/** A table of data has thousands. */
const MAX_LOOKED_AT = 50

/** `id is 'c-9'`: the recorded values that an expression is made from and that cannot have changed since. And what a Map lacks. */
export function inputsOf (place: Place, node: SyntaxNode): string {
  const parts: string[] = []
  let looked = 0
  for (const input of leavesOf(place, node, true)) {
    if (parts.length >= MAX_INPUTS || ++looked > MAX_LOOKED_AT) break
    const value = evaluate(place, input)?.value
    if (value === undefined || (input.optional === true && isUndefined(value))) continue
    if (input.type === 'Identifier' ? bindingOf(input) === undefined : isWritten(place, input)) continue
    const part = `${subjectOf(place, input)} is ${shown(place, value)}`
    if (!parts.includes(part)) parts.push(part)
  }
  if (node.type === 'CallExpression' && lacksKey(place, node)) parts.push('no such key')
  return parts.join(', ')
}

/** No object, or one that is a value: its text says all. */
function isPlainValue ({ crash }: Place, value: Value): boolean {
  const node = nodeOf(crash, value)
  return node === undefined || node.subtype === 'date'
}

/** The variables and paths in an expression whose values are no objects, but for dates: what is passed, then what a method is called on. */
function * leavesOf (place: Place, node: SyntaxNode, isWhole = false): Generator<SyntaxNode> {
  if (isLiteral(node)) return
  if (isFunction(node)) {
    yield * freeNames(node)
  } else if (node.type === 'Identifier' || node.type === 'MemberExpression') {
    const value = isWhole ? undefined : evaluate(place, node)?.value
    if (value !== undefined && isPlainValue(place, value)) yield node
    else if (value === undefined && node.type === 'MemberExpression') yield * partsOfMember(place, node)
  } else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
    const callee = calleeOf(node)
    for (const argument of node.arguments as SyntaxNode[]) yield * leavesOf(place, argument)
    if (callee.type === 'MemberExpression') yield * partsOfMember(place, callee)
  } else {
    for (const child of childrenOf(node)) {
      const isKey = /^(?:Property|MethodDefinition)$/.test(node.type) && child === node.key && !node.computed
      if (!isKey) yield * leavesOf(place, child)
    }
  }
}

function * partsOfMember (place: Place, { object, property, computed }: SyntaxNode): Generator<SyntaxNode> {
  if (computed) yield * leavesOf(place, property)
  yield * leavesOf(place, object)
}

/** `prices.get(code)` of a Map that has no such key. */
function lacksKey (place: Place, call: SyntaxNode): boolean {
  const callee = calleeOf(call)
  const collection = callee.type === 'MemberExpression' && nameOf(callee) === 'get' ? evaluate(place, callee.object) : undefined
  const recorded = collection && nodeOf(place.crash, collection.value)
  if (recorded?.subtype !== 'map' || recorded.cut !== undefined) return false
  const argument = call.arguments[0] as SyntaxNode | undefined
  const isPath = argument?.type === 'Identifier' || argument?.type === 'MemberExpression'
  const key = isPath ? evaluate(place, argument)?.value : undefined
  return key !== undefined && recorded.entries?.every(([each]) => isSame(each, key) === false) === true
}

/** Does the function at hand write a property of this name? Then what it is now may not be what it was. */
function isWritten (place: Place, { property }: SyntaxNode): boolean {
  const name = nameOf(property)
  for (const node of ownNodes(ownerOf(place.node))) {
    const target = node.type === 'AssignmentExpression' ? node.left : /^(?:Update|Unary)Expression$/.test(node.type) ? node.argument : undefined
    if (target?.type === 'MemberExpression' && nameOf(target.property) === name) return true
  }
  return false
}

/** Identifiers that a callback uses and that are not its own. */
function freeNames (callback: SyntaxNode): SyntaxNode[] {
  const own = new Set((callback.params as SyntaxNode[]).flatMap(param => namesOfPattern(param)))
  const found: SyntaxNode[] = []
  const open: SyntaxNode[] = [callback.body]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'Identifier' && !own.has(node.name)) found.push(node)
    for (const field of ['left', 'right', 'argument', 'object', 'test', 'expression', 'callee'] as const) {
      const child = node[field] as SyntaxNode | undefined
      if (child?.type !== undefined) open.push(child)
    }
  }
  return found
}

function namesOfPattern (pattern: SyntaxNode): string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'ObjectPattern') return pattern.properties.flatMap((each: SyntaxNode) => namesOfPattern(each.value ?? each.argument))
  if (pattern.type === 'ArrayPattern') return pattern.elements.filter(Boolean).flatMap(namesOfPattern)
  return pattern.left ? namesOfPattern(pattern.left) : []
}
