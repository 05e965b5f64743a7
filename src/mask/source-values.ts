import { readLiteral } from './quoted-text'
import type { NameGrade } from './secret-names'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

/** How far an expression is followed. */
const MAX_EXPRESSION_CHARS = 400

/** Calls that only wrap their first argument: `Buffer.from('x', 'hex')`, `createSecretKey('x')`, `z.string().default('x')`. */
const WRAPPERS = new Set(['from', 'String', 'atob', 'encode', 'createSecretKey', 'freeze', 'of', 'Buffer', 'btoa', 'default'])

/**
 * Adds the literals of the expression at `at` that can be its value: operands of `||`, `??`, `&&`, `? :` and `+`, in
 * parentheses or not, and the first argument of a {@link WRAPPERS} call. Other arguments, keys (`headers['authorization']`) and
 * comparisons stay readable.
 */
export function findSourceValue (text: string, at: number, grade: NameGrade, spans: Spans): void {
  const limit = Math.min(text.length, at + MAX_EXPRESSION_CHARS)
  let depth = 0
  let skippedAt = -1
  for (let index = at; index < limit; index++) {
    const char = text[index]!
    if (char === ';' || char === '{' || char === '}' || (char === '/' && text[index + 1] === '/')) return
    if (char === '"' || char === "'" || char === '`') {
      const literal = readLiteral(text, index)
      if (literal === undefined) return
      const value = text.slice(literal.start, literal.end)
      if (skippedAt === -1 && !isCompared(text, index) && !value.includes('${') && isSecretText(grade, value)) {
        spans.push(literal.start, literal.end)
      }
      index = literal.next - 1
    } else if (char === '(' || char === '[') {
      if (skippedAt === -1 && isOpaque(text, index)) skippedAt = depth
      depth++
    } else if (char === ')' || char === ']') {
      if (--depth < 0) return
      if (depth === skippedAt) skippedAt = -1
    } else if (char === ',') {
      if (depth === 0) return
      // Only a wrapper's first argument counts.
      if (skippedAt === -1) skippedAt = depth - 1
    } else if (char === '\n' && depth === 0 && !isContinued(text, index)) {
      return
    }
  }
}

/** Whether the bracket belongs to a call or a member access, whose contents are not the value. */
function isOpaque (text: string, bracket: number): boolean {
  const word = /([\w$]+)\s?$/.exec(text.slice(Math.max(0, bracket - 40), bracket))?.[1]
  if (text[bracket] === '[') return word !== undefined || /[\])]$/.test(text.slice(0, bracket).slice(-1))
  return word !== undefined && !WRAPPERS.has(word) && word !== 'await' && word !== 'return'
}

const isCompared = (text: string, quote: number): boolean => /[=!]==?\s?$/.test(text.slice(Math.max(0, quote - 4), quote))

/** An operator at the end of the line or at the beginning of the next one. */
function isContinued (text: string, newline: number): boolean {
  return /[=|?&+:(]\s*$/.test(text.slice(Math.max(0, newline - 20), newline)) ||
    /^\s*[|?&+:.]/.test(text.slice(newline, newline + 80))
}

/** Where an argument is a key, whatever its call is assigned to. */
const KEY_ARGUMENT = new RegExp(`\\b(?:${[
  // createHmac('sha256', 'x')
  'create(?:Hmac|Cipheriv|Decipheriv)\\(\\s{0,40}(?:\'[^\'\\n]{1,40}\'|"[^"\\n]{1,40}"|\\w{1,40})\\s?,\\s{0,40}',
  // jwt.sign(payload, 'x')
  '(?:jwt|jsonwebtoken)\\.(?:sign|verify)\\([^()\'"`\\n]{1,200},\\s{0,40}',
  // cookieParser('x'), scryptSync('x', salt, 32)
  '(?:cookieParser|pbkdf2Sync|scryptSync|pbkdf2|scrypt)\\(\\s{0,40}',
].join('|')})(?=['"\`])`, 'g')

/** Adds the literals that are passed to Node's and well-known packages' crypto functions as keys. */
export function findKeyArguments (source: string, spans: Spans): void {
  KEY_ARGUMENT.lastIndex = 0
  for (let match = KEY_ARGUMENT.exec(source); match !== null; match = KEY_ARGUMENT.exec(source)) {
    const literal = readLiteral(source, KEY_ARGUMENT.lastIndex)
    if (literal !== undefined && !source.slice(literal.start, literal.end).includes('${')) spans.push(literal.start, literal.end)
  }
}
