import type { NameGrade } from './secret-names'

/** States, types and settings that stand under secret names (`token: null`, `credentials: 'include'`) and say nothing. */
const BENIGN_VALUES = new Set(`
  true false null undefined none nil nan void empty yes no on off string number boolean bool object function any never unknown
  symbol bigint array map required optional missing invalid valid expired incorrect wrong failed failure success ok error
  disabled enabled default include omit same-origin redacted masked hidden unset denied rejected revoked found given provided
  unauthorized forbidden mismatch basic bearer digest cookie cookies session sessions token
`.trim().split(/\s+/))

/** What a parser's `token` is, and the keys that a program trips over: of a name that has that meaning, too. */
const PARSED = new Set(`
  identifier keyword punctuation punctuator operator literal numeric regexp template newline whitespace indent dedent comment delimiter
  separator constructor prototype __proto__ toString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString
  abstract arguments continue debugger default delete export extends finally implements import instanceof interface package private
  protected public return static switch throws typeof
`.trim().split(/\s+/))

/** Placeholders: `${TOKEN}`, `$TOKEN`, `<token>`, `{{token}}`, `%s`, `****`, and what we wrote ourselves. */
const PLACEHOLDER = new RegExp(`^(?:${[
  '\\$\\{[^}]*\\}', '\\$\\w+', '\\?+', '<[^<>]*>', '\\{\\{[^{}]*\\}\\}', '%[a-z]', '\\*+', '[.x•]{3,}',
  '\\[(?:masked|redacted|filtered|hidden|object|native|circular).*',
].join('|')})$`, 'i')

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Whether text that stands under a name of this grade is the secret itself. The empty string never is. */
export function isSecretText (grade: NameGrade, value: string): boolean {
  if (grade === 0 || value.trim() === '') return false
  if (isBenignValue(value) || isComplaint(value)) return false
  if (grade === 1) return looksRandom(value)
  return grade === 3 || (value.length >= 6 && !PARSED.has(value))
}

/**
 * The same for numbers. Under names of tokens and keys small ones are kinds and positions (`openBraceToken: 18`), not secrets; a
 * PIN is one.
 */
export function isSecretNumber (grade: NameGrade, name: string, value: number | bigint): boolean {
  if (grade < 2 || (/^pass$/i.test(name) && value < 10_000)) return false
  // `pin: 13` is one of a board's.
  if (/^pin$/i.test(name) && value < 1_000) return false
  return (value >= 100_000 && grade === 3) || (grade === 3 && !/(?:token|key|auth|session|cookie)s?$/i.test(name))
}

/** What validation puts under a field's name: "Password is required". A pass phrase that speaks of passwords is none. */
function isComplaint (value: string): boolean {
  return value.length <= 120 && /^[A-Z][a-z]+(?:[ '-][A-Za-z]+)* (?:is|are|was|must|should|may|cannot|can't|do|does|has|needs?) /.test(value) &&
    /\b(?:pass(?:word|phrase|code)|token|secret|key|credential|session|cookie|code|pin|card|field|value|it)s?\b/i.test(value)
}

/** A word or a placeholder that says nothing even under the name `password`. */
export function isBenignValue (value: string): boolean {
  return value.length <= 64 && (BENIGN_VALUES.has(value.trim().toLowerCase()) || PLACEHOLDER.test(value))
}

/** Random enough to be a key rather than somebody's identifier: letters and digits, long, no path, no UUID. */
export function looksRandom (value: string): boolean {
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  if (/^[\w+=~-]{16,}$/.test(value)) return !UUID.test(value)
  return /^[\w+/=~-]{32,}$/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value)
}
