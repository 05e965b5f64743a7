import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeExcerpt } from '../../src/terminal/code-excerpt'
import { createColours, wantsColour } from '../../src/terminal/colours'
import { safeJson, safeText } from '../../src/terminal/safe-text'
import { indent, table } from '../../src/terminal/table'

const colours = createColours({ isTTY: false, env: {} })
const red = createColours({ isTTY: true, env: {} }).red

test('--no-color wins over FORCE_COLOR, that over NO_COLOR, that over the terminal', () => {
  const cases: [boolean, Record<string, string>, boolean | undefined, boolean][] = [
    [true, {}, undefined, true], [false, {}, undefined, false], [true, { TERM: 'dumb' }, undefined, false],
      [false, { CI: '1' }, undefined, false],
    [true, { NO_COLOR: '1' }, undefined, false], [true, { NO_COLOR: '' }, undefined, true],
    [false, { FORCE_COLOR: '' }, undefined, true], [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, undefined, true],
    [true, { FORCE_COLOR: '0' }, undefined, false], [true, { FORCE_COLOR: 'false' }, undefined, false],
      [true, { FORCE_COLOR: '3' }, true, false],
  ]
  for (const [isTTY, env, isRefused, expected] of cases) assert.is(wantsColour({ isTTY, env, isRefused }), expected,
    JSON.stringify([isTTY, env]))
  assert.is(colours.red('x'), 'x')
  assert.is(red('x'), '\u001b[31mx\u001b[39m')
})

test('text is shown, not obeyed', () => {
  assert.is(safeText('a\u001b[2J\u202e\n\t\u009b'), 'a\\u{1b}[2J\\u{202e}\\u{a}\\u{9}\\u{9b}')
  assert.is(safeText('a\nb\tc\u0007', undefined, '\n\t'), 'a\nb\tc\\u{7}')
  assert.equal([safeText('abc', 3), safeText('abcd', 3)], ['abc', 'abc…'])
})

test('JSON parses to the same and has nothing a terminal obeys', () => {
  const value = { 'k\u202e': 'v\u007f\u009b\u2028\u001b', list: ['\uD83D', '😀'] }
  const json = safeJson(value)
  assert.equal(JSON.parse(json), value)
  assert.not.match(json, /[\u007f-\u009f\u202e\u2028\u001b]/)
  assert.is(safeJson(undefined), 'null')
})

test('tables align by what is seen, colours not counted', () => {
  assert.equal(table([['a', red('bbb'), 'c'], ['aaa', 'b', ''], ['x']]), ['a    \u001b[31mbbb\u001b[39m  c', 'aaa  b', 'x'])
  assert.equal(table([]), [])
  assert.equal(indent(['a', '', 'b']), ['  a', '', '  b'])
})

test('an excerpt numbers lines, and marks line and column', () => {
  const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\r\n')
  assert.equal(codeExcerpt(source, { line: 10, column: 6, colours, before: 1, after: 1 }),
    ['   9 | line 9', '> 10 | line 10', '     |      ^', '  11 | line 11'])
  assert.equal(codeExcerpt(source, { line: 1, column: 0, colours, after: 0 }), ['> 1 | line 1'])
  assert.equal(codeExcerpt(source, { line: 12, column: 99, colours, before: 0 }), ['> 12 | line 12'])
  assert.equal(codeExcerpt(source, { line: 13, column: 1, colours }), [])
  assert.equal(codeExcerpt(source, { line: 0, column: 1, colours }), [])
  assert.equal(codeExcerpt('\t\u001b[2Jx', { line: 1, column: 3, colours }), ['> 1 |   \\u{1b}[2Jx', '    |         ^'])
})

test('a short line on a narrow terminal keeps its beginning', () => {
  const place = { line: 1, column: 10, colours }
  for (const maxChars of [15, 20, 27, 29]) {
    assert.match(codeExcerpt('  return require(path)', { ...place, maxChars })[0]!, /^> 1 \| {3}return req/, String(maxChars))
  }
  assert.equal(codeExcerpt('  return require(path)', { ...place, maxChars: 13 }), ['> 1 |   return requ…', '    |          ^'])
  assert.equal(codeExcerpt('  return require(path)', { ...place, maxChars: 8 }), ['> 1 | …urn requ…', '    |      ^'])
})

test('a long line is cut around the column', () => {
  const excerpt = codeExcerpt(`${'a'.repeat(5000)}X${'b'.repeat(5000)}`, { line: 1, column: 5001, colours, maxChars: 40 })
  assert.equal(excerpt, [`> 1 | …${'a'.repeat(20)}X${'b'.repeat(19)}…`, `    | ${' '.repeat(21)}^`])
})

test.run()
