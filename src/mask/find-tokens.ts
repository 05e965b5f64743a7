import { findFamilyToken } from './token-families'
import { BASE64_SHAPES, MARKED_SHAPES, SHAPES } from './secret-shapes'
import type { Spans } from './spans'

/** What is cheap to ask first: the first two characters of every prefix. */
const BEGINNINGS = new Uint8Array(128 * 128)

/** By a prefix' first three characters (two, if it has no more): the sources of its shapes, then their one expression. */
type Table = Map<string, string[] | RegExp>

const TOKENS = tableOf(SHAPES)
const BASE64_TOKENS = tableOf(BASE64_SHAPES)

function tableOf (shapes: typeof SHAPES): Table {
  const table: Table = new Map()
  for (const [prefixes, rest] of shapes) {
    for (const prefix of prefixes.split(' ')) {
      BEGINNINGS[prefix.charCodeAt(0) * 128 + prefix.charCodeAt(1)] = 1
      const beginning = prefix.slice(0, 3)
      const sources = table.get(beginning) as string[] | undefined
      const source = prefix.replace(/[.+]/g, '\\$&') + rest
      if (sources === undefined) table.set(beginning, [source])
      else sources.push(source)
    }
  }
  return table
}

/** Compiled when it is needed first: most never are. */
function expression (table: Table, beginning: string): RegExp | undefined {
  const known = table.get(beginning)
  if (known === undefined || known instanceof RegExp) return known
  const made = new RegExp(known.join('|'), 'y')
  table.set(beginning, made)
  return made
}

/** No shape matches less. */
export const MIN_TOKEN_CHARS = 16

/** Adds every self-named token of a run of `[\w.~+-]`, which is `text` from `start` to `end`. */
export function findTokens (text: string, start: number, end: number, spans: Spans): void {
  const from = start + escapeBefore(text, start, end)
  for (let at = from; at <= end - MIN_TOKEN_CHARS; at++) {
    // A token begins where a word begins: at the run's start, or after one of `_.~+-`.
    if (at > from && !isJoint(text.charCodeAt(at - 1))) continue
    if (BEGINNINGS[text.charCodeAt(at) * 128 + text.charCodeAt(at + 1)] === 0) continue
    const next = tokenEnd(text, at)
    if (next === 0) continue
    spans.push(at, next)
    at = next - 1
  }
  findFamilyToken(text, from, end, spans)
  findMarkedTokens(text, from, end, spans)
  findTelegramToken(text, from, end, spans)
}

/** Where the token that begins at `at` ends; 0 if none does. */
function tokenEnd (text: string, at: number): number {
  const short = text.slice(at, at + 2)
  for (const beginning of [short, text.slice(at, at + 3)]) {
    const token = expression(TOKENS, beginning)
    if (token !== undefined) {
      token.lastIndex = at
      if (token.test(text)) return token.lastIndex
    }
    const base64 = expression(BASE64_TOKENS, beginning)
    if (base64 !== undefined) {
      base64.lastIndex = at
      if (!base64.test(text)) continue
      let end = base64.lastIndex
      while (end < text.length && /[\w+/=-]/.test(text[end]!)) end++
      return end
    }
  }
  return 0
}

const isJoint = (code: number): boolean => code === 95 || (code >= 43 && code <= 46) || code === 126

function findMarkedTokens (text: string, start: number, end: number, spans: Spans): void {
  if (end - start < 30) return
  const run = text.slice(start, end)
  for (const [mark, shape] of MARKED_SHAPES) {
    if (!run.includes(mark)) continue
    for (const match of run.matchAll(shape)) spans.push(start + match.index, start + match.index + match[0].length)
  }
}

/** How many characters at a run's start belong to an escape before it: `\n`, `\u0022`, `%20`, `ESC[31m`. */
function escapeBefore (text: string, start: number, end: number): number {
  const before = text[start - 1]
  if (before === '\\') return /^u[\da-f]{4}/i.test(text.slice(start, start + 5)) ? 5 : /[bfnrtv]/.test(text[start]!) ? 1 : 0
  if (before === '%') return Math.min(2, end - start)
  if (before === '[' || before === ';') return /^\d{1,3}m/.exec(text.slice(start, start + 4))?.[0].length ?? 0
  return 0
}

/** gitleaks telegram-bot-api-token: digits, a colon (which ends a run), then 35 characters. */
function findTelegramToken (text: string, start: number, end: number, spans: Spans): void {
  if (text[start - 1] !== ':' || end - start < 33 || text[start] !== 'A') return
  const digits = /\d{5,16}$/.exec(text.slice(Math.max(0, start - 17), start - 1))
  if (digits !== null) spans.push(start - 1 - digits[0].length, end)
}
