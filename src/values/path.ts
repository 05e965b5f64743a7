import { FaultSnapError } from '../errors'

/** A step of a path. `symbol` and `internal` (without brackets) are names; `private` has its `#`. */
export type Step =
  | { kind: 'property', key: string }
  | { kind: 'index', key: number }
  | { kind: 'private', key: string }
  | { kind: 'symbol', key: string }
  | { kind: 'internal', key: string }
  /** The argument of `map.get(…)`: a string, number, boolean, null, undefined or bigint. */
  | { kind: 'get', key: string | number | boolean | null | undefined | bigint }

/** A path into a frame: the variable (`this` is one), then the steps from there. */
export interface Path { variable: string, steps: Step[] }

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*/uy
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{ID_Continue}$])/uy
const BIGINT = /-?(?:0|[1-9]\d*)n/uy
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/uy
const SYMBOL = /(?:Symbol\(([^)]*)\)|@@([\w.]+))(?=\])/uy
const QUOTED_SYMBOL = /Symbol\(("(?:[^"\\\n]|\\.)*")\)(?=\])/uy
const INTERNAL = /\[\[(\w+)\]\]/uy
const GET = /get\(/uy

/**
 * Reads a path as JavaScript writes it: `order.items[2].price`, `this.#secret`, `order["key"]`, `map.get("key")`, `map.get(7)`,
 * `order[Symbol(id)]` (`order[Symbol("a)b")]` where it must be quoted), `promise[[PromiseResult]]`, and
 * `map[[Entries]][0].key` or `.value`. `?.` is read as `.`.
 * Throws `FaultSnapError` with code `USAGE`, which says where the path stops making sense.
 */
export function parsePath (text: string): Path {
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match ?? undefined
  }
  const fail = (expected: string): never => {
    const found = at >= text.length ? 'its end' : JSON.stringify(text.slice(at, at + 12))
    throw new FaultSnapError('USAGE', `Path ${JSON.stringify(text)}: expected ${expected} at character ${at + 1}, got ${found}`)
  }
  const expect = (token: string): void => {
    if (text.startsWith(token, at)) at += token.length
    else fail(JSON.stringify(token))
  }
  const literal = (): { value: string | number | bigint } | undefined => {
    const string = take(STRING)
    if (string) return { value: unquote(string[0]) }
    const bigint = take(BIGINT)
    if (bigint) return { value: BigInt(bigint[0].slice(0, -1)) }
    const number = take(NUMBER)
    return number && { value: Number(number[0]) }
  }
  const word = (): { value: boolean | null | undefined } | undefined => {
    const start = at
    const name = take(NAME)?.[0]
    if (name !== undefined && Object.hasOwn(WORDS, name)) return { value: WORDS[name] }
    at = start
    return undefined
  }

  const afterDot = (): Step => {
    if (take(GET)) {
      const argument = literal() ?? word() ?? fail('a string, number, bigint, true, false, null or undefined')
      expect(')')
      return { kind: 'get', key: argument.value }
    }
    const isPrivate = text[at] === '#'
    if (isPrivate) at++
    const name = (take(NAME) ?? fail('a name'))[0]
    return isPrivate ? { kind: 'private', key: `#${name}` } : { kind: 'property', key: name }
  }
  const inBrackets = (): Step => {
    const quotedSymbol = take(QUOTED_SYMBOL)
    if (quotedSymbol) {
      expect(']')
      return { kind: 'symbol', key: unquote(quotedSymbol[1]!) }
    }
    const symbol = take(SYMBOL)
    if (symbol) {
      expect(']')
      return { kind: 'symbol', key: symbol[1] ?? `Symbol.${symbol[2]}` }
    }
    const key = (literal() ?? fail('an index, a quoted key or Symbol(description)')).value
    expect(']')
    return typeof key === 'number' && Number.isSafeInteger(key) && key >= 0 ? { kind: 'index', key }
      : { kind: 'property', key: String(key) }
  }

  const variable = (take(NAME) ?? fail('the name of a variable'))[0]
  const steps: Step[] = []
  while (at < text.length) {
    const internal = take(INTERNAL)
    if (internal) steps.push({ kind: 'internal', key: internal[1]! })
    else if (text.startsWith('?.[', at)) (at += 3, steps.push(inBrackets()))
    else if (text.startsWith('?.', at)) (at += 2, steps.push(afterDot()))
    else if (text[at] === '.') (at++, steps.push(afterDot()))
    else if (text[at] === '[') (at++, steps.push(inBrackets()))
    else fail('"." or "["')
  }
  return { variable, steps }
}

/** A step as {@link parsePath} reads it: `.items`, `[2]`, `["odd key"]`, `.#secret`, `[Symbol(id)]`, `.get("key")`. */
export function stepText (step: Step): string {
  switch (step.kind) {
    case 'private': return `.${step.key}`
    case 'index': return `[${step.key}]`
    case 'symbol': return /[)"\n]/.test(step.key) ? `[Symbol(${quotedKey(step.key)})]` : `[Symbol(${step.key})]`
    case 'internal': return `[[${step.key}]]`
    case 'get': return `.get(${typeof step.key === 'string' ? quotedKey(step.key)
      : typeof step.key === 'bigint' ? `${step.key}n` : Object.is(step.key, -0) ? '-0' : String(step.key)})`
    case 'property': return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step.key) ? `.${step.key}` : `[${quotedKey(step.key)}]`
  }
}

/** JSON leaves the separators of lines as they are, which no path may hold. */
const quotedKey = (key: string): string => JSON.stringify(key).replace(/[\u2028\u2029]/g, character =>
  `\\u${character.charCodeAt(0).toString(16)}`)

const WORDS: Readonly<Record<string, boolean | null | undefined>> = { true: true, false: false, null: null, undefined }

function unquote (literal: string): string {
  const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' }
  return literal.slice(1, -1).replace(/\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(.))/giu,
    (_, braced, four, two, other) => {
    const code = parseInt(braced ?? four ?? two, 16)
    return other !== undefined ? escapes[other] ?? other : code <= 0x10FFFF ? String.fromCodePoint(code) : ''
  })
}
