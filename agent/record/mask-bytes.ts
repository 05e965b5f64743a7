import type { Masker } from '../../src/mask/masker'
import type { GraphNode, Value } from '../../src/model'

/** Fewer are no secret that anybody would spell so. */
const MIN_CODES = 6

/**
 * Removes the bytes of a buffer, and the elements of a typed array, in which the text of a secret stands. Gives whether there
 * was one. Needed once more after the walk: a buffer may be met before the variable that names its content a secret.
 */
export function maskBytes (node: GraphNode, masker: Masker): boolean {
  const texts = node.bytes !== undefined ? textsOf(Buffer.from(node.bytes, 'base64'))
    : node.subtype === 'typedarray' || node.subtype === 'array' ? [codesOf(node.elements), pairsOf(node.elements), memoryOf(node)] : []
  const isWhole = node.cut === undefined
  if (texts.every(text => text === '' || (isWhole ? masker.maskText(text) : masker.maskTail(text)) === text)) return false
  const what = node.bytes !== undefined ? 'bytes' : 'elements'
  delete node.bytes
  if (what === 'elements') delete node.elements
  node.cut = [...(node.cut ?? []).filter(cut => cut.what !== what), { what, reason: 'masked', count: node.size ?? 0 }]
  return true
}

/** One byte a character, UTF-8 where that differs, and UTF-16 of either byte order. */
function textsOf (bytes: Buffer): string[] {
  const texts = [bytes.toString('latin1'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')]
  if (bytes.some(byte => byte > 127)) texts.push(bytes.toString('utf8'))
  return texts
}

/** Views of the same memory, whose elements are several bytes each. */
const WIDE: Readonly<Record<string, new (elements: never) => ArrayBufferView>> = {
  Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
}

/** The memory of a typed array of wide elements as a text; empty for all else. */
function memoryOf (node: GraphNode): string {
  const type = node.subtype === 'typedarray' && Object.hasOwn(WIDE, node.className) ? WIDE[node.className] : undefined
  if (type === undefined || node.elements === undefined || node.elements.length === 0) return ''
  const elements = node.elements.map(element => {
    const value = typeof element === 'object' && element !== null && 'value' in element ? element.value : element
    return /^Big/.test(node.className) ? BigInt(/^-?\d+$/.test(String(value)) ? String(value) : 0) : Number(value)
  })
  const { buffer, byteOffset, byteLength } = new type(elements as never)
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

/** Of a list of hexadecimal pairs the bytes. */
function pairsOf (elements: readonly Value[] = []): string {
  const isPairs = elements.length >= MIN_CODES && elements.every(element => typeof element === 'string' && /^[\da-f]{1,2}$/i.test(element))
  return isPairs ? String.fromCharCode(...elements.map(element => Number.parseInt(element as string, 16))) : ''
}

/** The elements as a text: character codes, or single characters. Empty if one is neither. */
function codesOf (elements: readonly Value[] = []): string {
  if (elements.length < MIN_CODES) return ''
  let text = ''
  for (const element of elements) {
    const code = typeof element === 'object' && element !== null && 'type' in element && element.type === 'bigint' ? Number(element.value) : element
    if (typeof code === 'string' && code.length === 1) text += code
    else if (typeof code !== 'number' || !Number.isInteger(code) || code < -128 || code > 0xffff) return ''
    // The negative ones are bytes with a sign.
    else text += String.fromCharCode(code < 0 ? code + 256 : code)
  }
  return text
}
