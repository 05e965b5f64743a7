import { types } from 'node:util'
import { isRef, type ExceptionRecord, type GraphNode } from '../../src/model'
import { SafeMap, getOwnPropertyDescriptor, ownKeys } from '../primordials'
import { readException } from '../snapshot/read-exception'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject } from '../snapshot/snapshot-store'
import type { GraphWalk } from '../walk/graph-walk'

type AddValues = <T>(snapshot: Snapshot, read: (walk: GraphWalk) => T) => T

/**
 * Reads an error again that the program changed after it was thrown, as template engines, query builders and loaders do on the way up: a
 * message that names the file, a code, a cause, the request. The record is of the error as it is now, which is what the program prints;
 * `atThrow` says what it was. Its stack stays the one of the throw, and what the agent knows the error by does, too.
 */
export function readLater (snapshot: Snapshot, thrown: unknown, addValues: AddValues): void {
  const { exception, nodes } = snapshot
  if (!isObject(thrown) || types.isProxy(thrown) || !isRef(exception.value)) return
  if (!hasChanged(thrown, exception, nodes[exception.value.ref]!)) return
  const later = addValues(snapshot, walk => readException(walk, thrown, snapshot.stackText))
  const { type, message, code } = exception
  const isSame = later.type === type && later.message === message && later.code === code
  snapshot.later = { ...later, stack: exception.stack, ...!isSame && { atThrow: { type, message, ...code !== undefined && { code } } } }
}

/** By its own properties, as they were recorded; what was masked or cut is taken to be the same. */
function hasChanged (thrown: object, { cause }: ExceptionRecord, { properties = [], cut }: GraphNode): boolean {
  const known = new SafeMap<string, unknown>()
  for (let index = 0; index < properties.length; index++) if (properties[index]!.symbol === undefined) known.set(properties[index]!.name, properties[index]!.value)
  const isWhole = cut === undefined
  const keys = ownKeys(thrown)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    if (typeof key !== 'string' || key === 'stack') continue
    const value = getOwnPropertyDescriptor(thrown, key)?.value as unknown
    if (key === 'cause' && (value === undefined || value === null) !== (cause === undefined)) return true
    if (!known.has(key)) {
      if (isWhole) return true
      continue
    }
    const before = known.get(key)
    const isComparable = typeof before === 'string' || typeof before === 'number' || typeof before === 'boolean'
    if (isComparable && before !== value) return true
  }
  return false
}
