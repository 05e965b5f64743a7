import { types } from 'node:util'
import { MAX_BUFFER_BYTES } from '../../src/limits'
import type { GraphNode, Value } from '../../src/model'
import {
  arrayBufferBytes, bufferToString, copyBytes, dataViewBuffer, dataViewBytes, dataViewOffset, sharedArrayBufferBytes,
  typedArrayBuffer, typedArrayBytes, typedArrayLength, typedArrayOffset,
} from '../primordials'
import { cut } from './fill-node'
import type { GraphWalk } from './graph-walk'

/** Bytes looked at beyond the kept ones, so that a secret that begins among them is recognised whole. */
const LOOK_AHEAD_BYTES = 256
const NO_BYTES = Buffer.alloc(0)

/**
 * Records a buffer's size and first bytes, or a typed array's first elements. Text that is a secret is masked in its bytes
 * too. Gives the predicate for keys that are elements, for objects that have such.
 */
export function fillBytes (walk: GraphWalk, node: GraphNode, object: object): ((key: string | symbol) => boolean) | undefined {
  const isTypedArray = types.isTypedArray(object)
  const isDataView = types.isDataView(object)
  node.subtype = isTypedArray ? 'typedarray' : isDataView ? 'dataview' : types.isSharedArrayBuffer(object) ? 'sharedarraybuffer' : 'arraybuffer'
  const view = isTypedArray
    ? { buffer: typedArrayBuffer(object), offset: typedArrayOffset(object), bytes: typedArrayBytes(object) }
    : isDataView
      ? viewOf(object)
      : { buffer: object as ArrayBuffer, offset: 0, bytes: sizeOfBuffer(object) }
  // A detached buffer has no bytes, and may not be looked at.
  const looked = view.bytes === 0 ? NO_BYTES : copyBytes(view.buffer, view.offset, Math.min(view.bytes, MAX_BUFFER_BYTES + LOOK_AHEAD_BYTES))
  const isSecret = holdsSecret(walk, looked)
  node.size = isTypedArray ? typedArrayLength(object) : view.bytes
  if (isSecret) {
    cut(walk, node, { what: isTypedArray ? 'elements' : 'bytes', reason: 'masked', count: node.size })
  } else if (isTypedArray && !types.isUint8Array(object)) {
    fillElements(walk, node, object as ArrayLike<number | bigint>)
  } else {
    const kept = Math.min(view.bytes, MAX_BUFFER_BYTES)
    node.bytes = bufferToString(looked, 'base64', 0, kept)
    if (view.bytes > kept) cut(walk, node, { what: 'bytes', reason: 'items', count: view.bytes - kept })
  }
  return isTypedArray ? isIndex : undefined
}

function isIndex (key: string | symbol): boolean {
  return typeof key === 'string' && +key >= 0 && String(+key) === key
}

function fillElements (walk: GraphWalk, node: GraphNode, array: ArrayLike<number | bigint>): void {
  const kept = Math.min(node.size!, walk.limits.maxItems)
  const elements: Value[] = new Array(kept)
  // Elements of typed arrays are memory: reading one runs no code.
  for (let index = 0; index < kept; index++) elements[index] = walk.value(array[index])
  node.elements = elements
  if (node.size! > kept) cut(walk, node, { what: 'elements', reason: 'items', count: node.size! - kept })
}

function viewOf (object: object): { buffer: ArrayBuffer, offset: number, bytes: number } {
  try {
    return { buffer: dataViewBuffer(object), offset: dataViewOffset(object), bytes: dataViewBytes(object) }
  } catch {
    // The view's buffer was detached or shrunk.
    return { buffer: new ArrayBuffer(0), offset: 0, bytes: 0 }
  }
}

function sizeOfBuffer (object: object): number {
  return types.isSharedArrayBuffer(object) ? sharedArrayBufferBytes(object) : arrayBufferBytes(object)
}

function holdsSecret (walk: GraphWalk, bytes: Buffer): boolean {
  if (bytes.length < 6) return false
  const text = bufferToString(bytes, 'latin1')
  if (walk.masker.maskText(text) !== text) return true
  const wide = bufferToString(bytes, 'utf16le')
  return walk.masker.maskText(wide) !== wide
}
