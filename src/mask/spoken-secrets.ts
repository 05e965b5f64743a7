import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'

/** What follows a flag that is only being talked about: "use --token to log in". */
const PROSE = new Set(`
  to is for and or not option options flag flags argument arguments with in was were must cannot can could on from the a an if
  when as instead has have should without requires required by
`.trim().split(/\s+/))

/** RFC 7235 schemes before credentials, in a text without the header's name. */
const CREDENTIALS = /[A-Za-z0-9._~+/=-]{8,}/y
const FLAG = /--([A-Za-z][\w.-]{0,60}) /y
const FLAG_VALUE = /(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"'`;|&]+))/y

/** Spellings of the schemes in use; each is one fast search. */
const BEARERS = ['Bearer ', 'bearer ', 'BEARER ']
const BASICS = ['Basic ', 'basic ', 'BASIC ']

/** Adds secrets that words introduce: `Bearer x`, `Basic x` and `--password x`. */
export function findSpokenSecrets (text: string, gradeOf: GradeOf, spans: Spans): void {
  for (const word of BEARERS) findCredentials(text, word, isBearerToken, spans)
  for (const word of BASICS) findCredentials(text, word, isBasicPair, spans)
  for (let at = text.indexOf('--'); at !== -1; at = text.indexOf('--', at + 2)) findFlagValue(text, at, gradeOf, spans)
}

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
