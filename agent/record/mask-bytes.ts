import type { Masker } from '../../src/mask/masker'
import type { GraphNode, Value } from '../../src/model'

/**
 * Removes the bytes of a buffer, and the elements of a typed array, in which the text of a secret stands. Gives whether there
 * was one. Needed once more after the walk: a buffer may be met before the variable that names its content a secret.
 */
export function maskBytes (node: GraphNode, masker: Masker): boolean {
  const texts = node.bytes !== undefined ? textsOf(Buffer.from(node.bytes, 'base64')) : node.subtype === 'typedarray'
    ? [codesOf(node.elements)] : []
  if (texts.every(text => masker.maskTail(text) === text)) return false
  const what = node.bytes !== undefined ? 'bytes' : 'elements'
  delete node.bytes
  if (what === 'elements') delete node.elements
  node.cut = [...(node.cut ?? []).filter(cut => cut.what !== what), { what, reason: 'masked', count: node.size ?? 0 }]
  return true
}

function textsOf (bytes: Buffer): string[] {
  return [bytes.toString('latin1'), bytes.toString('utf16le')]
}

/** The elements as character codes; empty if one is none. */
function codesOf (elements: readonly Value[] = []): string {
  let text = ''
  for (const element of elements) {
    if (typeof element !== 'number' || !Number.isInteger(element) || element < 0 || element > 0xffff) return ''
    text += String.fromCharCode(element)
  }
  return text
}
