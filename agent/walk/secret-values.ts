import { types } from 'node:util'
import type { Masker } from '../../src/mask/masker'
import {
  arrayIsArray, bufferFrom, getOwnPropertyDescriptor, ownKeys, typedArrayBuffer, typedArrayBytes, typedArrayOffset,
} from '../primordials'

const MAX_KEYS = 20
const MAX_DEPTH = 2

/**
 * Remembers the values found under a secret name, so that the same secret is masked wherever else it stands (a message, a source
 * line). Of an object under such a name all strings near its surface count: `credentials: { user, password }` is masked whole.
 */
export function taintFrom (value: unknown, masker: Masker, name: string, depth = 0): void {
  if (typeof value === 'string') return masker.addTaint(value, name)
  if (types.isUint8Array(value)) return taintFromBytes(value, masker, name)
  if (typeof value === 'number' || typeof value === 'bigint') return masker.addTaint(String(value), name)
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH || types.isProxy(value)) return
  const isList = arrayIsArray(value)
  if (isList && value.length > 1000) return
  const keys = ownKeys(value)
  for (let index = 0; index < keys.length && index < MAX_KEYS; index++) {
    const key = keys[index]!
    if (typeof key !== 'string' || (isList && key === 'length')) continue
    const descriptor = getOwnPropertyDescriptor(value, key)
    if (descriptor === undefined || descriptor.get !== undefined) continue
    const isNamed = isList || masker.isSecretName(key)
    if (isNamed || typeof descriptor.value === 'object') taintFrom(descriptor.value, masker, isList ? name : key, depth + 1)
  }
}

/** A Buffer over the same memory: a subclass of the program may have its own ideas of `buffer` and `length`. */
function taintFromBytes (bytes: Uint8Array, masker: Masker, name: string): void {
  const length = typedArrayBytes(bytes)
  if (length > 0) masker.addTaint(bufferFrom(typedArrayBuffer(bytes), typedArrayOffset(bytes), length), name)
}
