import { tokensFrom, type Token } from '../syntax/tokens'

/** The original text that a place of generated text comes from, and the offset in it, where the source map has this very place. */
export type OriginalAt = (offset: number) => { text: string, offset: number } | undefined

/** Characters before an expression that are looked at for a place that the map has. */
const MAX_BEFORE = 40
/** Tokens that a type may have, and what is said twice in a compiled text. */
const MAX_SKIPPED = 60

/**
 * What was written where generated code now has `start` to `end`: token by token the same, but for what compilers change (types, quotes,
 * blanks, parentheses, names, how an import is read). Undefined if they are not the same, and without a source map.
 */
export function originalText (generated: string, start: number, end: number, originalAt: OriginalAt): string | undefined {
  for (let anchor = start; anchor >= Math.max(0, start - MAX_BEFORE) && generated[anchor] !== '\n'; anchor--) {
    const original = originalAt(anchor)
    if (original !== undefined) return aligned(tokensUpTo(generated, anchor, end), original, start, originalAt)
  }
  return undefined
}

function tokensUpTo (text: string, start: number, end: number): Token[] {
  const tokens: Token[] = []
  for (const token of tokensFrom(text, start)) {
    if (token.end > end) break
    tokens.push(token)
  }
  return tokens.length > 0 && tokens.at(-1)!.end === end ? tokens : []
}

function aligned (tokens: readonly Token[], { text, offset }: { text: string, offset: number }, start: number, originalAt: OriginalAt): string | undefined {
  const written = new Written(text, offset)
  let from: number | undefined
  let to = -1
  for (let index = 0; index < tokens.length;) {
    const token = tokens[index]!
    const taken = consumed(tokens, index, written, at => {
      const mapped = originalAt(at)
      return mapped?.text === text ? mapped.offset : undefined
    })
    if (taken === undefined) return undefined
    if (taken.match !== undefined && token.start >= start) {
      from ??= taken.match.start
      to = taken.match.end
    }
    index += taken.count
    // The end of `(0, shop.total)`.
    if (taken.match !== undefined && written.isAside) {
      if (tokens[index]?.text === ')') index++
      written.isAside = false
    }
  }
  return from === undefined ? undefined : withOpening(text, from, to)
}

/** How many generated tokens stand for the next original one (`match`), or for none. */
function consumed (
  tokens: readonly Token[], index: number, written: Written, mappedAt: (offset: number) => number | undefined,
): { count: number, match?: Token } | undefined {
  const token = tokens[index]!
  const mapped = mappedAt(token.start)
  const texts = (count: number): string => tokens.slice(index, index + count).map(({ text }) => text).join(' ')
  // `__name(() => 1, "one")`, and `(0, shop.total)`: the written name is that of the property.
  if (/^__name\d* \($/.test(texts(2))) return written.openName()
  if (/^, (?:"[^"]*"|'[^']*') \)$/.test(texts(3)) && written.closeName()) return { count: 3 }
  if (texts(3) === '( 0 ,' && !same(tokens[index + 1]!, written.at(1))) {
    written.isAside = true
    return { count: 3 }
  }
  if (mapped !== undefined && written.skipTo(mapped, token)) return taken(tokens, index, written, at => mappedAt(at) === mapped)
  const next = written.at(0)
  if (next !== undefined && same(token, next)) return { count: 1, match: written.take() }
  if (texts(2) === 'void 0' && next?.text === 'undefined') return { count: 2, match: written.take() }
  if (/^! [01]$/.test(texts(2)) && next?.text === String(tokens[index + 1]!.text === '0')) return { count: 2, match: written.take() }
  // `{ id: id2 }` for a written `{ id }`.
  if (token.text === ':' && /^[,}]$/.test(next?.text ?? '')) return { count: 2 }
  if (token.text === ';') return { count: 1 }
  if (token.text === '}' && next?.text === ';' && written.take() && same(token, written.at(0))) return { count: 1, match: written.take() }
  if (written.skipType(token)) return { count: 1, match: written.take() }
  return token.text === '(' || token.text === ')' ? { count: 1 } : undefined
}

/** The map says that these two are one: names may differ. */
function taken (
  tokens: readonly Token[], index: number, written: Written, isSamePlace: (offset: number) => boolean,
): { count: number, match: Token } | undefined {
  const [token, dot, property] = [tokens[index]!, tokens[index + 1], tokens[index + 2]]
  const next = written.at(0)!
  if (same(token, next)) return { count: 1, match: written.take() }
  if (token.kind !== 'name' || next.kind !== 'name') return undefined
  // What is imported stands for one name: `rows_1.load` for `load`, or for what that is called here.
  const isImported = dot?.text === '.' && property !== undefined && (property.text === next.text || isSamePlace(property.start) ||
    (property.text === 'default' && written.at(1)?.text !== '.'))
  return { count: isImported ? 3 : 1, match: written.take() }
}

const isText = (kind: string): boolean => kind === 'string' || kind === 'name'

function same (token: Token, other: Token | undefined): boolean {
  if (other === undefined) return false
  if (token.text === other.text) return true
  if (token.kind === 'num') return other.kind === 'num' && token.value === other.value
  return isText(token.kind) && isText(other.kind) && token.kind !== other.kind || token.kind === 'string' && other.kind === 'string' ? token.value === other.value : false
}

/** The original tokens, read as needed. */
class Written {
  private readonly tokens: Generator<Token>
  private readonly ahead: Token[] = []
  private openNames = 0
  /** Within what a compiler writes to call a function without an object. */
  isAside = false

  constructor (text: string, offset: number) {
    this.tokens = tokensFrom(text, offset)
  }

  openName (): { count: number } {
    this.openNames++
    return { count: 2 }
  }

  /** Is this where such a call ends? A written comma is one of the program. */
  closeName (): boolean {
    return this.openNames > 0 && this.at(0)?.text !== ',' && this.openNames-- > 0
  }

  at (index: number): Token | undefined {
    while (this.ahead.length <= index) {
      const { value, done } = this.tokens.next()
      if (done) return undefined
      this.ahead.push(value)
    }
    return this.ahead[index]
  }

  take (): Token {
    return this.ahead.shift()!
  }

  /** Skips what stands before the place that the map gives, unless that is none of a token like this one. */
  skipTo (offset: number, token: Token): boolean {
    for (let index = 0; index < MAX_SKIPPED; index++) {
      const next = this.at(index)
      if (next === undefined || next.start > offset) return false
      if (next.start < offset) continue
      if (!same(token, next) && !(token.kind === 'name' && next.kind === 'name')) return false
      this.ahead.splice(0, index)
      return true
    }
    return false
  }

  /** Skips a type, an assertion, a parenthesis or a last comma, up to a token. */
  skipType (token: Token): boolean {
    const first = this.at(0)?.text ?? ''
    if (!/^(?:as|satisfies|[:?<!(),])$/.test(first)) return false
    if (first === '(' && same(token, this.at(1))) return this.ahead.splice(0, 1).length === 1
    let depth = 0
    for (let index = 0; index < MAX_SKIPPED; index++) {
      const next = this.at(index)
      if (next === undefined || /^;$/.test(next.text)) return false
      if (index > 0 && depth <= 0 && same(token, next)) {
        this.ahead.splice(0, index)
        return true
      }
      if (index > 0 && depth <= 0 && first === '<') return false
      if (/^[([{<]$/.test(next.text)) depth++
      else if (/^(?:[)\]}]|>+)$/.test(next.text)) depth -= next.text.startsWith('>') ? next.text.length : 1
    }
    return false
  }
}

/** `(row as Row).due` is compiled to `row.due`: its begin is the parenthesis before. */
function withOpening (text: string, from: number, to: number): string {
  let start = from
  let open = 0
  for (const token of tokensFrom(text.slice(0, to), from)) {
    if (token.text === '(') open++
    else if (token.text === ')' && --open < 0) {
      const before = text.slice(0, start).trimEnd()
      if (!before.endsWith('(')) break
      start = before.length - 1
      open = 0
    }
  }
  return text.slice(start, to)
}
