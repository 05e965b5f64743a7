import { findBoundTexts } from './bound-texts'
import { findCardNumbers } from './card-numbers'
import { findCommandSecrets } from './command-secrets'
import { findElementValues } from './element-values'
import { findEncodedKeys } from './encoded-keys'
import { findTokens, MIN_TOKEN_CHARS } from './find-tokens'
import { findAccountNumbers } from './iban'
import { findFieldValues } from './field-values'
import { findFormats, findLinkToken } from './formats'
import { findJsonKeys } from './json-keys'
import { findListedValue, findNamedValue, type GradeOf, type TextKind } from './named-values'
import { findEncodedPrivateKeys, findPrivateKeys } from './private-keys'
import { findRareShapes } from './rare-shapes'
import { findSpokenSecrets } from './spoken-secrets'
import { findKeyArguments } from './source-values'
import type { Spans } from './spans'
import { findUrlSecrets } from './url-secrets'

/** `[\w.~+-]`: runs of these are what tokens are made of. */
const RUN_CHARS = new Uint8Array(128)
for (const char of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.~+-') RUN_CHARS[char.charCodeAt(0)] = 1
const isRunChar = (code: number): boolean => code < 128 && RUN_CHARS[code] === 1

/** Of a statement that takes values. */
const PLACEHOLDER = /[(=,\s](?:\?|\$\d)/

/** What a text with a card number has; cheaper to look for than card numbers are. */
const CARD_DIGITS = /\d{4}[ -]?\d{4,6}[ -]?\d{4}/

/** In a text shorter than any token, nothing else can begin a secret. */
const SHORT_TRIGGER = /[:=,]|--|\d{4}/

/**
 * Adds everything in the text that is a secret by a name or by its shape. Each kind is looked for from a rare character or
 * literal of its own with `indexOf`, which V8 searches many characters at a time: ten such searches cost a tenth of one loop over
 * the characters (measured: 5 ns and 600 ns for 100 characters). Linear, with small bounded look-arounds.
 *
 * @param isBrief what is found by sentences, commands, elements and rare separators is left for later.
 * @param isCut the text goes on beyond its end: what is open there is a secret to the end.
 */
export function scanText (text: string, kind: TextKind, gradeOf: GradeOf, isCut: boolean, spans: Spans, isBrief = false): void {
  if (text.length < MIN_TOKEN_CHARS && !SHORT_TRIGGER.test(text)) return
  const hasRuns = findRuns(text, isCut, spans)
  for (const separator of [':', '=']) {
    for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
      const known = spans.length
      if (text.startsWith('://', at)) findUrlSecrets(text, at, spans)
      else findNamedValue(text, at, gradeOf, kind, spans)
      // What is masked already needs no second look: a value full of separators would be read once for each.
      if (spans.length > known && spans[known]! - at < 16) at = Math.max(at, spans[known + 1]! - 1)
    }
  }
  for (let at = text.indexOf(','); at !== -1; at = text.indexOf(',', at + 1)) findListedValue(text, at, gradeOf, spans)
  if (CARD_DIGITS.test(text)) findCardNumbers(text, spans)
  findPrivateKeys(text, isCut, spans)
  findEncodedPrivateKeys(text, spans)
  findEncodedKeys(text, hasRuns, spans)
  findJsonKeys(text, spans)
  if (kind === 'source') findKeyArguments(text, spans)
  if (isBrief) return
  if (text.includes(' ')) {
    findSpokenSecrets(text, gradeOf, kind, spans)
    findCommandSecrets(text, spans)
  }
  if (text.includes('</')) findElementValues(text, gradeOf, spans)
  findFieldValues(text, gradeOf, kind === 'text', spans)
  if (kind === 'text') {
    findFormats(text, gradeOf, spans)
    if (PLACEHOLDER.test(text)) findBoundTexts(text, gradeOf, spans)
  }
  findAccountNumbers(text, spans)
  findRareShapes(text, spans)
}

/**
 * Looks for tokens in every run that is long enough. Such a run covers one of the places that are {@link MIN_TOKEN_CHARS} apart,
 * so only those are looked at, and what surrounds them. Gives whether there was one.
 */
function findRuns (text: string, isCut: boolean, spans: Spans): boolean {
  let hasRuns = false
  for (let probe = MIN_TOKEN_CHARS - 1; probe < text.length; probe += MIN_TOKEN_CHARS) {
    if (!isRunChar(text.charCodeAt(probe))) continue
    let start = probe
    while (start > 0 && isRunChar(text.charCodeAt(start - 1))) start--
    let end = probe + 1
    while (end < text.length && isRunChar(text.charCodeAt(end))) end++
    if (end - start >= MIN_TOKEN_CHARS) {
      hasRuns = true
      findTokens(text, start, end, spans)
      if (end - start >= 32) findLinkToken(text, start, end, spans)
      // A JSON Web Token with a header (a certificate chain) that goes on beyond the cut.
      if (isCut && end === text.length && text.startsWith('eyJ', start)) spans.push(start, end)
      probe += Math.floor((end - 1 - probe) / MIN_TOKEN_CHARS) * MIN_TOKEN_CHARS
    }
  }
  return hasRuns
}
