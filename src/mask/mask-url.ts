import type { NameGrade } from './secret-names'
import { isBenignValue } from './secret-values'
import { type Spans } from './spans'
import { userInfoEnd } from './url-secrets'

/** Parameters that sign or authorise a URL and are too common as names elsewhere. */
const URL_ONLY_NAMES = /^(?:sig|signature|x-amz-[\w-]+|x-goog-(?:signature|credential))$/i
/** Parameters that are so only with a value that nobody types: a ticket may be number 3, of CAS it is `ST-1856339-aA5Yuvrxzpv8Tau1cYQ7`. */
const LONG_ONLY_NAMES = /^(?:sign|ticket|assertion|code)$/i

/**
 * Adds the secrets that a URL, absolute or relative, holds by its structure: the whole user information, and the values of
 * secret-named parameters in query and fragment, whatever they look like.
 */
export function findUrlParts (url: string, gradeOf: (name: string) => NameGrade, spans: Spans): void {
  const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(url) ?? /^\/\//.exec(url)
  if (scheme !== null) {
    const start = scheme[0].length
    const userInfo = userInfoEnd(url.slice(start, start + 1_024))
    if (userInfo > 0) spans.push(start, start + userInfo)
  }
  const queryStart = url.search(/[?#]/)
  if (queryStart === -1) return
  for (let at = queryStart; at !== -1 && at < url.length;) {
    const equals = url.indexOf('=', at)
    if (equals === -1) return
    const next = nextSeparator(url, equals)
    const name = decodeName(url.slice(url.slice(at, equals).search(/[^?#&;]*$/) + at, equals))
    const value = url.slice(equals + 1, next)
    if (value !== '' && !isBenignValue(value) && isSecretParameter(name, value, gradeOf)) {
      spans.push(equals + 1, next)
    }
    at = next
  }
}

/** Whether the value of a query parameter is a secret: by its name, by one that signs URLs, or as OAuth's `code`. */
export function isSecretParameter (name: string, value: string, gradeOf: (name: string) => NameGrade): boolean {
  return gradeOf(lastPart(name)) > 0 || gradeOf(name) > 0 || URL_ONLY_NAMES.test(name) ||
    (LONG_ONLY_NAMES.test(name) && value.length >= 10 && /\d/.test(value) && /[A-Za-z]/.test(value))
}

function nextSeparator (url: string, from: number): number {
  const found = url.slice(from).search(/[?#&;]/)
  return found === -1 ? url.length : from + found
}

/** `user[password]` → `password`. */
const lastPart = (name: string): string => /([^[\].]+)\]*$/.exec(name)?.[1] ?? name

function decodeName (name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
