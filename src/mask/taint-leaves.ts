import { splitWords, type NameGrade } from './secret-names'
import { isGenerated } from './taint-chunks'

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Named so, everything within is a secret of its own: `tokens: { stripe }`. A `credentials` object has a user's name, too. */
const COLLECTIONS = words('secrets passwords passwds pwds pws passphrases passcodes tokens keys apikeys pins otps jwts')

/** Last words of names whose values say who, where and when, and turn up in every other text of the program. */
const PLAIN_WORDS = words(`
  user users username login name email mail account tenant org organization organisation company owner role roles group groups
  host hostname domain server port url uri endpoint address ip path file dir region zone location locale language lang country city
  id ids uuid guid type types kind format version scope scopes strategy provider issuer iss audience aud sub subject algorithm alg
  database db schema table bucket queue topic cluster namespace environment env stage mode status state method protocol scheme
  at date time expires expiry expiration exp iat nbf ttl age max min created updated device agent browser platform os title
  label description comment message text note phone currency timezone theme sid path site same httponly secure flags options
`)

/** Of a database, the stage and the like a secret's collection has one each. */
const PLAIN_IN_COLLECTIONS = words('type kind format version scope scopes expires expiry expiration exp iat nbf ttl at date time algorithm alg')

/** What these are of, everybody may know, however random it is; of a session alone the `id` is its secret. */
const PUBLIC_WORDS = words('id ids uuid guid hash sha digest integrity checksum etag fingerprint thumbprint commit revision resolved')

const UUID_OR_HASH = /^(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|sha\d+[-:].*|[\da-f]{24})$/i

/** Hosts, addresses, regions, releases. */
const PLAIN_VALUE = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|[^\s@:]+@[\w-]+(?:\.[\w-]+)+|[a-z]{2}(?:-[a-z]+)+-\d|[\w-]+:\d{2,5}|v?\d+(?:\.\d+)+[\w.-]*)$/i

/**
 * How much it says that `value` stands under `key` in an object that is masked whole by the name `container`: the grade by which it
 * may be a taint, or undefined if it is none. What is generated always may.
 */
export function gradeWithin (
  value: string, key: string, container: string, gradeOf: (name: string) => NameGrade,
): NameGrade | undefined {
  const own = gradeOf(key)
  if (own === 3) return 3
  const last = splitWords(container).at(-1) ?? ''
  if (PUBLIC_WORDS.has(splitWords(key).at(-1) ?? '')) return last === 'session' && key === 'id' ? 3 : own > 1 ? own : undefined
  if (isGenerated(value) && !UUID_OR_HASH.test(value)) return 3
  if (own === 2) return own
  const grade = gradeOf(container)
  const isCollection = COLLECTIONS.has(last)
  // `tokens: { refresh }` may be a UUID; in what else is masked whole it is the id of something.
  if (!isCollection && UUID_OR_HASH.test(value)) return undefined
  if (grade === 0 || isPlain(key, isCollection) || PLAIN_VALUE.test(value)) return undefined
  if (isCollection) return grade
  // An `auth` or a `session` is full of the user's data.
  return grade === 3 ? 2 : undefined
}

/** The name that what stands under `key` is judged by: the nearest that is a secret's, none within what says who or where. */
export function containerWithin (key: string, container: string, gradeOf: (name: string) => NameGrade): string {
  if (gradeOf(key) > 1) return key
  return isPlain(key, COLLECTIONS.has(splitWords(container).at(-1) ?? '')) ? '' : container
}

function isPlain (key: string, isCollection: boolean): boolean {
  const last = splitWords(key).at(-1) ?? ''
  return (isCollection ? PLAIN_IN_COLLECTIONS : PLAIN_WORDS).has(last)
}
