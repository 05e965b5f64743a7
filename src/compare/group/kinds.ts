import { isMissing, isRef, type CrashDocument, type GraphNode, type Value } from '../../model'

/**
 * The kind of a value in the words of the ranking: what `typeof` cannot tell is told (`null`, `NaN`, an empty text or list, a
 * number in a text). `unknown` for what is missing.
 */
export function kindOf (crash: CrashDocument, value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'a boolean'
  if (typeof value === 'number') return value < 0 ? 'a negative number' : 'a number'
  if (typeof value === 'string') return textKind(value)
  if (isMissing(value)) return value.missing === 'string' ? 'a text' : 'unknown'
  if (!isRef(value)) return value.type === 'number' ? value.value === '-0' ? 'a number' : value.value
    : value.type === 'undefined' ? 'undefined' : `a ${value.type}`
  const node = crash.nodes[value.ref]
  return node === undefined ? 'unknown' : nodeKind(node)
}

function textKind (text: string): string {
  if (text === '') return 'an empty text'
  if (text.trim() === '') return 'a blank text'
  if (/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i.test(text)) return 'a number in a text'
  return text !== text.trim() ? 'a text with spaces around it' : 'a text'
}

function nodeKind (node: GraphNode): string {
  if (node.type === 'function') return 'a function'
  if (node.subtype === 'date') return typeof node.value === 'number' ? 'a Date' : 'an invalid Date'
  if (isEmpty(node)) return `an empty ${node.className}`
  return `${/^[AEIOU]/.test(node.className) ? 'an' : 'a'} ${node.className}`
}

/** How much a kind says by itself: a program rarely means these. From 0 to 1. */
export function peculiarityOf (kind: string): number {
  if (kind === 'undefined' || kind === 'null' || kind === 'NaN' || kind === 'an invalid Date') return 1
  if (kind === 'Infinity' || kind === '-Infinity') return 1
  if (kind === 'a number in a text' || kind === 'a blank text' || kind === 'a text with spaces around it') return 0.75
  if (kind === 'an empty text' || kind.startsWith('an empty ')) return 0.6
  if (kind === 'a negative number') return 0.4
  return kind === 'a boolean' ? 0.25 : 0
}

/** A list, Map, Set or plain object without members in the program. */
export function isEmpty (node: GraphNode): boolean {
  if (node.subtype === 'array' || node.subtype === 'map' || node.subtype === 'set') return node.size === 0
  return node.subtype === undefined && node.className === 'Object' && node.cut === undefined &&
    (node.properties?.length ?? 0) === 0
}
