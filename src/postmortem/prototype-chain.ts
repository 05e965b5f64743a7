import type { GraphNode, Subtype } from '../model'

/** A link of an object's prototype chain, nearest first. `prototype`: of the language, undefined for a class of the program. */
export interface ChainLink { name: string, isProgram: boolean, prototype?: object }

/** Built-ins whose objects have slots of their own: one without them only bears the name. */
const BRANDS: ReadonlyMap<string, readonly Subtype[]> = new Map(Object.entries<readonly Subtype[]>({
  Map: ['map'], Set: ['set'], WeakMap: ['weakmap'], WeakSet: ['weakset'], WeakRef: ['weakref'], Date: ['date'], RegExp: ['regexp'],
  Promise: ['promise'], ArrayBuffer: ['arraybuffer'], SharedArrayBuffer: ['sharedarraybuffer'], DataView: ['dataview'], Array: ['array'],
  String: ['boxed'], Number: ['boxed'], Boolean: ['boxed'], Symbol: ['boxed'], BigInt: ['boxed'],
  ...Object.fromEntries(['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float16', 'Float32', 'Float64', 'BigInt64',
    'BigUint64'].map(name => [`${name}Array`, ['typedarray'] as const])),
}))
const PLAIN = new Set(['Object', 'Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError',
  'Function', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction'])
const FUNCTIONS = new Map<string, object>([
  ['AsyncFunction', Object.getPrototypeOf(async () => {}) as object],
  ['GeneratorFunction', Object.getPrototypeOf(function * () {}) as object],
  ['AsyncGeneratorFunction', Object.getPrototypeOf(async function * () {}) as object],
])

/** Whether a class of that name is the language's own for such a node. */
export const isIntrinsic = (name: string, node: Pick<GraphNode, 'subtype'>): boolean =>
  PLAIN.has(name) || (node.subtype !== undefined && BRANDS.get(name)?.includes(node.subtype) === true)

/** The prototype that the language has by that name in this realm, undefined if it has none (or not yet, in this version of Node). */
export function intrinsicPrototype (name: string): object | undefined {
  const found = FUNCTIONS.get(name)
  if (found !== undefined) return found
  const constructor = BRANDS.has(name) || PLAIN.has(name) ? (globalThis as Record<string, unknown>)[name] : undefined
  return typeof constructor === 'function' ? constructor.prototype as object : undefined
}

/** The chain of a node, `Object` last unless it has a `null` prototype. A name of the language on an object of another kind is a program's. */
export function chainOf (node: GraphNode): ChainLink[] {
  const names = [node.className, ...node.prototypes ?? []]
  const isNull = names.includes(null)
  const links: ChainLink[] = []
  for (const name of names) {
    if (name === null || name === 'TypedArray' || name === 'Object') continue
    const prototype = isIntrinsic(name, node) ? intrinsicPrototype(name) : undefined
    links.push({ name, isProgram: prototype === undefined, ...prototype !== undefined && { prototype } })
  }
  const own = node.subtype === undefined ? undefined : SUBTYPE_PROTOTYPES.get(node.subtype)
  if (own !== undefined && links.length === 0) links.push({ name: '', isProgram: false, prototype: own })
  if (!isNull) links.push({ name: 'Object', isProgram: false, prototype: Object.prototype })
  return links
}

/** Objects whose class has no name. */
const SUBTYPE_PROTOTYPES = new Map<Subtype, object>([
  ['generator', Object.getPrototypeOf((function * () {}).prototype) as object],
  ['iterator', Object.getPrototypeOf(new Map().entries()) as object],
  ['arguments', (function () { return { [Symbol.iterator]: arguments[Symbol.iterator] } })()],
])
