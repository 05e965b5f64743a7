import type { ValueRef } from '../../src/model'

/**
 * A document of the graph (a node, a scope, a record with values in it) with every reference replaced, in place, once each however
 * often a part of it is shared. References are the only objects with the one key `ref`.
 */
export function eachValue<T> (document: T, replace: (value: ValueRef) => ValueRef, seen: Set<unknown> = new Set()): T {
  if (typeof document !== 'object' || document === null) return document
  if (isRef(document)) return replace(document) as T
  if (seen.has(document)) return document
  seen.add(document)
  const holder = document as unknown as Record<string, unknown>
  for (const key of Object.keys(holder)) {
    const value = holder[key]
    if (typeof value === 'object' && value !== null) holder[key] = eachValue(value, replace, seen)
  }
  return document
}

function isRef (value: object): value is ValueRef {
  return typeof (value as Partial<ValueRef>).ref === 'number'
}
