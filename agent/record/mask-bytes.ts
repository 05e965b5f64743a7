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
    : node.subtype === 'typedarray' || node.subtype === 'array' ? [codesOf(node.elements)] : []
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

/** The elements as a text: character codes, or single characters. Empty if one is neither. */
function codesOf (elements: readonly Value[] = []): string {
  if (elements.length < MIN_CODES) return ''
  let text = ''
  for (const element of elements) {
    if (typeof element === 'string' && element.length === 1) text += element
    else if (typeof element !== 'number' || !Number.isInteger(element) || element < 0 || element > 0xffff) return ''
    else text += String.fromCharCode(element)
  }
  return text
}
