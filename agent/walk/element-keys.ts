import { inspect } from 'node:util'
import { getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf, keys, program, toStringOf } from '../primordials'

/** Up to this many elements listing all keys is as fast while `inspect` is not compiled yet. */
const MAX_LISTED_LENGTH = 100

/** Below this many elements there is nothing to gain. */
const MIN_WHOLE_LENGTH = 16

const OPTIONS = {
  showHidden: true, depth: 0, maxArrayLength: 0, customInspect: false, getters: false, colors: false, compact: 3,
  breakLength: Infinity, numericSeparator: false, sorted: false, showProxy: false,
} as const

/**
 * True if the array is certain to have no keys but its indexes and `length`; false if not known.
 *
 * JavaScript lists an array's keys one string an index: 40 to 70 µs for 1,000 of them, more than their values cost. Node's
 * `inspect` lists the others alone, in 1 to 3 µs for any length. Its text is believed only when it is the expected one, and it is
 * asked only about arrays of which it runs nothing.
 */
export function hasOnlyElements (array: readonly unknown[]): boolean {
  const { length } = array
  if (length <= MAX_LISTED_LENGTH || getPrototypeOf(array) !== program.ArrayPrototype) return false
  if (getOwnPropertyDescriptor(array, 'constructor') !== undefined || getOwnPropertySymbols(array).length > 0) return false
  return inspect(array, OPTIONS) === `[ ... ${length} more items, [length]: ${length} ]`
}

/**
 * True if the array is certain to have an own, enumerable property at each index. Then an element without a getter can be read
 * by its index: half the price of its descriptor, a third in code that V8 has not compiled yet.
 */
export function isWithoutHoles (array: readonly unknown[]): boolean {
  const { length } = array
  if (length < MIN_WHOLE_LENGTH) return false
  const names = keys(array)
  return names.length === length && names[length - 1] === toStringOf(length - 1)
}
