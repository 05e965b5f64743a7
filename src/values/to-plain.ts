import { isMissing, isRef, type GraphNode, type MissingValue, type PropertyRecord,
  type Value } from '../model'
import { decodeBase64 } from './bytes'
import { cutOf, nodeOf, type Nodes } from './node-of'
import { previewValue } from './preview'
import { primitiveText } from './primitive'

/** A shared object is written out at each place it is referred to, so that the plain form can be much larger than the graph. */
export interface PlainOptions {
  /** Levels of objects; what is deeper is `{ missing: 'depth' }`. */
  maxDepth?: number
  /** Values in all; what comes later is `{ missing: 'total' }`. */
  maxValues?: number
}

interface Walk { crash: Nodes, valuesLeft: number, maxDepth: number, places: Map<GraphNode, string> }

/**
 * A value as plain JSON: what a reader's program would expect, not all that is known (that is the graph itself).
 *
 * - `undefined`, an invalid Date and a hole of an array are `null`; NaN, -0 and the infinities are strings; a bigint is a decimal
 *   string; a symbol is `"Symbol(description)"`
 * - a Map is a list of `[key, value]`, a Set and a typed array a list, a Date an ISO string, a RegExp its literal, a Temporal its text, a boxed
 *   primitive the primitive, a function its preview (`"[Function: add]"`), bytes what `Buffer.toJSON` gives
 * - every other object is an object of its own properties, private fields under `#name`, symbols under `Symbol(description)`, and
 *   internal slots of promises, proxies, weak references and iterators under `[[name]]`; an error has its class as `name`, unless it has a name of its own
 * - what is missing is `{ missing: reason, size? }`, a string that was cut has its kept part as `value`; an accessor is
 *   `{ missing: 'getter' }`; a list that was cut ends with such a marker, whose `size` is the length in the program; an object or
 *   a Map has it under the key `...` or as last entry
 * - a reference back to an object around it is `{ circular: "$.path" }`, where `$` is the value itself
 */
export function toPlain (crash: Nodes, value: Value, options: PlainOptions = {}): unknown {
  const walk = { crash, valuesLeft: options.maxValues ?? 100_000, maxDepth: options.maxDepth ?? 100, places: new Map() }
  return plain(walk, value, '$')
}

function plain (walk: Walk, value: Value, place: string): unknown {
  if (--walk.valuesLeft < 0) return { missing: 'total' }
  if (value === null || typeof value !== 'object') return value
  if (isMissing(value)) return plainMissing(value)
  if (!isRef(value)) return value.type === 'undefined' ? null : value.type === 'bigint' ? value.value : primitiveText(value)
  const node = nodeOf(walk.crash, value)
  if (!node) return { missing: 'unavailable' }
  const around = walk.places.get(node)
  if (around !== undefined) return { circular: around }
  if (walk.places.size >= walk.maxDepth) return { missing: 'depth' }
  walk.places.set(node, place)
  const result = plainNode(walk, value, node, place)
  walk.places.delete(node)
  return result
}

/** A missing value's plain form: without what the type says better, and the kept part only where it is part of the value. */
function plainMissing ({ missing, size, value }: MissingValue): object {
  return { missing, ...(size !== undefined && { size }), ...(missing === 'string' && value !== undefined && { value }) }
}

function plainNode (walk: Walk, value: Value, node: GraphNode, place: string): unknown {
  if (node.type === 'function') return previewValue(walk.crash, value, 200)
  switch (node.subtype) {
    case 'date': {
      const date = new Date(typeof node.value === 'number' ? node.value : NaN)
      return Number.isNaN(date.getTime()) ? null : date.toISOString()
    }
    case 'regexp': case 'boxed':
      return node.value === undefined ? plainObject(walk, node, place) : plain(walk, node.value, place)
    case undefined:
      if (typeof node.value === 'string') return node.value
      break
    case 'map':
      return plainEntries(walk, node, place)
  }
  if (node.bytes !== undefined || node.cut?.some(({ what }) => what === 'bytes') === true) return plainBytes(node)
  if (node.elements !== undefined || node.subtype === 'array' || node.subtype === 'typedarray') return plainElements(walk, node, place)
  return plainObject(walk, node, place)
}

function plainElements (walk: Walk, node: GraphNode, place: string): unknown[] {
  const elements = node.elements ?? []
  const list: unknown[] = []
  for (const [index, element] of elements.entries()) {
    if (walk.valuesLeft <= 0) return [...list, { missing: 'total', size: node.size ?? elements.length }]
    list.push(plain(walk, element, `${place}[${index}]`))
  }
  const cut = cutOf(node, 'elements', elements.length)
  if (cut) list.push(cutMarker(cut))
  return list
}

function cutMarker ({ reason, total }: NonNullable<ReturnType<typeof cutOf>>): object {
  return { missing: reason, ...total !== undefined && { size: total } }
}

function plainEntries (walk: Walk, node: GraphNode, place: string): unknown[] {
  const entries = node.entries ?? []
  const list: unknown[] = []
  for (const [index, [key, value]] of entries.entries()) {
    if (walk.valuesLeft <= 0) return [...list, { missing: 'total', size: node.size ?? entries.length }]
    list.push([plain(walk, key, `${place}[${index}][0]`), plain(walk, value, `${place}[${index}][1]`)])
  }
  const cut = cutOf(node, 'entries', entries.length)
  if (cut) list.push(cutMarker(cut))
  return list
}

function plainBytes (node: GraphNode): object {
  const data: unknown[] = [...decodeBase64(node.bytes ?? '')]
  const cut = cutOf(node, 'bytes', data.length)
  if (cut) data.push(cutMarker(cut))
  return { type: node.className, data }
}

const MADE_OF_SLOTS = new Set<GraphNode['subtype']>(['promise', 'proxy', 'weakref', 'iterator'])

function plainObject (walk: Walk, node: GraphNode, place: string): object {
  const result: Record<string, unknown> = {}
  if (node.subtype === 'error' && !node.properties?.some(property => property.name === 'name')) result['name'] = node.className
  const parts = [['properties', node.properties], ['privates', node.privates], ['internals', node.internals]] as const
  for (const [what, properties = []] of parts) {
    // Internal slots of other objects ([[Prototype]], [[Scopes]]) say nothing about the value.
    if (what === 'internals' && node.internals !== undefined && !MADE_OF_SLOTS.has(node.subtype)) continue
    for (const property of properties) {
      if (walk.valuesLeft <= 0) return define(result, '...', { missing: 'total' })
      const key = plainKey(property, result)
      define(result, key, plain(walk, property.value, /^[#\w$]+$/.test(key) ? `${place}.${key}`
        : `${place}[${JSON.stringify(key)}]`))
    }
    const cut = cutOf(node, what, properties.length)
    if (cut) define(result, '...', cutMarker(cut))
  }
  return result
}

/** Two symbols may have one description, and a string key may look like a symbol's. */
function plainKey (property: PropertyRecord, taken: object): string {
  const key = property.symbol ? `Symbol(${property.name})` : property.name
  let free = key
  for (let number = 2; Object.hasOwn(taken, free); number++) free = `${key} (${number})`
  return free
}

/** Not an assignment: `__proto__` may be a key of the program's data. */
function define (object: object, key: string, value: unknown): object {
  return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}
