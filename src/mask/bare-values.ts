import type { NameGrade } from './secret-names'
import { isBenignValue, isSecretNumber, isSecretText } from './secret-values'
import type { Spans } from './spans'

/** A value without quotes that starts at `at`; `isCode` where only .env lines and numbers may be taken for one. */
export interface BareValue { name: string, nameStart: number, at: number, grade: NameGrade, isColon: boolean, isCode: boolean }

/** Ends a value in running text. A password with one of these is covered up to there; in .env lines up to the line's end. */
const VALUE = /[^\s"'`<>,;&()[\]{}|\\]+/y

/** The same of a mere `key`, of which nearly all are none: a text full of them would be read to its end for each. */
const SHORT_VALUE = /[^\s"'`<>,;&()[\]{}|\\]{1,512}/y

const HEADER_NAME = /^(?:(?:proxy-)?authorization|(?:set-)?cookie)$/i

/** The value of a header, up to a line break (real or escaped) or the end of the literal around it. */
const HEADER_VALUE = /[^\n\r"'`\\]+/y

/** Credentials that are a list of parameters, RFC 7616 and its kind: quotes are part of them. */
const PARAMETERS = /(?:Digest|Signature|OAuth|Hawk|MAC|AWS4-HMAC-SHA256)[ \t]+(?:[\w-]{1,40}=(?:"[^"\n]{0,300}"|[^\s,"]{1,1000}),?[ \t]*){1,20}/iy

const CODE_WORDS = /^(?:new|await|async|function|class|typeof)$/

const SCHEME = /(?:Bearer|Basic|Token|Digest|Negotiate|ApiKey|AWS4-HMAC-SHA256)[ \t]+/iy

/** Adds the value if it can be a secret: prose ("password: must be 8 characters"), states and line numbers stay. */
export function findBareValue (text: string, value: BareValue, spans: Spans): void {
  const { at, grade, isColon } = value
  const rest = envLine(text, value)
  if (rest > at) {
    if (isSecretText(grade, text.slice(at, rest).trim())) spans.push(at, rest)
    return
  }
  if (value.isCode) {
    const digits = /^-?\d{4,}\b(?![.\w])/.exec(text.slice(at, at + 24))
    if (grade === 3 && digits !== null) spans.push(at, at + digits[0].length)
    return
  }
  if (isColon && HEADER_NAME.test(value.name)) {
    const end = Math.max(matchEnd(PARAMETERS, text, at), matchEnd(HEADER_VALUE, text, at))
    if (!isProse(text.slice(at, end))) spans.push(at, end)
    return
  }
  if (text.startsWith('${', at)) return
  const tokenAt = matchEnd(SCHEME, text, at)
  const end = matchEnd(grade === 1 ? SHORT_VALUE : VALUE, text, tokenAt)
  const word = text.slice(tokenAt, end)
  if (word === '' || !isSecretText(grade, word) || isBenignValue(word.replace(/[.:!?]+$/, ''))) return
  if (/^\d[\d.:]*$/.test(word) && !isSecretNumber(grade, value.name, Number.parseFloat(word))) return
  // `expect(token: string)`, `secret: process.env.X`, "token: getToken(": what follows makes it code.
  if (isComputed(text, value.nameStart, at) && /^[A-Za-z_$.]+$/.test(word)) return
  if (text[end] === '(' || /^process\.env\b/.test(word) || (CODE_WORDS.test(word) && text[end] === ' ')) return
  const isWord = /^[A-Za-z][A-Za-z'-]*[.!?]?$/.test(word)
  if (isColon && isWord && (grade < 3 || /^[ \t]+[A-Za-z(]/.test(text.slice(end, end + 3)))) return
  spans.push(tokenAt, end)
}

/** The end of the line if it is `NAME=value`, as in a .env file or `export NAME=value`; else 0. */
function envLine (text: string, { name, nameStart, at, isColon }: BareValue): number {
  if (isColon || !/^[A-Z][A-Z0-9_]*$/.test(name) || text[at - 1] !== '=' || at - nameStart !== name.length + 1) return 0
  if (!/(?:^|\n)[ \t]{0,8}(?:export )?$/.test(text.slice(Math.max(0, nameStart - 16), nameStart))) return 0
  const newline = text.indexOf('\n', at)
  const end = newline === -1 ? text.length : newline
  return text[end - 1] === '\r' ? end - 1 : end
}

/** `extensions[token] = other`: a line of code, and no field of a form. */
const isComputed = (text: string, nameStart: number, at: number): boolean =>
  text[nameStart - 1] === '[' && /\] = $/.test(text.slice(Math.max(0, at - 4), at))

/** Lower-case words: "Cookie: not found", "authorization: Bearer token missing". */
const isProse = (value: string): boolean => /^[A-Za-z][a-z'-]*(?:[ \t]+[a-z'-]+)*[.!?]?\s*$/.test(value)

function matchEnd (pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
