import type { Cut, GraphNode, PropertyRecord, Value } from '../../../src/model'
import { base64 } from './base64'
import { missingOf } from './build'
import { describeObject } from './describe'
import { heap, refOf } from './heap'
import { CUT_MARK, cutObjectOf } from './listings'
import {
  OwnMap, getOwnPropertyDescriptor, isArray, isExtensible, isFrozen, isSealed, mapGet, mapSet, ownKeys, slice, symbolDescription,
} from './originals'

/** What one answer may add to the graph. */
const MAX_OBJECTS = 10_000
const MAX_VALUES = 400_000
const MAX_PER_OBJECT = 20_000
const MAX_STRING_CHARS = 200_000
const MAX_CHARS = 4_000_000

/**
 * Turns values into those of the graph. An object of the capsule is a reference to its node, unless an expression changed it (`changed`);
 * all others become new nodes, whose indexes begin at `base`, and stand for those objects from then on.
 */
export class Collector {
  readonly nodes: GraphNode[] = []
  private readonly copies = new OwnMap<object, number>()
  private readonly open: { object: object, node: GraphNode, from: GraphNode | undefined }[] = []
  private valuesLeft = MAX_VALUES
  private charsLeft = MAX_CHARS

  constructor (private readonly base: number, private readonly changed: Map<number, true> | undefined) {}

  /** The value, everything it leads to recorded in {@link nodes}. */
  collect (value: unknown): Value {
    const result = this.value(value)
    for (let at = 0; at < this.open.length; at++) this.fill(this.open[at]!)
    this.open.length = 0
    return result
  }

  /** The objects behind the new nodes, by index: later expressions mean the same ones. */
  newObjects (): [object, number][] {
    const list: [object, number][] = []
    Map.prototype.forEach.call(this.copies, (ref: number, object: object) => { list[list.length] = [object, ref] })
    return list
  }

  /** The place in the graph of the new node `index`. */
  indexOf (index: number): number {
    return this.base + index
  }

  private value (value: unknown): Value {
    this.valuesLeft--
    switch (typeof value) {
      case 'string': return this.text(value)
      case 'boolean': return value
      case 'number': return Number.isFinite(value) && (value !== 0 || 1 / value > 0) ? value
        : { type: 'number', value: (value === 0 ? '-0' : `${value}`) as 'NaN' }
      case 'undefined': return { type: 'undefined' }
      case 'bigint': {
        const text = this.text(bigintText(value))
        return typeof text === 'string' ? { type: 'bigint', value: text } : { missing: 'string', type: 'bigint' }
      }
      case 'symbol': {
        const description = symbolDescription(value)
        return description === undefined ? { type: 'symbol' } : { type: 'symbol', value: slice(description, 0, 500) }
      }
      default: return value === null ? null : this.reference(value as object)
    }
  }

  private text (text: string): Value {
    const kept = Math.min(text.length, MAX_STRING_CHARS, Math.max(0, this.charsLeft))
    this.charsLeft -= kept
    return kept === text.length ? text : { missing: 'string', size: text.length, value: slice(text, 0, kept) }
  }

  private reference (object: object): Value {
    const ref = refOf(object)
    if (ref !== undefined && (this.changed === undefined || mapGet(this.changed, ref) === undefined)) return { ref }
    const copy = mapGet(this.copies, object) as number | undefined
    if (copy !== undefined) return { ref: copy }
    const from = ref === undefined ? undefined : heap.nodes[ref]
    if (this.nodes.length >= MAX_OBJECTS) return { missing: 'total', type: typeof object }
    const node = from?.subtype === 'proxy' ? { ...from } : describeObject(object, from)
    const index = this.base + this.nodes.length
    this.nodes[this.nodes.length] = node
    mapSet(this.copies, object, index)
    if (from?.subtype !== 'proxy') this.open[this.open.length] = { object, node, from }
    return { ref: index }
  }

  private fill ({ object, node, from }: { object: object, node: GraphNode, from: GraphNode | undefined }): void {
    try {
      this.fillSlots(object, node, from)
      this.fillProperties(object, node)
      if (!isExtensible(object)) {
        if (isFrozen(object)) node.isFrozen = true
        else if (isSealed(object)) node.isSealed = true
        else node.isNonExtensible = true
      }
    } catch {
      // A proxy that the expression made, whose traps throw.
      cut(node, { what: 'properties', reason: 'unavailable', count: 0 })
    }
    for (const each of from?.cut ?? []) if (node.cut?.some(({ what }) => what === each.what) !== true) cut(node, { ...each })
  }

  private fillSlots (object: object, node: GraphNode, from: GraphNode | undefined): void {
    if (from?.privates !== undefined) node.privates = from.privates
    if (from?.internals !== undefined) node.internals = from.internals
    if (from?.location !== undefined) node.location = from.location
    if (node.subtype === 'array') this.fillArray(object as unknown[], node)
    else if (node.subtype === 'map') this.fillEntries(object as Map<unknown, unknown>, node)
    else if (node.subtype === 'set') this.fillSet(object as Set<unknown>, node)
    else if (node.subtype === 'boxed') node.value = this.value(Object(object).valueOf())
    else if (node.subtype === 'typedarray' && node.bytes === undefined) {
      const array = object as Uint8Array
      const kept = Math.min(array.length, MAX_PER_OBJECT)
      node.size = array.length
      if (node.className === 'Uint8Array') {
        node.bytes = base64(array.subarray(0, kept))
        if (kept < array.length) cut(node, { what: 'bytes', reason: 'items', count: array.length - kept })
        return
      }
      node.elements = []
      for (let at = 0; at < kept; at++) node.elements[at] = this.value(array[at])
      if (kept < array.length) cut(node, { what: 'elements', reason: 'items', count: array.length - kept })
    }
  }

  private fillArray (array: unknown[], node: GraphNode): void {
    const { length } = array
    const gap = cutObjectOf(array)
    const kept = Math.min(length, gap?.kept ?? length, MAX_PER_OBJECT, Math.max(0, this.valuesLeft))
    const elements: Value[] = []
    for (let at = 0; at < kept; at++) {
      const descriptor = getOwnPropertyDescriptor(array, at)
      if (descriptor === undefined) {
        (node.holes ??= [])[node.holes.length] = at
        elements[at] = { type: 'undefined' }
      } else {
        elements[at] = descriptor.get !== undefined || descriptor.set !== undefined ? this.accessor(descriptor) : this.value(descriptor.value)
      }
    }
    node.size = length
    node.elements = elements
    if (kept < length) cut(node, { what: 'elements', reason: (gap?.reason ?? 'items') as Cut['reason'], count: length - kept })
  }

  private accessor ({ get }: PropertyDescriptor): Value {
    return (get === undefined ? undefined : missingOf(get)) ?? { missing: 'getter' }
  }

  private fillEntries (map: Map<unknown, unknown>, node: GraphNode): void {
    const entries: [Value, Value][] = []
    const { size } = map
    Map.prototype.forEach.call(map, (value: unknown, key: unknown) => {
      if (entries.length < MAX_PER_OBJECT && this.valuesLeft > 0) entries[entries.length] = [this.value(key), this.value(value)]
    })
    node.size = size
    node.entries = entries
    if (entries.length < size) cut(node, { what: 'entries', reason: 'items', count: size - entries.length })
  }

  private fillSet (set: Set<unknown>, node: GraphNode): void {
    const elements: Value[] = []
    const { size } = set
    Set.prototype.forEach.call(set, (value: unknown) => {
      if (elements.length < MAX_PER_OBJECT && this.valuesLeft > 0) elements[elements.length] = this.value(value)
    })
    node.size = size
    node.elements = elements
    if (elements.length < size) cut(node, { what: 'elements', reason: 'items', count: size - elements.length })
  }

  private fillProperties (object: object, node: GraphNode): void {
    const properties: PropertyRecord[] = []
    const isList = isArray(object) || node.subtype === 'typedarray' || (node.subtype === 'boxed' && node.className === 'String')
    const isFunction = node.type === 'function'
    let left = 0
    for (const key of ownKeys(object)) {
      if (key === CUT_MARK || (isList && typeof key === 'string' && (key === 'length' || /^(?:0|[1-9]\d*)$/.test(key)))) continue
      if (isFunction && (key === 'length' || key === 'prototype' || key === 'arguments' || key === 'caller')) continue
      if (properties.length >= MAX_PER_OBJECT || this.valuesLeft <= 0) {
        left++
        continue
      }
      properties[properties.length] = this.property(object, key)
    }
    if (properties.length > 0) node.properties = properties
    if (left > 0) cut(node, { what: 'properties', reason: 'items', count: left })
  }

  private property (object: object, key: string | symbol): PropertyRecord {
    const descriptor = getOwnPropertyDescriptor(object, key) ?? {}
    const name = typeof key === 'symbol' ? symbolDescription(key) ?? '' : key
    const record: PropertyRecord = { name: slice(name, 0, 2_000), value: null }
    if (typeof key === 'symbol') record.symbol = true
    if (descriptor.get !== undefined || descriptor.set !== undefined) {
      const missing = descriptor.get === undefined ? undefined : missingOf(descriptor.get)
      record.value = missing ?? { missing: 'getter' }
      if (missing === undefined) {
        if (descriptor.get !== undefined) record.get = this.value(descriptor.get)
        if (descriptor.set !== undefined) record.set = this.value(descriptor.set)
      }
    } else {
      record.value = this.value(descriptor.value)
      if (descriptor.writable === false) record.writable = false
    }
    if (descriptor.enumerable === false) record.enumerable = false
    if (descriptor.configurable === false) record.configurable = false
    return record
  }
}

function cut (node: GraphNode, what: Cut): void {
  if (node.cut === undefined) node.cut = [what]
  else node.cut[node.cut.length] = what
}

const bigintText = Function.prototype.call.bind(BigInt.prototype.toString) as (value: bigint) => string
