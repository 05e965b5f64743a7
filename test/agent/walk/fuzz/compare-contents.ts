import { types } from 'node:util'
import { MAX_BUFFER_BYTES } from '../../../../src/limits'
import type { Cut, GraphNode, PropertyRecord } from '../../../../src/model'
import type { Comparison } from './compare-values'

const getterOf = (prototype: object, name: string): (object: unknown) => number => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name)!
  return object => (get as () => number).call(object)
}
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object
const typedLength = getterOf(TypedArray, 'length')
const mapSize = getterOf(Map.prototype, 'size')
const setSize = getterOf(Set.prototype, 'size')
/** Beyond this many elements the recorder needs V8's help to find keys that are no indexes. */
const MAX_KEYED = 2000

/** All that a node says of the object it stands for, but for what only V8 knows. `depth` is the level of its members. */
export function compareContents (all: Comparison, node: GraphNode, live: object, where: string, depth: number): void {
  const { maxItems } = all.limits
  let skipped: (key: string | symbol) => boolean = () => false
  let isAllKeyed = true
  if (typeof live === 'function') {
    skipped = key => ['length', 'prototype', 'arguments', 'caller'].includes(key as string)
    const isClass = /^class\b/.test(Function.prototype.toString.call(live))
    if (isClass !== (node.functionKind === 'class')) all.differ(where, `is recorded as a ${node.functionKind}`)
  } else if (Array.isArray(live)) {
    compareElements(all, node, live, where, depth)
    skipped = key => typeof key === 'string' && (key === 'length' || isIndex(key, 2 ** 32 - 2))
    isAllKeyed = !isListLong(live) || all.hasInsight
  } else if (types.isNativeError(live)) {
    check(all, node, 'error', undefined, where)
    skipped = key => key === 'stack'
  } else if (types.isMap(live)) {
    check(all, node, 'map', mapSize(live), where)
    compareList(all, node, node.entries, mapSize(live), 'entries', where)
    const entries = [...Map.prototype.entries.call(live)].slice(0, maxItems)
    node.entries?.forEach(([key, value], index) => {
      all.value(key, entries[index]?.[0], `${where}.key(${index})`, depth)
      all.value(value, entries[index]?.[1], typeof entries[index]?.[0] === 'string' ? `${where}.${entries[index][0]}` : `${where}.entry(${index})`, depth)
    })
  } else if (types.isSet(live)) {
    check(all, node, 'set', setSize(live), where)
    compareList(all, node, node.elements, setSize(live), 'elements', where)
    const elements = [...Set.prototype.values.call(live)]
    node.elements?.forEach((each, index) => all.value(each, elements[index], `${where}[${index}]`, depth))
  } else if (types.isDate(live)) {
    const time = Date.prototype.getTime.call(live)
    if (node.value !== (Number.isNaN(time) ? null : time)) all.differ(where, `is recorded with the time ${String(node.value)}`)
  } else if (types.isRegExp(live)) {
    check(all, node, 'regexp', undefined, where)
    skipped = key => key === 'lastIndex' && Object.getOwnPropertyDescriptor(live, key)?.value === 0
  } else if (types.isBoxedPrimitive(live)) {
    check(all, node, 'boxed', undefined, where)
    all.value(node.value, unboxed(live), `${where}(boxed)`, depth)
    if (types.isStringObject(live)) {
      const last = isListLong(live) ? 2 ** 32 - 2 : String.prototype.valueOf.call(live).length - 1
      skipped = key => typeof key === 'string' && (key === 'length' || isIndex(key, last))
    }
    if (types.isStringObject(live)) isAllKeyed = !isListLong(live) || all.hasInsight
  } else if (types.isTypedArray(live) || types.isAnyArrayBuffer(live) || types.isDataView(live)) {
    compareBytes(all, node, live, where, depth)
    if (types.isTypedArray(live)) {
      isAllKeyed = !isListLong(live) || all.hasInsight
      skipped = key => typeof key === 'string' && isIndex(key, Infinity)
    }
  } else if (types.isPromise(live)) check(all, node, 'promise', undefined, where)
  else if (types.isGeneratorObject(live)) check(all, node, 'generator', undefined, where)
  else if (types.isArgumentsObject(live)) check(all, node, 'arguments', undefined, where)
  else if (types.isModuleNamespaceObject(live)) check(all, node, 'module', undefined, where)
  else if (node.subtype !== undefined && !['weakmap', 'weakset', 'weakref', 'iterator', 'external'].includes(node.subtype)) all.differ(where, `is recorded as ${node.subtype}`)
  if (isAllKeyed) compareProperties(all, node, live, where, depth, skipped)
  if (!types.isModuleNamespaceObject(live)) compareIntegrity(all, node, live, where)
}

function check (all: Comparison, node: GraphNode, subtype: string, size: number | undefined, where: string): void {
  if (node.subtype !== subtype) all.differ(where, `is a ${subtype}, recorded ${node.subtype}`)
  if (size !== undefined && node.size !== size) all.differ(where, `has ${size}, recorded ${node.size}`)
}

function compareElements (all: Comparison, node: GraphNode, live: readonly unknown[], where: string, depth: number): void {
  check(all, node, 'array', live.length, where)
  compareList(all, node, node.elements, live.length, 'elements', where)
  const holes = new Set(node.holes ?? [])
  node.elements?.forEach((each, index) => {
    const descriptor = Object.getOwnPropertyDescriptor(live, index)
    if (holes.has(index) !== (descriptor === undefined)) all.differ(`${where}[${index}]`, 'is a hole on one side')
    else if (descriptor !== undefined) compareMember(all, each, descriptor, `${where}[${index}]`, depth)
  })
}

function compareMember (all: Comparison, recorded: PropertyRecord['value'], { get, set, value }: PropertyDescriptor, where: string, depth: number): void {
  if (get === undefined && set === undefined) return all.value(recorded, value, where, depth)
  if (JSON.stringify(recorded) !== '{"missing":"getter"}') all.differ(where, `is an accessor, recorded ${JSON.stringify(recorded)}`)
}

/** As many as there are, or as the limit allows and the rest counted. */
function compareList (all: Comparison, node: GraphNode, list: readonly unknown[] | undefined, size: number, what: Cut['what'], where: string): void {
  const kept = Math.min(size, all.limits.maxItems)
  const left = node.cut?.find(each => each.what === what)
  if ((list?.length ?? 0) !== kept || (left?.count ?? 0) !== size - kept) all.differ(where, `has ${size} ${what}, recorded ${list?.length} and ${left?.count} cut`)
}

function compareProperties (all: Comparison, node: GraphNode, live: object, where: string, depth: number, skipped: (key: string | symbol) => boolean): void {
  let keys = Reflect.ownKeys(live).filter(key => !skipped(key))
  // V8, asked for the keys of a long list, gives the hidden ones last.
  const rank = (key: string | symbol): number => typeof key === 'symbol' ? 2 : Object.prototype.propertyIsEnumerable.call(live, key) ? 0 : 1
  if (isListLong(live)) keys = keys.sort((a, b) => rank(a) - rank(b))
  const list = node.properties ?? []
  // V8 could not be asked for them, and the node says why.
  if (isListLong(live) && node.cut?.some(({ what, count }) => what === 'properties' && count === 0)) return
  compareList(all, node, list, keys.length, 'properties', where)
  list.forEach((record, index) => {
    const key = keys[index]
    if (key === undefined) return
    const name = typeof key === 'symbol' ? key.description ?? '' : key
    const at = `${where}.${name.slice(0, 50)}`
    if (record.name !== all.cutName(name) || record.symbol !== (typeof key === 'symbol' ? true : undefined)) return all.differ(at, `is recorded as ${JSON.stringify(record.name).slice(0, 80)}`)
    // A hidden stack may be one that a look would format.
    if (key === 'stack' && !Object.prototype.propertyIsEnumerable.call(live, key)) return compareMember(all, record.value, { get: () => 0 }, at, depth)
    const descriptor = Object.getOwnPropertyDescriptor(live, key)!
    compareMember(all, record.value, descriptor, at, depth)
    if (record.get !== undefined || descriptor.get !== undefined) all.value(record.get, descriptor.get, `${at}(get)`, depth)
    if (record.set !== undefined || descriptor.set !== undefined) all.value(record.set, descriptor.set, `${at}(set)`, depth)
    for (const flag of ['writable', 'enumerable', 'configurable'] as const) {
      if ((record[flag] === false) !== (descriptor[flag] === false)) all.differ(at, `is ${flag}: ${descriptor[flag]}`)
    }
  })
}

/** See `hasUnlistedKeys` in agent/walk/fill-node.ts. */
export const isListLong = (live: object): boolean => !types.isProxy(live) && MAX_KEYED < (Array.isArray(live) ? live.length : types.isTypedArray(live) ? typedLength(live)
  : types.isStringObject(live) ? String.prototype.valueOf.call(live).length : 0)

function compareBytes (all: Comparison, node: GraphNode, live: object, where: string, depth: number): void {
  if (types.isTypedArray(live) && !types.isUint8Array(live)) {
    check(all, node, 'typedarray', typedLength(live), where)
    compareList(all, node, node.elements, typedLength(live), 'elements', where)
    node.elements?.forEach((each, index) => all.value(each, (live as unknown as ArrayLike<unknown>)[index], `${where}[${index}]`, depth))
    return
  }
  const bytes = bytesOf(live)
  check(all, node, types.isTypedArray(live) ? 'typedarray' : types.isDataView(live) ? 'dataview' : types.isSharedArrayBuffer(live) ? 'sharedarraybuffer' : 'arraybuffer', bytes.length, where)
  const kept = bytes.subarray(0, MAX_BUFFER_BYTES)
  if (node.bytes !== Buffer.from(kept).toString('base64')) all.differ(where, `has other bytes than ${node.bytes?.slice(0, 40)}`)
  if ((node.cut?.find(({ what }) => what === 'bytes')?.count ?? 0) !== bytes.length - kept.length) all.differ(where, 'has its bytes cut wrongly')
}

function bytesOf (live: object): Uint8Array {
  const prototype = types.isDataView(live) ? DataView.prototype : TypedArray
  try {
    if (types.isAnyArrayBuffer(live)) return new Uint8Array(live)
    return new Uint8Array(getterOf(prototype, 'buffer')(live) as unknown as ArrayBuffer, getterOf(prototype, 'byteOffset')(live), getterOf(prototype, 'byteLength')(live))
  } catch {
    // Detached, or out of the bounds of its buffer.
    return new Uint8Array(0)
  }
}

function compareIntegrity (all: Comparison, node: GraphNode, live: object, where: string): void {
  const expected = Object.isFrozen(live) ? 'isFrozen' : Object.isSealed(live) ? 'isSealed' : Object.isExtensible(live) ? undefined : 'isNonExtensible'
  for (const flag of ['isFrozen', 'isSealed', 'isNonExtensible'] as const) {
    if ((node[flag] === true) !== (flag === expected)) all.differ(where, `${flag} is recorded as ${node[flag]}`)
  }
}

function unboxed (live: object): unknown {
  for (const type of [Number, String, Boolean, BigInt, Symbol]) {
    try { return (type.prototype.valueOf as () => unknown).call(live) } catch { continue }
  }
  return undefined
}

function isIndex (key: string, most: number): boolean {
  const index = Number(key)
  return Number.isInteger(index) && index >= 0 && index <= most && String(index) === key
}
