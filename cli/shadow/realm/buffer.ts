import { unknownMember } from '../../../src/postmortem/missing-sentence'
import { hexText } from '../../../src/values/bytes'
import { base64 } from './base64'
import { guarded, isAsked } from './guard'
import { create, defineProperty } from './originals'
import { refusal, refuse } from './refusal'

const OVERRIDDEN = ['slice', 'subarray', 'indexOf', 'lastIndexOf', 'includes', 'fill', 'toLocaleString', 'buffer', 'byteOffset']
const target = create(Uint8Array.prototype) as object

/** Node's Buffer: its own `toString` and `equals`, and a refusal for the rest of what it has of its own. */
export const bufferPrototype = guarded(target, key => isAsked(key) ? undefined : refusal(unknownMember(String(key), 'Buffer')))

const define = (name: string, value: unknown): void => { defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false }) }
for (const name of OVERRIDDEN) {
  defineProperty(target, name, { configurable: true, get () { return refuse(`${name} of a Buffer is Node's own code, which is not here: Uint8Array.from(…) has the language's`) } })
}
const Buffer = function (): never { return refuse('Buffer is a class of Node, which is not here') }
define('constructor', Buffer)
defineProperty(Buffer, 'prototype', { value: bufferPrototype })
define('toString', function (this: Uint8Array, encoding = 'utf8', start = 0, end = this.length): string {
  const bytes: number[] = []
  for (let at = start; at < end && at < this.length; at++) bytes.push(this[at]!)
  return decode(bytes, String(encoding).toLowerCase())
})
define('equals', function (this: Uint8Array, other: Uint8Array): boolean {
  if (this.length !== other.length) return false
  for (let at = 0; at < this.length; at++) if (this[at] !== other[at]) return false
  return true
})

function decode (bytes: number[], encoding: string): string {
  switch (encoding) {
    case 'hex': return hexText(Uint8Array.from(bytes))
    case 'latin1': case 'binary': return text(bytes)
    case 'ascii': return text(bytes.map(byte => byte & 127))
    case 'utf16le': case 'utf-16le': case 'ucs2': case 'ucs-2': {
      let result = ''
      for (let at = 0; at + 1 < bytes.length; at += 2) result += String.fromCharCode(bytes[at]! | bytes[at + 1]! << 8)
      return result
    }
    case 'base64': return base64(bytes)
    case 'base64url': return base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
    case 'utf8': case 'utf-8': return utf8(bytes)
    default: throw new TypeError(`Unknown encoding: ${encoding}`)
  }
}

function text (codes: number[]): string {
  let result = ''
  for (const code of codes) result += String.fromCharCode(code)
  return result
}

/** As the WHATWG decoder: U+FFFD for each maximal part that is no UTF-8. */
function utf8 (bytes: number[]): string {
  let result = ''
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at++]!
    if (first < 0x80) {
      result += String.fromCharCode(first)
      continue
    }
    const length = first >= 0xC2 && first <= 0xDF ? 1 : first >= 0xE0 && first <= 0xEF ? 2 : first >= 0xF0 && first <= 0xF4 ? 3 : 0
    let code = length === 1 ? first & 31 : length === 2 ? first & 15 : first & 7
    let low = first === 0xE0 ? 0xA0 : first === 0xF0 ? 0x90 : 0x80
    let high = first === 0xED ? 0x9F : first === 0xF4 ? 0x8F : 0xBF
    let left = length
    while (left > 0 && at < bytes.length && bytes[at]! >= low && bytes[at]! <= high) {
      code = code << 6 | bytes[at++]! & 63
      low = 0x80
      high = 0xBF
      left--
    }
    result += length === 0 || left > 0 ? '\uFFFD' : String.fromCodePoint(code)
  }
  return result
}
