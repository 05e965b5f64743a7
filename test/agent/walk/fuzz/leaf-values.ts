import type { Random } from './random'

/** Names of properties, keys and symbols. None is, or looks like, a secret's; the walk's own special names are among them. */
export const NAMES: readonly string[] = ['a', 'b', 'name', 'value', 'length', 'constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'then',
  'stack', 'message', 'cause', 'errors', 'size', 'byteLength', 'buffer', 'byteOffset', 'children', 'cache', 'main', 'resolve', 'arguments',
  'caller', 'callee', 'lastIndex', 'source', 'flags', 'toJSON', 'inspect', 'hasOwnProperty', 'get', 'set', 'next', 'return', '0', '1', '7', '-1',
  '1.5', '01', '4294967294', '4294967295', '4294967296', '-0', 'NaN', 'Infinity', '', ' ', 'a b', 'a.b', 'a[0]', 'ünï', '漢字', '😀', '\ud800',
  'x\udfff', '\u0000', '\n', '\u202e', '\u2028', '#private', '[[Target]]', 'missing', 'ref', 'type', 'n'.repeat(700), 'undefined', 'null', 'true']

const TEXTS: readonly string[] = ['', 'a', 'text', 'two words', 'line\nline', '\r\n\t', '\u0000', '\ud800', 'x\udc00y', '\udfff\ud800', '😀', '漢字', '\u2028',
  '"quoted"', "'", '`', '\\', '</script>', '{}', '[]', 'null', 'undefined', 'NaN', '[object Object]', '__proto__', '{"ref":0}', '…', 'é'.normalize('NFD')]

const WELL_KNOWN = [Symbol.iterator, Symbol.toPrimitive, Symbol.hasInstance, Symbol.species, Symbol.asyncIterator, Symbol.for('nodejs.util.inspect.custom'),
  Symbol.isConcatSpreadable, Symbol.unscopables, Symbol.match]

/** A primitive of any kind and size. `isLarge` allows megabytes. */
export function leafValue (random: Random, isLarge: boolean): unknown {
  switch (random.int(0, 15)) {
    case 0: return undefined
    case 1: return null
    case 2: return random.chance(0.5)
    case 3: case 4: return random.int(-1000, 100_000)
    case 5: return random.pick([-0, 0, NaN, Infinity, -Infinity, Number.MAX_VALUE, 5e-324, 2 ** 53, -(2 ** 31), 2 ** 32 - 1, 0.1])
    case 6: return (random.fraction() - 0.5) * 10 ** random.int(-300, 300)
    case 7: case 8: case 9: return random.pick(TEXTS)
    case 10: return longText(random, random.int(400, 3000))
    case 11: return isLarge ? longText(random, random.int(100_000, 2_000_000)) : random.pick(TEXTS)
    case 12: return bigInt(random, isLarge)
    default: return random.chance(0.5) ? symbol(random) : random.pick(TEXTS)
  }
}

export const keyText = (random: Random): string => random.pick(NAMES)

export function symbol (random: Random): symbol {
  switch (random.int(0, 3)) {
    case 0: return random.pick(WELL_KNOWN)
    case 1: return Symbol.for(`fuzz.${random.pick(TEXTS)}`)
    case 2: return Symbol()
    default: return Symbol(random.chance(0.1) ? 's'.repeat(100_000) : random.pick(NAMES))
  }
}

function bigInt (random: Random, isLarge: boolean): bigint {
  const bits = random.pick(isLarge ? [8, 64, 2_000, 20_000_000] : [1, 8, 53, 64, 65, 2_000])
  const value = (1n << BigInt(bits)) + BigInt(random.int(0, 1_000))
  return random.chance(0.3) ? -value : value
}

/** As V8 has them: flat in one byte, flat in two, a rope, a slice, and one whose text lies outside of the heap. */
function longText (random: Random, chars: number): string {
  // Letters among the digits: a row of digits may be a card's number.
  const start = `w${random.int(0, 1_000_000)}`
  switch (random.int(0, 4)) {
    case 0: return `${start} `.repeat(Math.ceil(chars / 6)).slice(0, chars)
    case 1: return `漢${start}字 `.repeat(Math.ceil(chars / 8))
    case 2: {
      let rope = `${start}`
      while (rope.length < chars) rope += ` ${rope}-`
      return rope
    }
    case 3: return `${start} words `.repeat(Math.ceil(chars / 10) + 10).slice(7, chars + 7)
    default: return Buffer.alloc(chars, `${start} bytes `).toString(random.chance(0.5) ? 'latin1' : 'utf16le')
  }
}
