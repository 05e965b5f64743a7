import { types } from 'node:util'
import type { Masker } from '../../src/mask/masker'
import {
  arrayIsArray, bigIntToString, copyBytes, getOwnPropertyDescriptor, ownKeys, stringValueOf, toStringOf, typedArrayBuffer, typedArrayBytes, typedArrayOffset,
} from '../primordials'
import { isHugeBigInt } from './huge-values'
import { isRealmGlobal } from './machinery'

const MAX_KEYS = 20
const MAX_DEPTH = 2
/** Longer texts and buffers are data: nobody searches for them elsewhere, and to look at a rope of them is to build it. */
const MAX_SECRET_LENGTH = 64 * 1024

/**
 * Remembers the values found under a secret name, so that the same secret is masked wherever else it stands (a message, a source
 * line). Of an object under such a name all strings near its surface count: `credentials: { user, password }` is masked whole.
 */
export function taintFrom (value: unknown, masker: Masker, name: string, depth = 0): void {
  if (typeof value === 'string') return value.length <= MAX_SECRET_LENGTH ? masker.addTaint(value, name) : undefined
  if (types.isUint8Array(value)) return taintFromBytes(value, masker, name)
  if (typeof value === 'number') return masker.addTaint(toStringOf(value), name)
  if (typeof value === 'bigint') return isHugeBigInt(value) ? undefined : masker.addTaint(bigIntToString(value), name)
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || types.isProxy(value)) return
  if (types.isStringObject(value)) return taintFrom(stringValueOf(value as never), masker, name)
  // Their elements are keys, and no secret is among those of the others: millions of strings for nothing.
  if (types.isTypedArray(value) || isRealmGlobal(value)) return
  const isList = arrayIsArray(value)
  if (isList && value.length > 1000) return
  const keys = ownKeys(value)
  for (let index = 0; index < keys.length && index < MAX_KEYS; index++) {
    const key = keys[index]!
    // A stack that nobody has looked at is formatted by a look at its descriptor (Node 20), by code of the program's.
    if (typeof key !== 'string' || key === 'stack' || (isList && key === 'length')) continue
    const descriptor = getOwnPropertyDescriptor(value, key)
    if (descriptor === undefined || descriptor.get !== undefined) continue
    const isNamed = isList || masker.isSecretName(key)
    if (isNamed || typeof descriptor.value === 'object') taintFrom(descriptor.value, masker, isList ? name : key, depth + 1)
  }
}

/** A copy of the memory: a subclass of the program may have its own ideas of `buffer` and `length`. */
function taintFromBytes (bytes: Uint8Array, masker: Masker, name: string): void {
  const length = typedArrayBytes(bytes)
  if (length > 0 && length <= MAX_SECRET_LENGTH) masker.addTaint(copyBytes(typedArrayBuffer(bytes), typedArrayOffset(bytes), length), name)
}
