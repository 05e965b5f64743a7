import { types } from 'node:util'
import { crc32 } from 'node:zlib'

/** Indexes of longer lists of bytes and characters are not looked at one by one. */
const MAX_INDEXED = 1_000

/** All that can be told of objects without changing them, in a row: key order, descriptors, prototype, extensibility, contents. */
export function readState (objects: readonly object[]): unknown[] {
  const state: unknown[] = []
  for (const object of objects) if (!types.isProxy(object)) addState(object, state)
  return state
}

/** Where two readings differ, for people; undefined if nowhere. */
export function stateDifference (before: readonly unknown[], after: readonly unknown[]): string | undefined {
  if (before.length !== after.length) return `${before.length} facts became ${after.length}`
  for (let index = 0; index < before.length; index++) {
    if (!Object.is(before[index], after[index])) return `fact ${index} of ${before.length}, after ${describe(before.slice(index - 4, index))}: ${describe([before[index]])} became ${describe([after[index]])}`
  }
  return undefined
}

function addState (object: object, state: unknown[]): void {
  state.push(Object.getPrototypeOf(object), Object.isExtensible(object))
  const isBytes = types.isTypedArray(object)
  const isLong = isBytes ? lengthOf(object) > MAX_INDEXED : types.isStringObject(object) && String.prototype.valueOf.call(object).length > MAX_INDEXED
  for (const key of isLong ? Object.getOwnPropertySymbols(object) : Reflect.ownKeys(object)) {
    state.push(key)
    // To look at a stack is to format it, on Node 20 and of errors made by hand: that is not ours to do either.
    if (key === 'stack') continue
    const { value, get, set, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, key)!
    state.push(value, get, set, writable, enumerable, configurable)
  }
  if (types.isMap(object)) for (const [key, value] of Map.prototype.entries.call(object)) state.push(key, value)
  if (types.isSet(object)) state.push(...Set.prototype.values.call(object))
  if (types.isDate(object)) state.push(Date.prototype.getTime.call(object))
  if (types.isAnyArrayBuffer(object)) state.push(checksum(object))
}

function checksum (buffer: ArrayBufferLike): number | string {
  try { return crc32(new Uint8Array(buffer)) } catch { return 'detached' }
}

const lengthOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')!.get!
  .call.bind(Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')!.get!) as (list: object) => number

const describe = (values: readonly unknown[]): string =>
  values.map(value => typeof value === 'object' || typeof value === 'function' ? typeof value : String(value).slice(0, 60)).join(', ')
