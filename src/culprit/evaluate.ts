import { isMissing, isRef, type CrashDocument, type FrameRecord, type GraphNode, type Value } from '../model'
import { isFunction, nameOf } from '../syntax/functions'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { frameVariables } from '../values/frame-variables'
import { nodeOf } from '../values/node-of'
import { declaringScope } from './binding'
import type { Place } from './place'

/** A value that the capsule proves. `path`: how `get` reads it, when it is recorded in the place's frame. */
export interface Known { value: Value, path?: string }

const UNDEFINED: Value = { type: 'undefined' }
const PLAIN_NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/**
 * The value of an expression at a place, from recorded variables alone. Undefined when it is not certain: a variable that was not
 * recorded, a property that may be inherited or a getter, a call. A value that is known to be missing counts as not certain.
 */
export function evaluate (place: Place, node: SyntaxNode): Known | undefined {
  const known = evaluateNode(place, node)
  return known === undefined || isMissing(known.value) && known.value.missing !== 'string' ? undefined : known
}

/** Was an expression's value recorded, but masked? */
export function isMasked (place: Place, node: SyntaxNode): boolean {
  const value = evaluateNode(place, node)?.value
  return value !== undefined && isMissing(value) && value.missing === 'masked'
}

function evaluateNode (place: Place, node: SyntaxNode): Known | undefined {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'bigint') return { value: { type: 'bigint', value: String(node.value) } }
      // A literal is source text, which was not masked yet.
      if (typeof node.value === 'string') return { value: place.mask(node.value) }
      return node.regex === undefined ? { value: node.value as Value } : undefined
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? { value: place.mask(node.quasis[0].value.cooked as string) } : undefined
    case 'ThisExpression':
      return place.frame.this === undefined || thisOwner(node) !== thisOwner(place.node) ? undefined : { value: place.frame.this, path: 'this' }
    case 'Identifier':
      return variable(place, node)
    case 'ChainExpression':
      return evaluate(place, node.expression)
    case 'UnaryExpression':
      return unary(place, node)
    case 'BinaryExpression':
      return difference(place, node)
    case 'MemberExpression':
      return member(place, node)
  }
  return undefined
}

/** The frame's variables are those that its own position sees: a name elsewhere in the text may be another variable of that name. */
function variable (place: Place, node: SyntaxNode): Known | undefined {
  const name = node.name as string
  if (declaringScope(node, name) !== declaringScope(place.node, name)) return undefined
  const found = variablesOf(place.frame).get(name)
  if (found !== undefined) return { value: found, path: name }
  return name === 'undefined' ? { value: UNDEFINED } : undefined
}

const kept = new WeakMap<FrameRecord, Map<string, Value>>()

/** A frame's variables by name, the innermost of a name. */
function variablesOf (frame: FrameRecord): Map<string, Value> {
  let variables = kept.get(frame)
  if (variables === undefined) {
    variables = new Map()
    for (const { name, scope, value } of frameVariables(frame)) if (scope !== 'this' && !variables.has(name)) variables.set(name, value)
    kept.set(frame, variables)
  }
  return variables
}

/** Arrow functions have no `this` of their own. */
function thisOwner (node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | undefined = node; at !== undefined; at = at.parent) {
    const isField = at.parent?.type === 'PropertyDefinition' && at.parent.value === at
    if (isField || at.type === 'StaticBlock' || (isFunction(at) && at.type !== 'ArrowFunctionExpression')) return at
  }
  return undefined
}

function unary (place: Place, node: SyntaxNode): Known | undefined {
  if (node.operator === 'void') return { value: UNDEFINED }
  const argument = evaluate(place, node.argument)?.value
  return node.operator === '-' && typeof argument === 'number' ? { value: -argument } : undefined
}

/** `width - 3`: of numbers, and of texts that are numbers, which these operators take for them. */
function difference (place: Place, { operator, left, right }: SyntaxNode): Known | undefined {
  if (!/^[-*/]$/.test(operator as string)) return undefined
  const [a, b] = [left, right].map(side => asNumber(evaluate(place, side as SyntaxNode)?.value))
  if (a === undefined || b === undefined) return undefined
  const value = operator === '-' ? a - b : operator === '*' ? a * b : a / b
  return Number.isFinite(value) ? { value } : undefined
}

const asNumber = (value: Value | undefined): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : undefined

function member (place: Place, node: SyntaxNode): Known | undefined {
  const object = evaluate(place, node.object)
  const key = keyOf(place, node)
  if (object === undefined || key === undefined) return undefined
  if (node.optional === true && isNullish(object.value)) return { value: UNDEFINED }
  const value = propertyOf(place.crash, object.value, key)
  if (value === undefined) return undefined
  const path = object.path === undefined ? undefined : object.path + stepOf(key)
  return { value, ...path !== undefined && { path } }
}

/** The property name of a member expression, `#` included for private ones; undefined for a computed one that is not known. */
export function keyOf (place: Place, node: SyntaxNode): string | undefined {
  if (!node.computed) return nameOf(node.property)
  const key = evaluate(place, node.property)?.value
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined
}

const stepOf = (key: string): string =>
  /^(?:0|[1-9]\d*)$/.test(key) ? `[${key}]` : key.startsWith('#') || PLAIN_NAME.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`

/** An own property's value as recorded, `undefined` (typed) if the object certainly has none; undefined if that is unknown. */
export function propertyOf (crash: CrashDocument, value: Value, key: string): Value | undefined {
  if (typeof value === 'string') {
    if (key === 'length') return value.length
    return /^\d+$/.test(key) ? value[Number(key)] ?? UNDEFINED : key in String.prototype ? undefined : UNDEFINED
  }
  if (typeof value === 'number') return key in Number.prototype ? undefined : UNDEFINED
  if (typeof value === 'boolean') return key in Boolean.prototype ? undefined : UNDEFINED
  const node = nodeOf(crash, value)
  if (node === undefined || node.subtype === 'proxy') return undefined
  if (key.startsWith('#')) return node.privates?.find(property => property.name === key)?.value
  const own = node.properties?.find(property => property.name === key && !property.symbol)
  if (own !== undefined) return own.get === undefined && own.set === undefined ? own.value : undefined
  const index = /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : undefined
  if (index !== undefined && node.elements?.[index] !== undefined) return node.elements[index]
  if (key === 'length' && node.subtype === 'array') return node.size
  if (key === 'size' && (node.subtype === 'map' || node.subtype === 'set')) return node.size
  return isAbsent(node, key, index) ? UNDEFINED : undefined
}

/** No own property, and no prototype that could have it: a plain object, or an index beyond an array's end. */
function isAbsent (node: GraphNode, key: string, index: number | undefined): boolean {
  if (index !== undefined && node.subtype === 'array' && node.size !== undefined) return index >= node.size
  const isWhole = node.cut === undefined || !node.cut.some(({ what }) => what === 'properties')
  return isWhole && isPlain(node) && !(key in Object.prototype)
}

/** An object literal's kind of object: nothing is inherited but from `Object.prototype`. */
export const isPlain = (node: GraphNode): boolean =>
  node.type === 'object' && node.subtype === undefined && node.className === 'Object' && (node.prototypes ?? []).length === 0

export const isUndefined = (value: Value): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'undefined' && !isMissing(value)

export const isNullish = (value: Value): boolean => value === null || isUndefined(value)

/** Is it the same value, or the same object? Undefined when that is not known. */
export function isSame (a: Value, b: Value): boolean | undefined {
  if (isRef(a) && isRef(b)) return a.ref === b.ref
  if (isMissing(a) || isMissing(b)) return undefined
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b)
  return JSON.stringify(a) === JSON.stringify(b)
}
