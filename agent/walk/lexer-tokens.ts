import { types } from 'node:util'
import { isSecretText, looksRandom } from '../../src/mask/secret-values'
import { arrayIsArray, getOwnPropertyDescriptor, ownKeys } from '../primordials'

const MAX_LOOKED_AT = 200
const MAX_KEYS = 12
const NAMED = /tokens?$/i
const PUNCTUATION = /^[^\p{L}\p{N}\s]{1,4}$/u
const KIND: readonly string[] = ['type', 'kind']
const POSITIONS: readonly string[] = ['start', 'end', 'line', 'column', 'col', 'pos', 'position', 'offset', 'index', 'range', 'loc', 'lineno']
const TEXTS: readonly string[] = ['value', 'text', 'lexeme', 'raw', 'image']

/** NameGrade of `token`: a word that has another meaning. */
const TOKEN_GRADE = 2

/**
 * Whether what is called `token` or `tokens` is a lexer's, which a reader of a parser's crash needs most: `['if', '(', 'x']`, or objects with a
 * kind and a text or a position (`{ type: 'NUMBER', value: '42', line: 3 }`). Not if any text of it could be a key. `value` is no Proxy; runs
 * no code of the program.
 */
export function isOfLexer (name: string, value: object): boolean {
  if (!NAMED.test(name)) return false
  if (!arrayIsArray(value)) return isToken(value)
  if (value.length === 0 || value.length > MAX_LOOKED_AT) return false
  let hasPunctuation = false
  let isHarmless = true
  for (let index = 0; index < value.length; index++) {
    const element = getOwnPropertyDescriptor(value, index)?.value as unknown
    if (typeof element === 'string') {
      if (looksRandom(element)) return false
      if (PUNCTUATION.test(element)) hasPunctuation = true
      else if (isSecretText(TOKEN_GRADE, element)) isHarmless = false
    } else if (typeof element !== 'object' || element === null || types.isProxy(element) || !isToken(element)) return false
  }
  return hasPunctuation || isHarmless
}

function isToken (object: object): boolean {
  if (arrayIsArray(object)) return false
  const keys = ownKeys(object)
  if (keys.length > MAX_KEYS) return false
  let hasKind = false
  let hasPlace = false
  let hasText = false
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    // To look at a stack may be to format it.
    if (typeof key !== 'string' || key === 'stack') return false
    const value = getOwnPropertyDescriptor(object, key)?.value as unknown
    if (typeof value === 'string' && looksRandom(value)) return false
    if (KIND.includes(key)) hasKind = true
    else if (POSITIONS.includes(key)) hasPlace ||= typeof value === 'number' || typeof value === 'object'
    else if (TEXTS.includes(key)) hasText ||= typeof value === 'number' || (typeof value === 'string' && !isSecretText(TOKEN_GRADE, value))
  }
  return hasKind && (hasPlace || hasText)
}
