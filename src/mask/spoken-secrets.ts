import type { GradeOf, TextKind } from './named-values'
import { isBenignValue, isSecretText } from './secret-values'
import type { Spans } from './spans'
import { isScrambled } from './token-families'

/** What follows a flag that is only being talked about: "use --token to log in". */
const PROSE = new Set(`
  to is for and or not option options flag flags argument arguments with in was were must cannot can could on from the a an if
  when as instead has have should without requires required by
`.trim().split(/\s+/))

/** RFC 7235 schemes before credentials, in a text without the header's name. */
const CREDENTIALS = /[A-Za-z0-9._~+/=-]{8,}/y
const FLAG = /--([A-Za-z][\w.-]{0,60}) /y
/** Of a command that is not known: `-p` is a port, a path or a patch more often. */
const SHORT_FLAG_VALUE = /[^\s"'`<>()[\]{}/\\:|,;]{12,200}(?=[\s"'`)]|$)/y
const FLAG_VALUE = /(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'`;|&]+))/y

/** Spellings of the schemes in use; each is one fast search. */
const BEARERS = ['Bearer ', 'bearer ', 'BEARER ']
const BASICS = ['Basic ', 'basic ', 'BASIC ']

/** What a sentence calls a secret, and the word or literal after it. */
const SPOKEN = new RegExp(`\\b(${[
  '(?:pass(?:word|wort|wd|phrase|code)|pwd|kennwort|contrase(?:n|ñ)a)', 'credentials?',
  '(?:(?:api|access|secret|private|auth|signing|licen[sc]e)[ _-]?key|(?:[a-z]{2,8}[ _-])?(?:token|secret)|session(?: id)?)',
].join('|')})(?: (?:(?:(?:is|was) )?set to|is|was|provided|given|used|value|of):?)? (?:"([^"\\n]{3,200})"|'([^'\\n]{3,200})'|([^\\s"'\`<>(){}\\[\\];,]{5,200}))`, 'gi')

const SPOKEN_WORD = /pass|pwd|kennwort|contrase|credential|key|token|secret|session/i

/** Adds secrets that words introduce: `Bearer x`, `Basic x`, `--password x` and, in sentences, `invalid password "x"`. */
export function findSpokenSecrets (text: string, gradeOf: GradeOf, kind: TextKind, spans: Spans): void {
  if (SPOKEN_WORD.test(text)) findSentences(text, kind, spans)
  for (const word of BEARERS) findCredentials(text, word, isBearerToken, spans)
  for (const word of BASICS) findCredentials(text, word, isBasicPair, spans)
  for (let at = text.indexOf('-p '); at !== -1; at = text.indexOf('-p ', at + 3)) findShortFlagValue(text, at, spans)
  for (let at = text.indexOf('--'); at !== -1; at = text.indexOf('--', at + 2)) findFlagValue(text, at, gradeOf, spans)
}

function findSentences (text: string, kind: TextKind, spans: Spans): void {
  SPOKEN.lastIndex = 0
  for (let match = SPOKEN.exec(text); match !== null; match = SPOKEN.exec(text)) {
    const quoted = match[2] ?? match[3]
    const value = quoted ?? match[4]!.replace(/[.:!?]+$/, '')
    // What follows a word of code is code.
    const isSecret = (quoted !== undefined || kind === 'text') && !isBenignValue(value) &&
      (/^[pkc]/i.test(match[1]!) && !/key$/i.test(match[1]!) ? isSpokenPassword(value, quoted !== undefined)
        : isSpokenToken(value) || (/ set to \S*$/.test(match[0]) && isSetToken(value)))
    const end = match.index + match[0].length - (quoted === undefined ? match[4]!.length - value.length : 1)
    if (isSecret) spans.push(end - value.length, end)
    else SPOKEN.lastIndex = match.index + match[1]!.length
  }
}

/** In quotes one word, or several with digits; else what has a digit and a letter, and is no path, algorithm or place. */
export function isSpokenPassword (value: string, isQuoted: boolean): boolean {
  if (isQuoted) return /^\S+$/.test(value) || /\d/.test(value)
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/\\]|^(?:sha|md|aes|utf|bcrypt|argon|pbkdf|v|\d+(?:st|nd|rd|th|[a-z]{1,2})$)-?\d?/i.test(value) &&
    !/^[\w.-]+\.(?:js|ts|json|txt|html?)\b|=/.test(value)
}

/** Long, with digits and letters, and no words with separators. */
export function isSpokenToken (value: string): boolean {
  return value.length >= 16 && /^[\w+/=.~-]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value) &&
    (/^[a-f\d-]{20,}$/i.test(value) || isScrambled(value, 14))
}

/** Of what is said to be set to something, less is needed. */
const isSetToken = (value: string): boolean => /^[\w+/=~-]{10,}$/.test(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)

function findCredentials (text: string, word: string, isSecret: (value: string) => boolean, spans: Spans): void {
  for (let found = text.indexOf(word); found !== -1; found = text.indexOf(word, found + word.length)) {
    let at = found + word.length
    while (text[at] === ' ' && at - found < 16) at++
    CREDENTIALS.lastIndex = at
    const match = CREDENTIALS.exec(text)
    if (match !== null && isSecret(match[0])) spans.push(at, at + match[0].length)
  }
}

/** Not "bearer authentication", not "Bearer token-based". */
function isBearerToken (value: string): boolean {
  return /\d/.test(value) || (value.length >= 20 && /[A-Z]/.test(value) && /[a-z]/.test(value)) || /=$/.test(value)
}

/** Base64 of `user:password`, RFC 7617. */
function isBasicPair (value: string): boolean {
  return /^[A-Za-z0-9+/]+=*$/.test(value) && /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'))
}

function findShortFlagValue (text: string, at: number, spans: Spans): void {
  if (at > 0 && !/[\s"'`(]/.test(text[at - 1]!)) return
  SHORT_FLAG_VALUE.lastIndex = at + 3
  const value = SHORT_FLAG_VALUE.exec(text)?.[0]
  if (value !== undefined && isScrambled(value, 12) && !/^[\da-f]+$/i.test(value)) spans.push(at + 3, at + 3 + value.length)
}

function findFlagValue (text: string, dashes: number, gradeOf: GradeOf, spans: Spans): void {
  FLAG.lastIndex = dashes
  const flag = FLAG.exec(text)
  if (flag === null) return
  const grade = gradeOf(flag[1]!)
  if (grade === 0) return
  FLAG_VALUE.lastIndex = FLAG.lastIndex
  const match = FLAG_VALUE.exec(text)
  if (match === null || match[0].startsWith('-')) return
  const value = match[1] ?? match[2] ?? match[3]!
  if (PROSE.has(value) || !isSecretText(grade, value)) return
  const from = match[3] === undefined ? match.index + 1 : match.index
  spans.push(from, from + value.length)
}
