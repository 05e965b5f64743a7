import { isMissing, isRef, type CrashDocument, type FrameRecord, type GraphNode, type Value } from '../../model'
import { nameOf } from '../../syntax/functions'
import type { SyntaxNode } from '../../syntax/syntax-tree'
import { frameVariables } from '../../values/frame-variables'
import { membersOf, stepOf } from '../members'
import { headOf } from '../head'
import { isGet } from './mentions'

/** What an expression has in a frame. `place` is the same for the same member of the same object, however it was reached. */
export interface Evaluated { value: Value, path: string, place?: string }

const UNDEFINED: Value = { type: 'undefined' }
/** Classes whose instances have no own prototype of the program's: what they lack reads as undefined. */
const PLAIN = new Set(['Object', 'Array', 'Map', 'Set'])

/**
 * The value of an expression in a frame, if the capsule proves it: variables, members, `map.get(key)`, literals as keys.
 * Undefined for everything else: calls, what is missing, members that may be inherited. `path` is how `get` finds it, as far as
 * computed keys do not make it another one in every run: those stay as the source has them.
 */
export function evaluate (crash: CrashDocument, frame: FrameRecord, node: SyntaxNode,
  text: (node: SyntaxNode) => string): Evaluated | undefined {
  const within = (inner: SyntaxNode): Evaluated | undefined => evaluate(crash, frame, inner, text)
  switch (node.type) {
    case 'ChainExpression': return within(node.expression)
    case 'Literal': return node.regex || node.bigint ? undefined : { value: node.value, path: text(node) }
    case 'ThisExpression': return frame.this === undefined ? undefined : { value: frame.this, path: 'this' }
    case 'Identifier': return node.name === 'undefined' ? { value: UNDEFINED, path: 'undefined' } : variable(frame, node.name)
    case 'TemplateLiteral': return template(node, within, text)
    case 'MemberExpression': return member(crash, node, within, text)
    case 'CallExpression': {
      if (!isGet(node)) return undefined
      const [map, key] = [within(node.callee.object), within(node.arguments[0])]
      const graphNode = map && isRef(map.value) ? crash.nodes[map.value.ref] : undefined
      if (graphNode?.subtype !== 'map' || key === undefined || headOf(crash, key.value) === '') return undefined
      const head = headOf(crash, key.value)
      const entry = graphNode.entries?.find(([each]) => headOf(crash, each) === head && !isRef(each))
      return entry ? { value: entry[1], path: text(node) } : graphNode.cut ? undefined : { value: UNDEFINED, path: text(node) }
    }
  }
  return undefined
}

function variable (frame: FrameRecord, name: string): Evaluated | undefined {
  const found = frameVariables(frame).find(each => each.name === name && each.scope !== 'this')
  return found === undefined || isMissing(found.value) ? undefined : { value: found.value, path: name }
}

function template (node: SyntaxNode, within: (inner: SyntaxNode) => Evaluated | undefined,
  text: (node: SyntaxNode) => string): Evaluated | undefined {
  let result: string = node.quasis[0].value.cooked ?? ''
  for (const [index, expression] of node.expressions.entries()) {
    const value = within(expression)?.value
    if (typeof value !== 'string' && typeof value !== 'number') return undefined
    result += String(value) + (node.quasis[index + 1].value.cooked ?? '')
  }
  return { value: result, path: text(node) }
}

function member (crash: CrashDocument, node: SyntaxNode, within: (inner: SyntaxNode) => Evaluated | undefined,
  text: (node: SyntaxNode) => string): Evaluated | undefined {
  const object = within(node.object)
  if (object === undefined || !isRef(object.value)) return typeof object?.value === 'string' && nameOf(node) === 'length'
    ? { value: object.value.length, path: text(node) } : undefined
  const graphNode = crash.nodes[object.value.ref]
  const key = keyOf(node, within)
  if (graphNode === undefined || key === undefined) return undefined
  const isFixed = !node.computed || node.property.type === 'Literal'
  const step = /^\d+$/.test(key) ? `[${key}]` : node.property.type === 'PrivateIdentifier' ? `.${key}` : stepOf({ name: key })
  const path = isFixed ? object.path + step : text(node)
  const size = sizeOf(graphNode, key)
  if (size !== undefined) return { value: size, path }
  const part = /^\d+$/.test(key) && graphNode.elements ? 'elements'
    : node.property.type === 'PrivateIdentifier' ? 'privates' : 'properties'
  const found = membersOf(crash, graphNode).find(each => each.key === `${part} ${key}`)
  if (found) return isMissing(found.value) ? undefined : { value: found.value, path, place: `${object.value.ref} ${found.key}` }
  const isAbsent = graphNode.cut === undefined && graphNode.type === 'object' && PLAIN.has(graphNode.className) &&
    (graphNode.prototypes ?? []).length === 0 && !(key in Object.prototype) && !(key in Array.prototype) &&
      !(key in Map.prototype)
  return isAbsent ? { value: UNDEFINED, path, place: `${object.value.ref} properties ${key}` } : undefined
}

function keyOf (node: SyntaxNode, within: (inner: SyntaxNode) => Evaluated | undefined): string | undefined {
  if (!node.computed) return nameOf(node.property)
  const value = within(node.property)?.value
  if (value === undefined || (typeof value === 'object' && value !== null && (isRef(value) || isMissing(value)))) return undefined
  if (typeof value !== 'object' || value === null) return String(value)
  return value.type === 'undefined' ? 'undefined' : value.type === 'number' ? value.value : undefined
}

const sizeOf = (node: GraphNode, key: string): number | undefined =>
  (key === 'length' && (node.subtype === 'array' || node.subtype === 'arguments')) ||
  (key === 'size' && (node.subtype === 'map' || node.subtype === 'set')) ? node.size : undefined
