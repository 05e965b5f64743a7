/** A value of a document that is not what the format says. `path` leads to it: `.frames[2].function`. */
export class ShapeMismatch extends Error {
  path = ''
  constructor (readonly expected: string, found: unknown) {
    super(`expected ${expected}, found ${found === null ? 'null' : Array.isArray(found) ? 'an array' : typeof found}`)
  }
}

/**
 * Checks a value in place and throws {@link ShapeMismatch}. Written by hand instead of with a schema library because a graph has
 * a hundred thousand values: nothing is copied, no list of issues is built, and a path is put together only after a failure.
 */
export type Check = (value: unknown) => void

const expecting = (expected: string, accepts: (value: unknown) => boolean): Check => value => {
  if (!accepts(value)) throw new ShapeMismatch(expected, value)
}

export const text = expecting('a string', value => typeof value === 'string')
export const number = expecting('a finite number', value => Number.isFinite(value))
export const boolean = expecting('true or false', value => typeof value === 'boolean')
export const index = expecting('an index', value => Number.isSafeInteger(value) && (value as number) >= 0)
export const numberOrNull = expecting('a number or null', value => value === null || typeof value === 'number')
export const textOrNull = expecting('a string or null', value => value === null || typeof value === 'string')
export const scalar = expecting('a string, number, boolean or null', value => value === null || typeof value !== 'object')

/** An object, as its members can be read. */
export function asObject (value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ShapeMismatch('an object', value)
  return value as Record<string, unknown>
}

/** An array whose elements pass `check`. */
export const list = (check: Check): Check => value => {
  if (!Array.isArray(value)) throw new ShapeMismatch('an array', value)
  for (let at = 0; at < value.length; at++) inside(check, value[at], at)
}

/** An object with any keys, whose values pass `check`. */
export const record = (check: Check): Check => value => {
  const object = asObject(value)
  for (const key of Object.keys(object)) inside(check, object[key], key)
}

/**
 * An object with the given members. `optional` ones are checked if there; `lists` are arrays of such elements and become an
 * empty array if absent, so that no reader needs to ask. Members that are not named are left as they are.
 */
export function shape (fields: Partial<Record<'required' | 'optional' | 'lists', Record<string, Check>>>): Check {
  const required = Object.entries(fields.required ?? {})
  const optional = Object.entries(fields.optional ?? {})
  const lists = Object.entries(fields.lists ?? {}).map(([key, check]) => [key, list(check)] as const)
  return value => {
    const object = asObject(value)
    for (const [key, check] of required) inside(check, object[key], key)
    for (const [key, check] of optional) if (object[key] !== undefined) inside(check, object[key], key)
    for (const [key, check] of lists) {
      if (object[key] === undefined) object[key] = []
      else inside(check, object[key], key)
    }
  }
}

function inside (check: Check, value: unknown, key: string | number): void {
  try {
    check(value)
  } catch (error) {
    if (error instanceof ShapeMismatch) error.path = (typeof key === 'number' ? `[${key}]` : `.${key}`) + error.path
    throw error
  }
}
