import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { excerpt, MAX_LINE_CHARS, sourceWindows, wordAt } from '../../src/report/source-window'

const text = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join('\n')
const wanted = (line: number, around = 2, column = 1) => ({ line, column, around })

test('windows hold the lines around the places; those that touch are one', () => {
  const ranges = (...lines: number[]) => sourceWindows(text, lines.map(line => wanted(line)))
    .map(({ line1, lines }) => [line1, line1 + lines.length - 1])
  assert.equal(ranges(50, 10), [[8, 12], [48, 52]])
  assert.equal(ranges(10, 15), [[8, 17]])
  assert.equal(ranges(10, 16), [[8, 12], [14, 18]])
  assert.equal(ranges(1, 100), [[1, 3], [98, 100]])
  assert.equal(ranges(0, 101), [])
})

test('an excerpt marks the place and its column', () => {
  const lines = excerpt(sourceWindows(text, [wanted(50, 5, 6)]), { line: 50, column: 6 }, 1, 1)
  assert.equal(lines, [
    { number: 49, text: 'line 49', isCutBefore: false, isPlace: false },
    { number: 50, text: 'line 50', isCutBefore: false, isPlace: true, column0: 5 },
    { number: 51, text: 'line 51', isCutBefore: false, isPlace: false },
  ])
  assert.equal(excerpt(undefined, { line: 50, column: 6 }, 1, 1), [])
})

test('of a long line the part around the column is kept, and the column still points at its character', () => {
  const at = (column: number, length: number) => {
    const long = 'a'.repeat(column - 1) + 'X' + 'a'.repeat(length - column)
    return excerpt(sourceWindows(long, [{ line: 1, column, around: 3 }]), { line: 1, column }, 0, 0)[0]!
  }
  assert.is(at(MAX_LINE_CHARS, MAX_LINE_CHARS).text.length, MAX_LINE_CHARS)
  assert.is(at(MAX_LINE_CHARS, MAX_LINE_CHARS).isCutBefore, false)
  for (const [column, length] of [[401, 401], [5_000, 1_000_000], [1, 1_000_000], [1_000_000, 1_000_000]] as const) {
    const line = at(column, length)
    assert.is(line.text.length, MAX_LINE_CHARS)
    assert.is(line.text[line.column0!], 'X', `${column} of ${length}`)
  }
})

test('the word at a column is an identifier or one character', () => {
  assert.equal(wordAt('order.customer', 6), [6, 14])
  assert.equal(wordAt('a(b)', 1), [1, 2])
  assert.equal(wordAt('x', 1), [1, 1])
})

test.run()
