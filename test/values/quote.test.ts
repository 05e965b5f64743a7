import { inspect } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { numberText, quoteText } from '../../src/values/quote'

// Node's own inspect is the oracle: https://nodejs.org/api/util.html#utilinspectobject-options
const oracle = (value: unknown): string =>
  inspect(value, { compact: true, breakLength: Infinity, maxStringLength: Infinity })

test('quotes every single UTF-16 unit as inspect does', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const text = String.fromCharCode(code)
    if (quoteText(text) !== oracle(text)) assert.is(quoteText(text), oracle(text), `U+${code.toString(16)}`)
  }
})

test('chooses quotes and escapes as inspect does, in any neighbourhood', () => {
  const pieces = ['\'', '"', '`', '${', '$', '{', '\\', '\n', '\u0000', '\u001b', '\u007f', '\u009f', '\ud800', '\udc00', '\ud83d\ude00',
    '\u202e', 'é', 'a', ' ', '</script>']
  let count = 0
  const check = (text: string): void => {
    count++
    if (quoteText(text) !== oracle(text)) assert.is(quoteText(text), oracle(text))
  }
  for (const a of pieces) for (const b of pieces) for (const c of pieces) for (const d of ['', '"', '`', '\'']) check(a + b + c + d)
  // inspect takes other ways for texts over 100 and from 5,000 characters on.
  for (const length of [99, 100, 101, 4999, 5000, 5001]) for (const piece of pieces) check(piece.padStart(length, 'x\'y'))
  assert.is(count, 20 * 20 * 20 * 4 + 6 * 20)
})

test('prints numbers as inspect does', () => {
  const numbers = [0, -0, 1, -1, 1.5, 1e21, 1e-7, 123456789012345680000, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER]
  for (const number of numbers) assert.is(numberText(number), oracle(number))
  assert.is(numberText(-0), '-0')
})

test.run()
