import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { textWidth } from '../../src/terminal/text-width'
import { createColours } from '../../src/terminal/colours'
import { factLines, wrapped } from '../../src/terminal/facts'

const colours = createColours({ isTTY: false, env: {} })

test('text is broken at spaces, and where there are none', () => {
  assert.equal(wrapped('one two three', 13), ['one two three'])
  assert.equal(wrapped('one two three', 12), ['one two', 'three'])
  assert.equal(wrapped('one two three', 7), ['one two', 'three'])
  assert.equal(wrapped('a declaration.', 12), ['a', 'declaration.'], 'a word that fits into a line is not broken')
  assert.equal(wrapped('at /a/long/path/x', 12), ['at /a/long/p', 'ath/x'], 'one that does not fills the line before')
  assert.equal(wrapped('abcdefgh', 3), ['abc', 'def', 'gh'])
  assert.equal(wrapped('漢字漢字', 5), ['漢字', '漢字'])
  assert.equal(wrapped('', 5), [''])
})

test('nothing is lost and no line is too wide', () => {
  for (const text of ['a long sentence, with words and /a/very/long/path/without/any/space/in/it', '漢字 漢字漢字漢字 x',
    '👩‍👩‍👧👩‍👩‍👧 👩‍👩‍👧']) {
    for (let columns = 2; columns < 80; columns++) {
      const lines = wrapped(text, columns)
      for (const line of lines) assert.ok(textWidth(line) <= columns, `${line} at ${columns}`)
      assert.is(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
    }
  }
})

test('facts stand below each other, long ones below themselves, and in a pipe on one line', () => {
  const rows = [['name', 'a fact that is long'], ['n', 'b']] as const
  assert.equal(factLines(rows, { colours, columns: 22, indent: 2 }), ['  name  a fact that is', '        long', '  n     b'])
  assert.equal(factLines(rows, { colours, columns: 22, isTerminal: false }), ['name  a fact that is long', 'n     b'])
  assert.equal(factLines([], { colours, columns: 22 }), [])
})

test('a text of twenty thousand wide characters is broken, too', () => {
  const lines = wrapped('漢'.repeat(20_000), 40)
  assert.is(lines.length, 1_000)
  assert.is(lines.join('').length, 20_000)
})

test('a width of nothing, or less, still ends', () => {
  assert.equal(wrapped('abc', 0), ['a', 'b', 'c'])
  assert.equal(wrapped('ab', -5), ['a', 'b'])
  assert.equal(wrapped('', -5), [''])
})

test.run()
