import type { GraphNode, Value } from '../../../src/model'
import { decodeBase64 } from '../../../src/values/bytes'
import { expectedKeys, isAbsent, keyCount, rebuild } from './build'
import { heap } from './heap'
import {
  OwnMap, dateTime, getOwnPropertyDescriptor, is, isExtensible, mapForEach, mapGet, mapSet, mapSize, setForEach, setSize, viewByte,
} from './originals'
import { hasAssignedPrivates } from './private-fields'
import { assigned } from './scope'

/**
 * What expressions changed since the heap was built: the nodes whose objects are not as recorded any more, and all that lead to one.
 * `undefined` if nothing was.
 */
export function changedNodes (): Map<number, true> | undefined {
  const changed: number[] = []
  for (const ref of heap.built) if (isChanged(ref)) changed[changed.length] = ref
  if (changed.length === 0) return mapSize(assigned) > 0 || hasAssignedPrivates ? new OwnMap() : undefined
  return withReferrers(changed)
}

function isChanged (ref: number): boolean {
  const node = heap.nodes[ref]!
  const object = heap.objects[ref]!
  if (node.subtype === 'proxy') return false
  try {
    if (keyCount(object) !== (expectedKeys(node) ?? heap.keyCounts[ref])) return true
    if (node.subtype !== 'module' && node.type !== 'function' && isExtensible(object) === (node.isFrozen ?? node.isSealed ?? node.isNonExtensible ?? false)) return true
    for (const { name, symbol, value, writable = true, enumerable = true, configurable = true } of node.properties ?? []) {
      if (symbol) continue
      const descriptor = getOwnPropertyDescriptor(object, name)
      if (descriptor === undefined) return true
      if (descriptor.enumerable !== enumerable && !node.isFrozen) return true
      if (descriptor.get === undefined && (descriptor.writable !== writable || descriptor.configurable !== configurable) && !node.isFrozen && !node.isSealed) return true
      if (!isSame(value, descriptor)) return true
    }
    return isContentChanged(node, object)
  } catch {
    return false
  }
}

function isSame (value: Value, descriptor: PropertyDescriptor): boolean {
  const expected = expectedOf(value)
  return isAbsent(expected) ? descriptor.get !== undefined : descriptor.get === undefined && is(descriptor.value, expected.value)
}

/** Without building anything: what a recorded object leads to is built with it. */
function expectedOf (value: Value): ReturnType<typeof rebuild> {
  if (value !== null && typeof value === 'object' && 'ref' in value) return { value: heap.objects[value.ref] }
  return rebuild(value, () => '')
}

function isContentChanged (node: GraphNode, object: object): boolean {
  switch (node.subtype) {
    case 'array': {
      const { elements = [], holes } = node
      if ((object as unknown[]).length !== Math.max(node.size ?? 0, elements.length)) return true
      for (let index = 0; index < elements.length; index++) {
        const descriptor = getOwnPropertyDescriptor(object, index)
        if (descriptor === undefined ? holes?.includes(index) !== true : holes?.includes(index) === true || !isSame(elements[index]!, descriptor)) return true
      }
      return false
    }
    case 'map': {
      if (mapSize(object) !== (node.entries ?? []).filter(([key]) => !isAbsent(expectedOf(key))).length) return true
      let isOther = false
      mapForEach(object, ((value: unknown, key: unknown) => {
        isOther ||= !node.entries!.some(([eachKey, each]) => matches(eachKey, key) && matches(each, value))
      }) as never)
      return mapSize(object) <= MAX_COMPARED && isOther
    }
    case 'set': {
      if (setSize(object) !== (node.elements ?? []).filter(key => !isAbsent(expectedOf(key))).length) return true
      let at = 0
      let isOther = false
      setForEach(object, ((value: unknown) => {
        while (at < node.elements!.length && isAbsent(expectedOf(node.elements![at]!))) at++
        isOther ||= !matches(node.elements![at++]!, value)
      }) as never)
      return isOther
    }
    case 'date': return !is(dateTime(object), typeof node.value === 'number' ? node.value : NaN)
    case 'regexp': {
      const isRecorded = node.properties?.some(({ name }) => name === 'lastIndex')
      return isRecorded !== true && (getOwnPropertyDescriptor(object, 'lastIndex')?.value ?? 0) !== 0
    }
    case 'typedarray': {
      const bytes = node.bytes === undefined ? undefined : decodeBase64(node.bytes)
      if (bytes !== undefined) return bytes.some((byte, at) => (object as Uint8Array)[at] !== byte)
      return (node.elements ?? []).some((element, at) => !matches(element, (object as Uint8Array)[at]))
    }
    case 'dataview': return decodeBase64(node.bytes ?? '').some((byte, at) => viewByte(object, at) !== byte)
    default: return false
  }
}

/** Maps are compared entry by entry with all others. */
const MAX_COMPARED = 2_000

function matches (value: Value, actual: unknown): boolean {
  const expected = expectedOf(value)
  return isAbsent(expected) || is(expected.value, actual) || (expected.value === 0 && actual === 0)
}

function withReferrers (changed: number[]): Map<number, true> {
  const referrers = new OwnMap<number, number[]>()
  const add = (value: Value | undefined, ref: number): void => {
    if (value === undefined || value === null || typeof value !== 'object' || !('ref' in value)) return
    const known = mapGet(referrers, value.ref) as number[] | undefined
    if (known === undefined) mapSet(referrers, value.ref, [ref])
    else known[known.length] = ref
  }
  for (const ref of heap.built) {
    const node = heap.nodes[ref]!
    for (const list of [node.properties, node.privates, node.internals]) for (const { value } of list ?? []) add(value, ref)
    for (const value of node.elements ?? []) add(value, ref)
    for (const [key, value] of node.entries ?? []) {
      add(key, ref)
      add(value, ref)
    }
  }
  const found = new OwnMap<number, true>()
  const open = [...changed]
  for (let at = 0; at < open.length; at++) {
    const ref = open[at]!
    if (mapGet(found, ref) !== undefined) continue
    mapSet(found, ref, true)
    for (const referrer of (mapGet(referrers, ref) as number[] | undefined) ?? []) open[open.length] = referrer
  }
  return found
}
