import { readLiteral } from './quoted-text'
import type { Spans } from './spans'
import { isGenerated } from './taint-chunks'

/** The members of a JSON Web Key that are its secret (RFC 7518, 8037; `priv` of the newer ones); `k` is a symmetric one's. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'])

/** A key with a chain of certificates has 8,000 characters. */
const MAX_CHARS = 16 * 1024

const MEMBER = /(?<![\w$.-])["'`]?(d|p|q|dp|dq|qi|k|priv|r|t)(?:\\*["'`])?\s{0,20}(?:=>|[:=,])\s{0,40}(?=[\\"'`\w-])/g
const TYPE = /kty(?:\\*["'`])?\s{0,20}(?:=>|[:=,])\s{0,40}\\*["'`]?(oct\b)?/y
const VALUE = /^[\w+/-]{20,}={0,2}$/
const BARE = /[\w-]{20,}={0,2}/y

/** Whether `name` is a secret of the JSON Web Key whose members are read by `member`. */
export function isKeyMember (name: string, member: (name: string) => unknown): boolean {
  if (name.length > 4 || !SECRET_MEMBERS.has(name)) return false
  const type = member('kty')
  return typeof type === 'string' && (name !== 'k' || type === 'oct')
}

/**
 * Adds the secret members of JSON Web Keys: of `{"kty":"EC","x":"…","d":"…"}`, also escaped, and as objects and Maps are shown. What
 * is public stays. Each part of the text is looked at once.
 */
export function findJsonKeys (text: string, spans: Spans): void {
  for (let at = text.indexOf('kty'), from = 0; at !== -1; at = text.indexOf('kty', from)) {
    TYPE.lastIndex = at
    const type = TYPE.exec(text)
    if (type === null) {
      from = at + 3
      continue
    }
    const start = objectStart(text, at, Math.max(from, at - MAX_CHARS))
    const end = objectEnd(text, at, Math.min(text.length, at + MAX_CHARS))
    findMembers(text, start, end, type[1] !== undefined, spans)
    from = Math.max(end, at + 3)
  }
}

function findMembers (text: string, start: number, end: number, isSymmetric: boolean, spans: Spans): void {
  const object = text.slice(start, end)
  const hasOthers = object.includes('oth')
  for (const match of object.matchAll(MEMBER)) {
    const name = match[1]!
    if (name === 'k' ? !isSymmetric : (name === 'r' || name === 't') && !hasOthers) continue
    const at = start + match.index + match[0].length
    const literal = readLiteral(text, at)
    if (literal !== undefined) {
      const value = text.slice(literal.start, Math.min(literal.end, end))
      // A symmetric one may be short.
      if (VALUE.test(value) || (name === 'k' && /^[\w+/=-]{4,}$/.test(value))) spans.push(literal.start, literal.start + value.length)
      continue
    }
    BARE.lastIndex = at
    const bare = BARE.exec(text)?.[0]
    if (bare !== undefined && isGenerated(bare)) spans.push(at, at + bare.length)
  }
}

/** Of the innermost object around `at`; without one, where the look back ends. */
function objectStart (text: string, at: number, limit: number): number {
  let depth = 0
  for (let index = at - 1; index >= limit; index--) {
    const char = text.charCodeAt(index)
    if (char === 125 /* } */) depth++
    else if (char === 123 /* { */ && depth-- === 0) return index
  }
  return limit
}

function objectEnd (text: string, at: number, limit: number): number {
  let depth = 0
  for (let index = at; index < limit; index++) {
    const char = text.charCodeAt(index)
    if (char === 123) depth++
    else if (char === 125 && depth-- === 0) return index
  }
  return limit
}
