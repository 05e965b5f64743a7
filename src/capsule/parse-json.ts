import type { CapsuleLimits } from './capsule-limits'

/** A document that is not acceptable JSON; `isTooLarge` if only a limit says so. The message ends a sentence. */
export class JsonRefused extends Error {
  constructor (message: string, readonly isTooLarge: boolean, options?: ErrorOptions) { super(message, options) }
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * `JSON.parse` for a stranger's bytes: depth and counts are bounded before anything is built, text must be UTF-8, and members
 * named `__proto__` are dropped, so that a later copy by assignment cannot change a prototype. Throws {@link JsonRefused}.
 */
export function parseJson (bytes: Buffer, limits: CapsuleLimits): unknown {
  checkStructure(bytes, limits)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new JsonRefused('is not JSON in UTF-8', false, { cause: error })
  }
  dropPrototypeKeys(value)
  return value
}

function checkStructure (bytes: Buffer, limits: CapsuleLimits): void {
  let depth = 0
  let containers = 0
  let values = 0
  let strings = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      strings++
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
    } else if (byte === COMMA) {
      values++
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      containers++
      if (++depth > limits.maxJsonDepth) throw new JsonRefused(`is nested deeper than ${limits.maxJsonDepth} levels`, true)
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--
    }
  }
  if (containers > limits.maxJsonContainers) {
    throw new JsonRefused(`has ${containers} objects and arrays (at most ${limits.maxJsonContainers} are accepted)`, true)
  }
  if (strings > limits.maxJsonStrings) {
    throw new JsonRefused(`has ${strings} texts (at most ${limits.maxJsonStrings} are accepted)`, true)
  }
  if (values > limits.maxJsonValues) {
    throw new JsonRefused(`has over ${values} values (at most ${limits.maxJsonValues} are accepted)`, true)
  }
}

/** Recursion is safe: the depth was checked. */
function dropPrototypeKeys (value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === 'object') dropPrototypeKeys(element)
    return
  }
  if (Object.hasOwn(value, '__proto__')) delete (value as Record<string, unknown>)['__proto__']
  for (const key in value) dropPrototypeKeys((value as Record<string, unknown>)[key])
}
