import type { GraphNode } from '../../../src/model'
import { cutSentence } from '../../../src/postmortem/missing-sentence'
import { decodeBase64 } from '../../../src/values/bytes'
import { isAbsent, rebuild } from './build'
import { withPrototype } from './classes'
import { placeOf } from './heap'
import { OwnProxy, hasOwn, reflectGet } from './originals'
import { refusal } from './refusal'

type Elements = new (length: number) => { [index: number]: unknown, length: number }

const intrinsics = globalThis as unknown as Record<string, Elements>
const arrayPrototype = Array.prototype as unknown as Record<string | symbol, unknown>

/** A typed array, buffer or view. Of a cut one, what was recorded is there, and reading beyond throws. */
export function bytesShell (ref: number, node: GraphNode, prototype: object | null): object {
  const bytes = node.bytes === undefined ? undefined : decodeBase64(node.bytes)
  const kept = bytes?.length ?? node.elements?.length ?? 0
  const object = node.subtype === 'typedarray' ? typed(node, bytes, kept) : buffer(node, bytes)
  withPrototype(object, prototype)
  const size = node.size ?? kept
  return size > kept || node.cut?.some(({ what }) => what === 'bytes' || what === 'elements') ? cutBytes(ref, node, object, kept, size) : object
}

function typed (node: GraphNode, bytes: Uint8Array | undefined, kept: number): object {
  const name = [node.className, ...node.prototypes ?? []].find(each => each !== null && /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/.test(each) &&
    each in globalThis) ?? 'Uint8Array'
  const array = new intrinsics[name]!(kept)
  for (let at = 0; at < kept; at++) {
    const rebuilt = bytes !== undefined ? { value: bytes[at] } : rebuild(node.elements![at]!, () => '')
    try { if (!isAbsent(rebuilt)) array[at] = rebuilt.value } catch {}
  }
  return array
}

function buffer (node: GraphNode, bytes: Uint8Array = new Uint8Array(0)): object {
  const memory = node.subtype === 'sharedarraybuffer' ? new SharedArrayBuffer(bytes.length) : new ArrayBuffer(bytes.length)
  new Uint8Array(memory).set(bytes)
  return node.subtype === 'dataview' ? new DataView(memory) : memory
}

/** The language gives no typed array whose elements throw, so that a cut one is a proxy; array methods work on it up to the cut. */
function cutBytes (ref: number, node: GraphNode, object: object, kept: number, size: number): object {
  const cut = node.cut?.find(({ what }) => what === 'bytes' || what === 'elements') ?? { what: 'bytes', reason: 'unavailable', count: size - kept } as const
  const sentence = (): Error => refusal(cutSentence(placeOf(ref), cut, kept, size))
  return new OwnProxy(object, {
    get (target, key) {
      if (key === 'length' || key === 'byteLength') return key === 'length' && node.subtype !== 'typedarray' ? undefined : sizeOf(target, key, size)
      if (typeof key === 'string' && /^\d+$/.test(key)) {
        const index = Number(key)
        if (index >= kept && index < size) throw sentence()
        return reflectGet(target, key)
      }
      if (hasOwn(target, key) || key === 'constructor' || key === Symbol.toStringTag) return reflectGet(target, key, target)
      if (node.subtype === 'typedarray' && hasOwn(arrayPrototype, key) && key !== 'toString') return arrayPrototype[key]
      const value = reflectGet(target, key, target)
      if (value === undefined) return value
      throw sentence()
    },
    has: (target, key) => (typeof key === 'string' && /^\d+$/.test(key) ? Number(key) < size : key in target),
    set () { throw sentence() },
    ownKeys () { throw sentence() },
  })
}

const sizeOf = (target: object, key: string, size: number): number =>
  key === 'byteLength' ? size * ((target as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1) : size
