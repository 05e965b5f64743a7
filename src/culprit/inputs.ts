import { calleeOf, isFunction, nameOf, ownerOf, ownNodes } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { nodeOf } from '../values/node-of'
import { bindingOf } from './binding'
import { evaluate, isSame } from './evaluate'
import { shown, subjectOf } from './finding'
import type { Place } from './place'

/** `, id is 'c-9'`: the recorded inputs of a call that cannot have changed since, at most two. And what a Map lacks. */
export function inputsOf (place: Place, node: SyntaxNode): string {
  if (node.type !== 'CallExpression') return ''
  const args = (node.arguments as SyntaxNode[]).filter(each => each.type === 'Identifier' || each.type === 'MemberExpression')
  const callee = calleeOf(node)
  const inCallbacks = (node.arguments as SyntaxNode[]).filter(isFunction).flatMap(each => freeNames(each))
  const parts: string[] = []
  for (const input of [...args, ...inCallbacks]) {
    const value = evaluate(place, input)?.value
    if (value === undefined || nodeOf(place.crash, value) !== undefined || parts.length >= 2) continue
    if (input.type === 'Identifier' ? bindingOf(input) === undefined : isWritten(place, input)) continue
    const part = `${subjectOf(place, input)} is ${shown(place, value)}`
    if (!parts.includes(part)) parts.push(part)
  }
  const collection = callee.type === 'MemberExpression' ? evaluate(place, callee.object) : undefined
  const recorded = collection && nodeOf(place.crash, collection.value)
  if (recorded?.subtype === 'map' && nameOf(callee) === 'get' && recorded.cut === undefined && args[0] !== undefined) {
    const key = evaluate(place, args[0])?.value
    const isMissing = key !== undefined && recorded.entries?.every(([each]) => isSame(each, key) === false) === true
    if (isMissing) parts.push('no such key')
  }
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`
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
