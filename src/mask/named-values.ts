import { findContainerValues } from './container-values'
import { annotatedName, listBefore, nameBefore, nameWithWordBefore, type NameInText } from './name-before'
import { isQuote, placeInLine, readLiteral } from './quoted-text'
import type { NameGrade } from './secret-names'
import { isSaidSecret } from './said-names'
import { isSecretText } from './secret-values'
import { isSpokenToken } from './spoken-secrets'
import { findSourceValue } from './source-values'
import { shownBytesEnd } from './shown-bytes'
import type { Spans } from './spans'
import { findBareValue } from './bare-values'
import { findValueBelow } from './values-below'

/** `text`: messages, headers, JSON, logs. `source`: JavaScript and its kin, where a bare value is code and stays readable. */
export type TextKind = 'text' | 'source'

export type GradeOf = (name: string) => NameGrade

/**
 * Adds the value that a secret name gives to the `:` or `=` at `separator`: `password=x`, `"token": "x"`, `'token' => 'x'`
 * (`util.inspect` of a Map), `Cookie: x`, in source also `apiKey ||= 'x'`, `secret === 'x'` and `password: string = 'x'`.
 */
export function findNamedValue (text: string, separator: number, gradeOf: GradeOf, kind: TextKind, spans: Spans): void {
  const operator = operatorAt(text, separator)
  if (operator === undefined) return
  const found = nameBefore(text, operator.start) ?? (kind === 'source' ? typeBefore(text, operator.start) : undefined)
  if (found === undefined) return
  let { name } = found
  // `/etc/passwd:1:1` and `C:\\app\\secret:4:2` are places in files.
  if (operator.isColon && /[\\/]/.test(text[found.start - 1] ?? '') && /^\d+(?::\d+)?(?![\w-])/.test(text.slice(operator.end, operator.end + 20))) return
  let grade = gradeOf(name)
  if (grade === 1 || grade === 2) {
    const full = nameWithWordBefore(text, found)
    const fullGrade = gradeOf(full)
    if (fullGrade === 3 || (fullGrade === 0 && !found.isQuoted && operator.isColon)) grade = fullGrade
    // `Invalid token: Kx8…`
    if (grade === 0 && kind === 'text' && /token$/i.test(name)) findComplainedToken(text, operator.end, spans)
  } else if (grade === 0) {
    // Azure's shared access signatures; as a name by itself `sig` is a signal.
    if (/^(?:code|passe|answer|phrase)$/i.test(name) && operator.isColon) grade = gradeOf(nameWithWordBefore(text, found))
    else if (name === 'PWD' && text[found.start - 1] === ';') grade = 3
    else if (name === 'code' && /[?&]/.test(text[found.start - 1] ?? '') && isAuthorizationCode(text, separator + 1)) grade = 3
    else if (/^(?:[Vv]alue|val|content|text)$/.test(name)) [name, grade] = gradeBeside(text, found, operator.end, kind, gradeOf)
    else if (name === 'sig' && /^=[\w%+/-]{20}/.test(text.slice(separator, separator + 21))) grade = 3
    else if (kind === 'source' && !operator.isColon) grade = gradeOf(name = annotatedName(text, operator.start))
    if (grade === 0) return
  }
  if (operator.isComparison && (grade < 3 || kind === 'text')) return
  if (operator.isArrow && !found.isQuoted && text[found.start - 1] !== ':') {
    // `token => Kx8…;` of a log, and not a function's parameter.
    const value = kind === 'text' && grade > 1 ? LOGGED_VALUE.exec(text.slice(operator.end, operator.end + 202))?.[1] : undefined
    if (value !== undefined) spans.push(operator.end + 1, operator.end + 1 + value.length)
    return
  }
  if (kind === 'source' && found.isQuoted && isCaseLabel(text, found.start)) return
  let at = operator.end
  while (at < text.length && at - operator.end < 200 && /[ \t]/.test(text[at]!)) at++
  if (text[at] === '!' && kind === 'text' && operator.isColon) at += YAML_TAG.exec(text.slice(at, at + 60))?.[0].length ?? 0
  const shownEnd = grade > 0 ? shownBytesEnd(text, at, grade === 3) : 0
  if (shownEnd > 0) return void spans.push(at, shownEnd)
  if (kind === 'text' && operator.isColon && BELOW.test(text[at] ?? '') && findValueBelow(text, found.start, at, grade, spans)) return
  const place = placeOf(text, found.start, found.isQuoted, kind, at)
  const literal = place === text[at] ? undefined : readLiteral(text, at)
  if (literal !== undefined) {
    addLiteral(text, literal.quote, literal.start, literal.end, grade, spans)
    if (kind === 'source' && place === 'code') findSourceValue(text, literal.next, grade, spans)
  } else if (text[at] === '[') {
    addElements(text, at + 1, grade, spans)
    if (grade > 1) findContainerValues(text, at, name, gradeOf, spans)
  } else if (grade > 1 && !operator.isComparison && isContainer(text, at) && place !== 'comment') {
    // A path, a package's name.
    if (/[/@\\]/.test(text[found.start - 1] ?? '')) return
    findContainerValues(text, at, name, gradeOf, spans)
  } else if (kind === 'source' && place === 'code') {
    if (operator.isComparison) return
    findSourceValue(text, at, grade, spans)
    findBareValue(text, { name, nameStart: found.start, at, grade, isColon: operator.isColon, isCode: true }, spans)
  } else if (!isQuote(text[at])) {
    findBareValue(text, { name, nameStart: found.start, at, grade, isColon: operator.isColon, isCode: false }, spans)
  }
}

/** `Record<string, string>` in front of a `=`: a type, whose name says nothing; see {@link annotatedName}. */
function typeBefore (text: string, separator: number): NameInText | undefined {
  const end = text[separator - 1] === ' ' ? separator - 2 : separator - 1
  return text[end] === '>' ? { name: '', start: end, isQuoted: false } : undefined
}

const YAML_TAG = /^!{0,2}[\w./:-]{0,40}[ \t]{1,9}(?=\S)/

/** What a token is that is said to be wrong; most are a parser's. */
function findComplainedToken (text: string, at: number, spans: Spans): void {
  const match = /^[ \t]{0,4}["']?([\w+/=.~-]{16,500})/.exec(text.slice(at, at + 510))
  const value = match?.[1]!.replace(/[.]+$/, '')
  if (value === undefined || !isSpokenToken(value)) return
  const start = at + match!.index + match![0].length - match![1]!.length
  spans.push(start, start + value.length)
}

/** What a value's place has if the value is below: a line's end, real or escaped, a sign of YAML's. */
const BELOW = /[\r\n\\|>]/

const isContainer = (text: string, at: number): boolean =>
  text[at] === '{' || /^(?:new (?:Map|Set)|Map|Set|Object\.freeze)\b/.test(text.slice(at, at + 16))

/** Adds `'x'` of `headers.set('authorization', 'x')` and of `['authorization', 'x']`; `comma` stands between them. */
export function findListedValue (text: string, comma: number, gradeOf: GradeOf, spans: Spans): void {
  const before = text.charCodeAt(comma - 1)
  if (before !== 34 && before !== 39 && before !== 96) return
  const found = nameBefore(text, comma)
  if (found === undefined || !found.isQuoted) return
  if (found.name[0] === '-') return findArgument(text, found.name, comma + 1, gradeOf, spans)
  const bracket = listBefore(text, found.start)
  if (bracket === undefined) return
  const grade = gradeOf(found.name)
  if (grade === 0) return
  let at = comma + 1
  while (at < text.length && at - comma < 100 && /\s/.test(text[at]!)) at++
  const literal = readLiteral(text, at)
  if (literal === undefined) return
  // `['password', 'token']` is a list of names, and so is a longer one.
  const value = text.slice(literal.start, literal.end)
  if (/^[A-Za-z_-]{1,24}$/.test(value) && gradeOf(value) > 0) return
  if (bracket === '[' && !/^\s{0,40}[\],]?\s{0,40}\]/.test(text.slice(literal.next, literal.next + 90))) return
  addLiteral(text, literal.quote, literal.start, literal.end, grade, spans)
}

/** `'-u', 'bob:x'` and `'--password', 'x'` of a list of arguments. What has no digit or has blanks is an option's description. */
function findArgument (text: string, flag: string, from: number, gradeOf: GradeOf, spans: Spans): void {
  const isUser = /^(?:-u|--user|--proxy-user)$/.test(flag)
  if (!isUser && gradeOf(flag) < 2) return
  let at = from
  while (at < text.length && at - from < 100 && /\s/.test(text[at]!)) at++
  const literal = readLiteral(text, at)
  if (literal === undefined) return
  const value = text.slice(literal.start, literal.end)
  const start = literal.start + (isUser ? value.indexOf(':') + 1 : 0)
  if (isUser ? !/^[^\s:]{1,64}:(?=.*[A-Za-z])(?=.*\d)[^\s:/]{6,}$/.test(value) : !/^(?!-)(?=.*\d)\S{4,}$/.test(value)) return
  if (isSecretText(3, text.slice(start, literal.end))) spans.push(start, literal.end)
}

/** Adds a literal's content; of a template with substitutions only the parts that could be more than words around them. */
export function addLiteral (text: string, quote: string, start: number, end: number, grade: NameGrade, spans: Spans): void {
  const value = text.slice(start, end)
  if (quote === '`' && value.includes('${')) {
    for (const match of value.matchAll(/(?:^|\})([^${}]{6,})/g)) {
      const from = start + match.index + match[0].length - match[1]!.length
      if (/\d/.test(match[1]!) && /[A-Za-z]/.test(match[1]!)) spans.push(from, from + match[1]!.length)
    }
  } else if (isSecretText(grade, value)) {
    spans.push(start, end)
  }
}

/** Adds the literals of an array of secrets. */
function addElements (text: string, at: number, grade: NameGrade, spans: Spans): void {
  const limit = Math.min(text.length, at + 2_000)
  while (at < limit && text[at] !== ']') {
    const literal = readLiteral(text, at)
    if (literal !== undefined) addLiteral(text, literal.quote, literal.start, literal.end, grade, spans)
    at = literal === undefined ? at + 1 : literal.next
  }
}

/** What a value's first character must not be mistaken for: the end of the literal that the name stands in. */
function placeOf (text: string, nameStart: number, isQuoted: boolean, kind: TextKind, at: number): string {
  if (isQuoted) return 'code'
  return kind === 'source' || isQuote(text[at]) ? placeInLine(text, nameStart) : 'text'
}

const isCaseLabel = (text: string, at: number): boolean => /\bcase\s?['"`]$/.test(text.slice(Math.max(0, at - 8), at))

/** OAuth's `?code=`: long, with digits. Errors have codes, too. */
const isAuthorizationCode = (text: string, at: number): boolean => /^(?=[^&\s]*\d)(?=[^&\s]*[A-Za-z])[\w.~%/-]{10,}/.test(text.slice(at, at + 200))

const LOGGED_VALUE = /^ (?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])([\w+/=-]{10,200})(?=[\s;,]|$)/

const BESIDE = ["name|key", "name|key|id|field|label|type"].map(names => new RegExp(
  `\\b(?:${names})\\b["']?\\s{0,4}[:=]\\s{0,4}(["']?)([\\w.:-]{1,80})\\1[,;]?\\s{1,40}["']?$|["']?\\b(?:${names})["']?:["']([\\w.:-]{1,80})["'],["']?$`, 'i'))

/**
 * The name, with its grade, of the `value` at `found`: `{"name":"DB_PASSWORD","value":"x"}`, `<add key="ApiKey" value="x" />`,
 * `- name: API_KEY` above `value: x`, `{ type: 'password', text: 'Kx8…' }`.
 */
function gradeBeside (text: string, found: NameInText, end: number, kind: TextKind, gradeOf: GradeOf): [name: string, grade: NameGrade] {
  const before = text.slice(Math.max(0, found.start - 160), found.start)
  const isValue = /^val/i.test(found.name)
  const match = BESIDE[isValue && kind === 'text' ? 0 : 1]!.exec(before) ?? BESIDE[1]!.exec(before)
  const name = match?.[2] ?? match?.[3] ?? ''
  const grade = name === '' ? 0 : gradeOf(name)
  if (grade === 0 || (isValue && kind === 'text' && BESIDE[0]!.test(before))) return [name, grade]
  const at = end + (/^\s{0,9}/.exec(text.slice(end, end + 9))?.[0].length ?? 0)
  const literal = readLiteral(text, at)
  return [name, literal !== undefined && isSaidSecret(name, text.slice(literal.start, literal.end)) ? 3 : 0]
}

interface Operator { start: number, end: number, isColon: boolean, isArrow: boolean, isComparison: boolean }

/** The operator that the `:` or `=` at `at` belongs to; undefined for `::`, `://`, `<=`, `>=` and the rest of `==` and `===`. */
function operatorAt (text: string, at: number): Operator | undefined {
  const before = text[at - 1]
  const after = text[at + 1]
  if (text[at] === ':') {
    if (before === ':' || after === ':' || (after === '/' && text[at + 2] === '/')) return undefined
    // Pascal's and Go's `:=`
    return { start: at, end: after === '=' ? at + 2 : at + 1, isColon: true, isArrow: false, isComparison: false }
  }
  if (before === '=' || before === '<' || before === '>' || before === ':') return undefined
  const isComparison = after === '=' || before === '!'
  let start = before === '!' ? at - 1 : at
  while (start > 0 && at - start < 2 && (text[start - 1] === '|' || text[start - 1] === '?' || text[start - 1] === '+')) start--
  let end = at + 1
  while (text[end] === '=' && end - at < 3) end++
  if (after === '>') return { start, end: at + 2, isColon: false, isArrow: true, isComparison: false }
  return { start, end, isColon: false, isArrow: false, isComparison }
}
