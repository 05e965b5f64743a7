import { isMissing, isRef, type GraphNode, type Value } from '../model'
import { nodeOf, type Nodes } from './node-of'

const SIZED = new Set(['array', 'map', 'set', 'typedarray', 'arraybuffer', 'sharedarraybuffer', 'dataview', 'arguments'])
const SIZED_CLASS = /^(?:Array|Map|Set|Buffer|(?:Shared)?ArrayBuffer|DataView|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)$/

/**
 * The type of a value in a word: what `typeof` says of primitives, `null`, and of objects the class, with the size where it has
 * one: `Array(3)`, `Map(2)`, `Buffer(8)`, `Order`. Classes are `class`, other functions `Function`, `AsyncFunction` and so on. Of
 * a missing value, what was seen of it: its class or type, else `unknown`.
 */
export function typeOf (crash: Nodes, value: Value): string {
  if (value === null) return 'null'
  if (typeof value !== 'object') return typeof value
  if (isMissing(value)) {
    if (value.className === undefined) return value.missing === 'string' ? 'string' : value.type ?? 'unknown'
    return value.size !== undefined && SIZED_CLASS.test(value.className) ? `${value.className}(${value.size})` : value.className
  }
  if (isRef(value)) {
    const node = nodeOf(crash, value)
    return node ? nodeType(node) : 'unknown'
  }
  return value.type
}

/** {@link typeOf} for a node. */
export function nodeType (node: GraphNode): string {
  if (node.type === 'function') return node.functionKind === 'class' ? 'class' : classNameOf(node)
  return node.size !== undefined && node.subtype !== undefined && SIZED.has(node.subtype) ? `${classNameOf(node)}(${node.size})`
    : classNameOf(node)
}

const MAX_CLASS_NAME_CHARS = 1_000

/** A stranger's class may have a name of megabytes, and be that of every object. */
export const classNameOf = ({ className, subtype }: GraphNode): string =>
  className.length > MAX_CLASS_NAME_CHARS ? `${className.slice(0, MAX_CLASS_NAME_CHARS)}…`
    : className !== 'Object' ? className : subtype === 'generator' ? 'Generator' : subtype === 'arguments' ? 'Arguments' : className
