import {
  AMBIGUOUS_WORDS, BENIGN_BEFORE_KEY, BENIGN_BEFORE_PASS, BENIGN_BEFORE_PIN, BENIGN_BEFORE_TOKEN, CLAIM_PREFIXES, DESCRIBING_TAILS,
  FINAL_WORDS, KEY_QUALIFIERS, NEUTRAL_TAILS, SECRET_PAIRS, SECRET_SUFFIXES, SECRET_WORDS, SWITCH_PREFIXES,
} from './secret-words'

/**
 * How much a name says that its value is a secret.
 *
 * - 0: nothing (`orderId`, `primaryKey`, `maxTokens`)
 * - 1: a `key` of an unknown kind (`key`, `acmeKey`): a secret only if the value looks random, too
 * - 2: a word with another common meaning (`token`, `auth`, `session`, `pin`): a secret unless the value is short or a state
 * - 3: certainly (`password`, `apiKey`, `x-auth-token`)
 */
export type NameGrade = 0 | 1 | 2 | 3

/** Longer names are graded by their end: the last words are the ones that say what a thing is. */
const MAX_NAME_CHARS = 128

/** A host program can have any number of Map keys; the cache must not grow with them. */
const MAX_CACHED_NAMES = 2_000

/**
 * Gives a cached {@link gradeName} that also knows the config's `mask` names: each is compared, without case and separators,
 * with the whole name and with each of its words, and has grade 3.
 */
export function createNameGrader (extraNames: readonly string[]): (name: string) => NameGrade {
  const isExtra = createNameMatcher(extraNames)
  const cache = new Map<string, NameGrade>()
  return name => {
    const known = cache.get(name)
    if (known !== undefined) return known
    const grade = isExtra(name) ? 3 : gradeName(name)
    if (cache.size >= MAX_CACHED_NAMES) cache.clear()
    cache.set(name, grade)
    return grade
  }
}

/** Grades a variable, property, header, parameter, flag or environment name by its words, without any list of the config. */
export function gradeName (name: string): NameGrade {
  // The shells' working directory. In lower case it is a password more often.
  if (name === 'SALT') return 2
  if (name === 'PWD' || name === 'OLDPWD') return 0
  const words = splitWords(name)
  if (words.length > 1 && CLAIM_PREFIXES.has(words[0]!)) return 0
  if (words.length === 2 && SWITCH_PREFIXES.has(words[0]!)) return 0
  let best: NameGrade = 0
  for (let index = 0; index < words.length && best < 3; index++) {
    const grade = gradeWord(words, index)
    if (grade > best) best = grade
  }
  return best
}

/** `dbPassword2` → db password; `X-API-Key` → x api key; `OAuthToken` → o auth token. Lower-case, without the digits. */
export function splitWords (name: string): string[] {
  let end = name.length > MAX_NAME_CHARS ? name.slice(-MAX_NAME_CHARS) : name
  if (NOT_ASCII.test(end)) {
    end = withoutAccents(end)
    return (end.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}]+/gu) ?? []).map(word => word.toLowerCase())
  }
  return (end.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map(word => word.toLowerCase())
}

const NOT_ASCII = /[^\0-\x7f]/

/** `contraseña` → contrasena, `hasło` → haslo. Only accents of Latin letters go: those of kana tell one syllable from another. */
const withoutAccents = (name: string): string => name.replace(/ł/g, 'l').replace(/Ł/g, 'L').replace(/ø/g, 'o').replace(/ı/g, 'i')
  .normalize('NFD').replace(/([A-Za-z])[\u0300-\u036f]+/g, '$1').normalize('NFC')

function gradeWord (words: readonly string[], index: number): NameGrade {
  const word = words[index]!
  const before = words[index - 1] ?? ''
  const last = words.length - 1
  const pair = `${before}.${word}`
  if (SECRET_PAIRS.has(pair) || SECRET_PAIRS.has(`${words[index - 2] ?? ''}.${pair}`)) return hasNeutralTail(words, index) ? 3 : 0
  if (SECRET_WORDS.has(word) || SECRET_SUFFIXES.some(suffix => word.length > suffix.length && word.endsWith(suffix))) {
    return index < last && DESCRIBING_TAILS.has(words[last]!) ? 0 : 3
  }
  if (word === 'key' || word === 'keys') return gradeKey(words, index, before)
  if (word === 'pass') return hasNeutralTail(words, index) && !BENIGN_BEFORE_PASS.has(before) ? 3 : 0
  // Of the whole program. Alone it is one password's, and stands beside its hash.
  if (word === 'salt') return index === last && index > 0 ? 2 : 0
  // Of a key or a wallet if it looks so; most are numbers, of tests.
  if (word === 'seed') return index === last ? 1 : 0
  if (word === 'sid') return words.length === 1 ? 3 : 0
  if (!FINAL_WORDS.has(word) || !hasNeutralTail(words, index)) return 0
  if ((word === 'token' || word === 'tokens') && BENIGN_BEFORE_TOKEN.has(before)) return 0
  if (word === 'pin' && BENIGN_BEFORE_PIN.has(before)) return 0
  // `DESKTOP_SESSION=ubuntu`: a qualifier does not make a session more secret.
  return word === 'session' || (words.length === 1 && AMBIGUOUS_WORDS.has(word)) ? 2 : 3
}

function gradeKey (words: readonly string[], index: number, before: string): NameGrade {
  // AWS pairs `accessKeyId` with its secret, Google `private_key_id`.
  const isKeyId = words[index + 1] === 'id' && index + 2 === words.length && (before === 'access' || before === 'private')
  if (!isKeyId && !hasNeutralTail(words, index)) return 0
  if (KEY_QUALIFIERS.has(before)) return 3
  if (words[index] === 'keys' || BENIGN_BEFORE_KEY.has(before)) return 0
  // `keyValue`, `keyData` and `keyString` speak of pairs and maps.
  return index === words.length - 1 ? 1 : 0
}

function hasNeutralTail (words: readonly string[], index: number): boolean {
  for (let next = index + 1; next < words.length; next++) if (!NEUTRAL_TAILS.has(words[next]!)) return false
  return true
}

/** Whether a name is one of `names`, or has one of them as a word; without case and separators. */
export function createNameMatcher (names: readonly string[]): (name: string) => boolean {
  const wanted = new Set(names.map(normalise).filter(name => name !== ''))
  return name => wanted.size > 0 && (wanted.has(normalise(name)) || splitWords(name).some(word => wanted.has(word)))
}

const normalise = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
