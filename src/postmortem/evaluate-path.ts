import { isMissing, isRef, type CrashDocument, type FrameRecord, type GraphNode, type Value } from '../model'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { cutSentence, missingFrameSentence, missingSentence } from './missing-sentence'
import { ofValue, readMember, UNDEFINED, type Read } from './read-member'

/** What paths are looked up in. `declared`: variables that earlier input declared, which come before the frame's own. */
export interface PathContext { crash: CrashDocument, nodes: readonly GraphNode[], frame?: FrameRecord, declared: (name: string) => Value | undefined }

/**
 * Answers an expression that only reads what is recorded: names, `this`, literals, properties, private fields, elements, `map.get(key)`,
 * `map.has(key)` and optional chaining. No code runs. `unanswered` for everything else, and for what the language's own objects have to
 * say.
 */
export function evaluatePath (context: PathContext, expression: SyntaxNode): Read {
  const read = follow(context, expression)
  return read === 'short' ? { value: UNDEFINED } : read
}

/** `short`: a `?.` ended the chain. */
type Followed = Read | 'short'

function follow (context: PathContext, node: SyntaxNode): Followed {
  switch (node.type) {
    case 'ChainExpression': return evaluatePath(context, node.expression)
    case 'ParenthesizedExpression': return evaluatePath(context, node.expression)
    case 'Identifier': return variable(context, node.name)
    case 'ThisExpression': return thisOf(context)
    case 'Literal': return literal(node)
    case 'TemplateLiteral':
      return node.expressions.length === 0 && typeof node.quasis[0]?.value.cooked === 'string' ? { value: node.quasis[0].value.cooked } : 'unanswered'
    case 'UnaryExpression': {
      const { operator, argument } = node
      return operator === '-' && argument.type === 'Literal' && typeof argument.value === 'number' ? { value: numberValue(-argument.value) } : 'unanswered'
    }
    case 'MemberExpression': return member(context, node)
    case 'CallExpression': return lookup(context, node)
    default: return 'unanswered'
  }
}

/** `-0` and its kind have a form of their own. */
export const numberValue = (number: number): Value =>
  Number.isFinite(number) && !Object.is(number, -0) ? number : { type: 'number', value: (Object.is(number, -0) ? '-0' : String(number)) as 'NaN' }

function literal (node: SyntaxNode): Read {
  if (node.regex !== undefined) return 'unanswered'
  if (typeof node.bigint === 'string') return { value: { type: 'bigint', value: BigInt(node.bigint).toString() } }
  return { value: typeof node.value === 'number' ? numberValue(node.value) : node.value as Value }
}

function variable (context: PathContext, name: string): Read {
  const own = context.declared(name)
  if (own !== undefined) return ofValue(own, name)
  const { frame } = context
  for (const scope of frame?.scopes ?? []) {
    const found = scope.variables.find(candidate => candidate.name === name && !candidate.symbol)
    if (found !== undefined) return ofValue(found.value, name)
    const [cut] = scope.cut ?? []
    if (cut !== undefined && !(name in globalThis)) {
      const why = cutSentence(`the ${scope.type} scope`, { ...cut, what: 'variables' }, scope.variables.length)
      return { refused: `${name} is unknown: ${why}` }
    }
  }
  if (name === 'undefined') return { value: UNDEFINED }
  if (name === 'NaN' || name === 'Infinity') return { value: numberValue(Number(name)) }
  return frame?.missing !== undefined && !(name in globalThis) ? { refused: missingFrameSentence(name, frame.missing) } : 'unanswered'
}

function thisOf ({ frame }: PathContext): Read {
  if (frame === undefined) return 'unanswered'
  if (frame.this !== undefined) return ofValue(frame.this, 'this')
  return { refused: missingFrameSentence('this', frame.missing ?? 'unavailable') }
}

function member (context: PathContext, node: SyntaxNode): Followed {
  const object = follow(context, node.object)
  if (object === 'short' || object === 'unanswered' || !('value' in object)) return object
  if (node.optional === true && isNullish(object.value)) return 'short'
  const found = keyOf(context, node)
  if (found === 'unanswered' || !('key' in found)) return found
  const { key } = found
  const base = placeText(node.object)
  return readMember(context.nodes, object.value, key, { base, place: placeText(node), stackOf: ref => stackOf(context.crash, ref) })
}

function keyOf (context: PathContext, { computed, property }: SyntaxNode): { key: string } | Read {
  if (property.type === 'PrivateIdentifier') return { key: `#${property.name}` }
  if (!computed) return { key: property.name }
  const read = evaluatePath(context, property)
  if (read === 'unanswered' || !('value' in read)) return read
  const { value } = read
  if (isMissing(value)) return { refused: missingSentence(placeText(property), value) }
  if (typeof value === 'object' && value !== null) {
    if (isRef(value) || value.type === 'symbol') return 'unanswered'
    return { key: value.type === 'undefined' ? 'undefined' : value.value === '-0' ? '0' : value.value ?? '' }
  }
  // A text that begins with # is no private name.
  return typeof value === 'string' && value.startsWith('#') ? 'unanswered' : { key: String(value) }
}

/** `map.get(key)`, `map.has(key)` and `set.has(value)` on a recorded collection that is a plain one. */
function lookup (context: PathContext, node: SyntaxNode): Followed {
  const { callee, arguments: given } = node
  const name = callee.type === 'MemberExpression' && !callee.computed ? callee.property.name : undefined
  if ((name !== 'get' && name !== 'has') || given.length !== 1 || given[0].type === 'SpreadElement' || node.optional === true) return 'unanswered'
  const object = follow(context, callee.object)
  if (object === 'short' || object === 'unanswered' || !('value' in object)) return object
  if (callee.optional === true && isNullish(object.value)) return 'short'
  if (!isRef(object.value)) return 'unanswered'
  const found = context.nodes[object.value.ref]
  const isPlain = found?.prototypes === undefined && found?.cut === undefined && !found?.properties?.some(property => property.name === name)
  if (found === undefined || !isPlain) return 'unanswered'
  const key = evaluatePath(context, given[0])
  if (key === 'unanswered' || !('value' in key)) return key
  if (!isComparable(key.value)) return 'unanswered'
  if (found.subtype === 'map' && found.className === 'Map') {
    const entries = found.entries ?? []
    if (!entries.every(([each]) => isComparable(each))) return 'unanswered'
    const entry = entries.find(([each]) => isSame(each, key.value))
    if (name === 'has') return { value: entry !== undefined }
    return entry === undefined ? { value: UNDEFINED } : ofValue(entry[1], placeText(node))
  }
  if (found.subtype === 'set' && found.className === 'Set' && name === 'has') {
    const elements = found.elements ?? []
    return elements.every(isComparable) ? { value: elements.some(each => isSame(each, key.value)) } : 'unanswered'
  }
  return 'unanswered'
}

const isNullish = (value: Value): boolean => value === null || (typeof value === 'object' && 'type' in value && !isMissing(value) && value.type === 'undefined')

/** Symbols have no identity in the graph, and what is missing none at all. */
const isComparable = (value: Value): boolean => typeof value !== 'object' || value === null || isRef(value) || (!isMissing(value) && value.type !== 'symbol')

/** SameValueZero of two comparable values. */
function isSame (left: Value, right: Value): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right || (left === 0 && isMinusZero(right)) ||
    (right === 0 && isMinusZero(left))
  if (isRef(left) || isRef(right)) return isRef(left) && isRef(right) && left.ref === right.ref
  return !isMissing(left) && !isMissing(right) && left.type === right.type && ('value' in left ? left.value : undefined) === ('value' in right ? right.value : undefined)
}

const isMinusZero = (value: Value): boolean => typeof value === 'object' && value !== null && 'type' in value && !isMissing(value) && value.type === 'number' && value.value === '-0'

/** The stack text of an error that the crash tells of. */
export function stackOf ({ exception }: CrashDocument, ref: number): string | undefined {
  const open = [exception]
  for (let at = 0; at < open.length && at < 1_000; at++) {
    const { value, stack, cause, errors } = open[at]!
    if (isRef(value) && value.ref === ref) return stack
    open.push(...cause === undefined ? [] : [cause], ...errors ?? [])
  }
  return undefined
}

const MAX_PLACE_CHARS = 120

/** The expression as a message names it. */
function placeText (node: SyntaxNode): string {
  const text = wholePlace(node)
  return text.length > MAX_PLACE_CHARS ? `…${text.slice(-MAX_PLACE_CHARS)}` : text
}

function wholePlace (node: SyntaxNode): string {
  switch (node.type) {
    case 'ChainExpression': return wholePlace(node.expression)
    case 'Identifier': return node.name
    case 'ThisExpression': return 'this'
    case 'Literal': return String(node.raw)
    case 'MemberExpression': {
      const { property } = node
      const base = wholePlace(node.object)
      return node.computed ? `${base}[${wholePlace(property)}]` : `${base}.${property.type === 'PrivateIdentifier' ? '#' : ''}${property.name}`
    }
    case 'CallExpression': return `${wholePlace(node.callee)}(${node.arguments.map(wholePlace).join(', ')})`
    default: return '(…)'
  }
}
