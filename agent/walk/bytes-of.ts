import { types } from 'node:util'
import {
  arrayBufferBytes, arrayIsArray, copyBytes, dataViewBuffer, dataViewBytes, dataViewOffset, getOwnPropertyDescriptor, sharedArrayBufferBytes,
  typedArrayBuffer, typedArrayBytes, typedArrayOffset,
} from '../primordials'

/** Keys are shorter; what is longer is data. */
const MAX_BYTES = 1_024

/** A shorter list of numbers is no key. */
const MIN_ELEMENTS = 16

/** A copy of the bytes that a buffer, a view of one or a list of bytes holds; undefined for all else, and if there are too many. */
export function bytesOf (value: object): Buffer | undefined {
  // Subclasses of the program may have their own ideas of `buffer` and `length`.
  if (types.isTypedArray(value)) return copied(typedArrayBuffer(value), typedArrayOffset(value), typedArrayBytes(value))
  if (types.isArrayBuffer(value)) return copied(value, 0, arrayBufferBytes(value))
  if (types.isSharedArrayBuffer(value)) return copied(value, 0, sharedArrayBufferBytes(value))
  if (types.isDataView(value)) {
    try {
      return copied(dataViewBuffer(value), dataViewOffset(value), dataViewBytes(value))
    } catch {
      // The view's buffer was detached or shrunk.
      return undefined
    }
  }
  return arrayIsArray(value) ? ofNumbers(value) : undefined
}

function copied (buffer: ArrayBufferLike, offset: number, length: number): Buffer | undefined {
  return length > 0 && length <= MAX_BYTES ? copyBytes(buffer, offset, length) : undefined
}

function ofNumbers (array: unknown[]): Buffer | undefined {
  const { length } = array
  if (length < MIN_ELEMENTS || length > MAX_BYTES) return undefined
  const bytes = copyBytes(new ArrayBuffer(length), 0, length)
  for (let index = 0; index < length; index++) {
    const element = getOwnPropertyDescriptor(array, index)?.value as unknown
    if (typeof element !== 'number' || element !== (element & 255)) return undefined
    bytes[index] = element
  }
  return bytes
}
