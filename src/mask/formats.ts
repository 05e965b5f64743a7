import type { GradeOf } from './named-values'
import { isSecretText } from './secret-values'
import type { Spans } from './spans'
import { isScrambled } from './token-families'

/** Names and values of formats that have no `:` or `=` between them; found only where `mark` is in the text. */
const PAIRS: readonly (readonly [mark: string, shape: RegExp])[] = [
  // Dockerfile
  ['ENV ', /(?:^|\n)[ \t]{0,20}ENV[ \t]{1,9}([A-Za-z_]\w{0,80})[ \t]{1,9}["']?([^\s"'=$][^\s"']{0,1000})/dg],
  // Gradle and what else is made of names and quoted values, at the start of a statement
  ["'", /(?:^|[\n{;])[ \t]{0,40}([A-Za-z]\w{1,80})[ \t]{1,9}'([^'\n]{4,1000})'/dg],
  ['"', /(?:^|[\n{;])[ \t]{0,40}([A-Za-z]\w{1,80})[ \t]{1,9}"([^"\n]{4,1000})"/dg],
  // property lists
  ['</key>', /<key>([^<\n]{1,80})<\/key>\s{0,40}<(?:string|data|integer)>([^<]{1,1000})</dg],
  // XML-RPC, Hadoop
  ['</name>', /<name>([^<\n]{1,80})<\/name>\s{0,40}<value>\s{0,40}(?:<\w{1,20}>)?([^<]{1,1000})</dg],
  // Terraform
  ['variable "', /\bvariable[ \t]{1,9}"([\w-]{1,80})"\s{0,40}\{[^{}]{0,1000}?\bdefault\s{0,20}=\s{0,20}"([^"\n]{1,1000})"/dg],
]

const INPUT = /<input\b[^<>]{1,1000}>/gi
const VALUE = /\bvalue\s?=\s?(?:"([^"]{1,1000})"|'([^']{1,1000})')/di

const END = '(?:\\r?\\n|(?:\\\\r)?\\\\n)'
/** Bulk strings of Redis: the name of a user may stand before the password. */
const BULK = `\\$\\d{1,5}${END}([^\\s\\\\]{1,1000})${END}`
const WIRE = new RegExp(`(?<=^|\\W|\\\\n)AUTH${END}${BULK}(?:${BULK})?`, 'dgi')
/** `a1 LOGIN bob x` of IMAP, `USER bob` and `PASS x` of FTP and POP3. */
const IMAP = /(?:^|\n)[A-Za-z]{0,4}\d{1,6} LOGIN (?!(?:is|was|to|and|or|for|failed) )"?[^\s"]{1,200}"? "?([^\s"]{3,200})"?(?=\r?\n|$)/dg
const AFTER_USER = /(?:^|\n)(?:> )?USER \S{1,200}\r?\n(?:[<\d][^\n]{0,200}\n){0,3}(?:> )?PASS (\S{3,200})/dg
const PASS = /^(?:> )?(?:PASS|AUTH) (?:\S{1,80} )?(\S{6,200})\s{0,4}$/d

/** Adds the secrets of formats and protocols that put a name and its value in places of their own. */
export function findFormats (text: string, gradeOf: GradeOf, spans: Spans): void {
  for (const [mark, shape] of PAIRS) {
    if (!text.includes(mark)) continue
    for (const match of text.matchAll(shape)) {
      const grade = gradeOf(match[1]!)
      const isQuoted = mark.length === 1
      if (isQuoted ? grade === 3 && isCompound(match[1]!) && isSecretText(grade, match[2]!) && !/\s/.test(match[2]!)
        : grade > 1 && isSecretText(grade, match[2]!)) spans.push(...match.indices![2]!)
    }
  }
  if (/<input\b/i.test(text)) findInputs(text, gradeOf, spans)
  if (/auth(?:\s|\\)/i.test(text)) for (const match of text.matchAll(WIRE)) spans.push(...match.indices![2] ?? match.indices![1]!)
  if (text.includes(' LOGIN ')) for (const match of text.matchAll(IMAP)) spans.push(...match.indices![1]!)
  if (text.includes('PASS ')) for (const match of text.matchAll(AFTER_USER)) spans.push(...match.indices![1]!)
  const alone = text.length <= 300 ? PASS.exec(text) : null
  if (alone !== null && isPassword(alone[1]!)) spans.push(...alone.indices![1]!)
}

/** `storePassword`, `auth_token`: of a sentence's words none is. */
const isCompound = (name: string): boolean => /[a-z][A-Z]|[A-Za-z]_[A-Za-z]/.test(name)

/** No file and no name of a test: test runners say `PASS`, too. */
const isPassword = (value: string): boolean =>
  ((/\d/.test(value) && /[A-Za-z]/.test(value)) || isScrambled(value, 12)) &&
  !/[/\\]|\.\w{1,5}$|^[A-Za-z]+[-_]?\d+$|^\(/.test(value)

function findInputs (text: string, gradeOf: GradeOf, spans: Spans): void {
  for (const input of text.matchAll(INPUT)) {
    const value = VALUE.exec(input[0])
    if (value === null) continue
    const name = /\b(?:name|id)\s?=\s?["']?([\w.[\]-]{1,80})/i.exec(input[0])?.[1] ?? ''
    const grade = /\btype\s?=\s?["']?password\b/i.test(input[0]) ? 3 : gradeOf(name)
    const [start, end] = value.indices![1] ?? value.indices![2]!
    if (grade > 1 && isSecretText(grade, input[0].slice(start, end))) spans.push(input.index + start, input.index + end)
  }
}

/** What a link's part says that is followed by what opens an account. */
const LINK = /\/[\w-]{0,40}(?:reset|verif|confirm|activat|magic|invit|recover|passw|token|unlock|unsubscribe)[\w-]{0,40}\/$/i

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Adds the part of a link from `start` to `end` if it is a token to reset a password or to confirm an address. */
export function findLinkToken (text: string, start: number, end: number, spans: Spans): void {
  if (text[start - 1] !== '/' || !LINK.test(text.slice(Math.max(0, start - 90), start))) return
  const part = text.slice(start, end).replace(/[.~+-]+$/, '')
  if (UUID.test(part)) return
  if (/^[\da-f]{32,}$/i.test(part) || (/^[\w-]{32,}$/.test(part) && isScrambled(part, 28))) spans.push(start, start + part.length)
}
