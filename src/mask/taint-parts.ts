import type { NameGrade } from './secret-names'
import { looksRandom } from './secret-values'

/** A larger value (a JSON key file) is a taint as a whole only. */
const MAX_PARSED_CHARS = 16 * 1024

/** The password of a connection string or URL, as written and percent-decoded. Empty if there is none. */
export function urlPasswords (value: string): string[] {
  const match = /^[a-z][a-z\d+.-]{1,30}:\/\/[^\s:/?#@]*:([^\s]{1,512})@[^\s@]+$/i.exec(value)
  if (match === null) return []
  const password = match[1]!
  try {
    const decoded = decodeURIComponent(password)
    return decoded === password ? [password] : [password, decoded]
  } catch {
    return [password]
  }
}

/**
 * The parts of a secret value that are secrets by themselves, the value not included: the token of `Bearer …`, the password of
 * `user:password` and of a URL, cookie values, the lines of a PEM body, the secret-named strings of a JSON object.
 */
export function secretParts (value: string, gradeOf: (name: string) => NameGrade): string[] {
  const parts = urlPasswords(value)
  if (value.length > MAX_PARSED_CHARS) return parts
  const scheme = /^(?:Bearer|Basic|Token|Negotiate|ApiKey)\s+(\S.*)$/i.exec(value)
  if (scheme !== null) parts.push(scheme[1]!)
  const pair = /^[^\s:/{}"]{0,64}:([^\s:/]{6,})$/.exec(value)
  if (pair !== null) parts.push(pair[1]!)
  if (/^[\w.-]+=[^;=\s]+(?:;|$)/.test(value)) {
    for (const match of value.matchAll(/=([^;\s]+)/g)) if (looksRandom(match[1]!)) parts.push(match[1]!)
  }
  if (value.includes('-----BEGIN')) parts.push(...value.split(/\\n|\s+/).filter(line => /^[A-Za-z0-9+/=]{32,}$/.test(line)))
  const decoded = textOfBase64(value)
  if (decoded !== '') parts.push(decoded)
  if (value.startsWith('{')) parts.push(...jsonSecrets(value, gradeOf))
  return parts
}

/** What Kubernetes and LDIF write so is the secret itself. Empty if it is no text: what is random is none by chance. */
function textOfBase64 (value: string): string {
  if (value.length < 8 || value.length > 1_024 || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return ''
  const text = Buffer.from(value, 'base64').toString('latin1')
  return /^[\x21-\x7e]+$/.test(text) ? text : ''
}

function jsonSecrets (json: string, gradeOf: (name: string) => NameGrade): string[] {
  const found: string[] = []
  try {
    JSON.parse(json, (name, value: unknown) => {
      if (typeof value === 'string' && gradeOf(name) === 3) found.push(value)
      return value
    })
  } catch {
    // Not JSON after all: the whole value is a taint already.
  }
  return found
}
