import { isMissing, type Value } from '../model'
import type { SyntaxNode } from '../syntax/syntax-tree'
import { previewValue } from '../values/preview'
import { typeOf } from '../values/type-of'
import { evaluate, isNullish, isUndefined } from './evaluate'
import { textOf } from './expression-text'
import type { Place } from './place'

/** What a rule found: the expression that had the value (in `place`), and what is to be said of it. */
export interface Finding {
  place: Place
  /** Absent when the message alone tells. */
  node?: SyntaxNode
  /** What is said instead of the node's text. */
  subject?: string
  /** Completes a sentence about it: `is undefined`. */
  claim: string
  value: string
  /** Said after the claim: `did you mean customerName?`. */
  hint?: string
}

const MAX_PREVIEW_CHARS = 60

/** A value in a few characters. */
export const shown = (place: Pick<Place, 'crash'>, value: Value): string => previewValue(place.crash, value, MAX_PREVIEW_CHARS)

/** `undefined`, `null`, `'211'`, `a Promise`, `an Order`: what a value is, for the middle of a sentence. */
export function kindOf (place: Place, value: Value): string {
  if (value === null || typeof value !== 'object' || isUndefined(value)) return shown(place, value)
  const type = typeOf(place.crash, value).replace(/\(\d+\)$/, '')
  if ('type' in value && !isMissing(value)) return shown(place, value)
  return `${/^[aeiou]/i.test(type) ? 'an' : 'a'} ${type}`
}

/** That an expression is `undefined` or `null`, as V8 said. Undefined if the recorded value is another. */
export function nullish (place: Place, node: SyntaxNode, word: string): Finding | undefined {
  const known = evaluate(place, node)
  if (known !== undefined && !(isNullish(known.value) && shown(place, known.value) === word)) return undefined
  return { place, node, claim: `is ${word}`, value: word }
}

/** That an expression has a value, if that is recorded. */
export function has (place: Place, node: SyntaxNode, claim?: (value: Value) => string): Finding | undefined {
  const known = evaluate(place, node)
  if (known === undefined) return undefined
  const value = shown(place, known.value)
  return { place, node, claim: claim?.(known.value) ?? `is ${value}`, value, ...isLiteral(node) && { subject: 'the argument' } }
}

/** Is the text of an expression its value already? Then it is no name for it. */
export const isLiteral = (node: SyntaxNode): boolean => node.type === 'Literal' || (node.type === 'Identifier' && node.name === 'undefined') ||
  (node.type === 'TemplateLiteral' && node.expressions.length === 0) || (node.type === 'UnaryExpression' && isLiteral(node.argument))

/** Short names of a place in the text of a summary: an identifier, a path, or a shortened expression in backquotes. */
export function subjectOf (place: Place, node: SyntaxNode): string {
  const text = textOf(place, node)
  // A template has its own quotes.
  return /^[\w$.#[\]'"?!]+$|^`[^`]*`$/.test(text) ? text : `\`${text}\``
}
