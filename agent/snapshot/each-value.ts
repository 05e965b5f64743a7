import type { ValueRef } from '../../src/model'

/**
 * A document of the graph (a node, a scope, a record with values in it) with every reference replaced, in place. References are the
 * only objects with the one key `ref`.
 */
export function eachValue<T> (document: T, replace: (value: ValueRef) => unknown): T {
  if (typeof document !== 'object' || document === null) return document
  if (isRef(document)) return replace(document) as T
  const holder = document as unknown as Record<string, unknown>
  for (const key of Object.keys(holder)) {
    const value = holder[key]
    if (typeof value === 'object' && value !== null) holder[key] = eachValue(value, replace)
  }
  return document
}

function isRef (value: object): value is ValueRef {
  return typeof (value as Partial<ValueRef>).ref === 'number'
}
