import type { Spans } from './spans'

/** Parts of a prefix that say that a credential follows: of `tskey-auth-…`, `mdb_sa_sk_…`, `dckr_pat_…`, `nvapi-…`. */
const MARKER = /^(?:rk|pat|oat|pt|tok|pw|auth|cred|sec|seck|.*(?:sk|key|token|secret|apikey|api|pat))$/

/** Words that only end like one. */
const NO_MARKER = /^(?:[a-z]*(?:task|disk|risk|mask|desk|ask|flask|kiosk|monkey|hotkey|turkey|whiskey|donkey|jockey|hockey|tokenkey|openapi))$/

/** Environments that services put in front of their keys, with an underscore. */
const ENVIRONMENT = /^(?:live|test|prod|sandbox|sbox)$/

/** Of these nothing is secret: keys that are made to be shown, identifiers that have `key` in front. */
const PUBLIC = /^(?:pk|pub|public|publishable|anon|client|sha\d*|md5|git|commit|rev|cache|idempotency|primary|foreign)$/

const MAX_SEGMENTS = 4

/**
 * Adds a token whose prefix is in no list, but has the parts that services give theirs (`acme_live_…`, `xyzsk-…`, `foo_pat_…`) and
 * is followed by what no word is: see {@link isScrambled}. At the run's start only, which is `text` from `start` to `end`.
 */
export function findFamilyToken (text: string, start: number, end: number, spans: Spans): void {
  if (end - start < 20) return
  let from = start
  let isMarked = false
  for (let segment = 0; segment < MAX_SEGMENTS; segment++) {
    let at = from
    while (at < end && at - from < 16 && isWordChar(text.charCodeAt(at))) at++
    const joint = text.charCodeAt(at)
    if (at === from || at >= end || (joint !== 95 && joint !== 45)) return
    const word = text.slice(from, at).toLowerCase()
    if (PUBLIC.test(word)) return
    isMarked ||= (MARKER.test(word) && !NO_MARKER.test(word)) || (joint === 95 && ENVIRONMENT.test(word))
    from = at + 1
    if (!isMarked) continue
    let last = from
    while (last < end && (isWordChar(text.charCodeAt(last)) || text[last] === '_' || text[last] === '-')) last++
    if (isScrambled(text.slice(from, last), 16)) {
      spans.push(start, last)
      return
    }
  }
}

/**
 * Whether at least `minChars` letters and digits change between upper case, lower case and digits as often as generated ones do, and
 * no words and names do: random letters and digits in six of ten places, camel case in two or three. Underscores and dashes do not count.
 */
export function isScrambled (text: string, minChars: number): boolean {
  let length = 0
  let changes = 0
  let digits = 0
  let uppers = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = code >= 48 && code <= 57 ? 1 : code >= 65 && code <= 90 ? 2 : code >= 97 && code <= 122 ? 3 : 0
    if (kind === 0) continue
    length++
    if (kind === 1) digits++
    else if (kind === 2) uppers++
    if (before !== 0 && kind !== before) changes++
    before = kind
  }
  if (length < minChars) return false
  const isMixed = uppers > 0 && uppers + digits < length
  return isMixed ? changes >= length * (digits > 0 ? 0.3 : 0.5) : digits >= 2 && changes >= length * 0.2
}

const isWordChar = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
