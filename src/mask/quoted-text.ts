const QUOTES = new Set(['"', "'", '`'])

/** Longer literals are taken to end with their line: the closing quote was lost. */
const MAX_LITERAL_CHARS = 32 * 1024

/** A string literal: offsets of its content, and of what follows its closing quote. */
export interface Literal { quote: string, start: number, end: number, next: number }

export const isQuote = (char: string | undefined): boolean => char !== undefined && QUOTES.has(char)

/**
 * The literal whose opening quote, or the backslashes before it, stands at `at`. The quote may be escaped itself, as in JSON
 * within JSON: `\"` then ends at the next `\"`, and `\\\"` is part of its content. Undefined if there is no quote.
 */
export function readLiteral (text: string, at: number): Literal | undefined {
  let open = at
  while (text[open] === '\\' && open - at < 16) open++
  const quote = text[open]
  // A fence of Markdown is no template literal.
  if (quote === undefined || !QUOTES.has(quote) || text.startsWith('```', open)) return undefined
  const depth = open - at
  const start = open + 1
  const limit = Math.min(text.length, start + MAX_LITERAL_CHARS)
  for (let close = text.indexOf(quote, start); close !== -1 && close < limit; close = text.indexOf(quote, close + 1)) {
    let backslashes = 0
    while (close - backslashes > start && text[close - backslashes - 1] === '\\') backslashes++
    if (backslashes >= depth && (backslashes - depth) % (2 * (depth + 1)) === 0) {
      return { quote, start, end: close - depth, next: close + 1 }
    }
  }
  const newline = quote === '`' ? -1 : text.indexOf('\n', start)
  const end = newline === -1 ? limit : Math.min(newline, limit)
  return { quote, start, end, next: end }
}

/** How much of a line is looked at to tell whether a place in it is inside a literal. */
const MAX_LINE_CHARS = 1_000

/**
 * What the place is within its own line: `code`, inside a literal (then the literal's quote), or a `comment`. A guess from one
 * line, good enough to tell an opening quote from a closing one.
 */
export function placeInLine (text: string, at: number): 'code' | 'comment' | '"' | "'" | '`' {
  let lineStart = at
  while (lineStart > 0 && at - lineStart < MAX_LINE_CHARS && text.charCodeAt(lineStart - 1) !== 10) lineStart--
  if (at - lineStart >= MAX_LINE_CHARS) return 'code'
  if (/^\s*(?:\*|\/\*|#)/.test(text.slice(lineStart, Math.min(at, lineStart + 80)))) return 'comment'
  let quote = ''
  for (let index = lineStart; index < at; index++) {
    const char = text[index]!
    if (char === '\\') index++
    else if (char === "'" && isLetter(text[index - 1]) && isLetter(text[index + 1])) continue // don't
    else if (quote !== '') quote = char === quote ? '' : quote
    else if (QUOTES.has(char)) quote = char
    else if (char === '/' && text[index + 1] === '/' && text[index - 1] !== ':') return 'comment'
  }
  return quote === '' ? 'code' : quote as '"' | "'" | '`'
}

const isLetter = (char: string | undefined): boolean => char !== undefined && /[A-Za-z]/.test(char)
