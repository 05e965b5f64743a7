import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { clipEnd, clipStart } from '../../src/terminal/clip'
import { textWidth } from '../../src/terminal/text-width'

test('text is cut to columns, not to characters', () => {
  assert.equal([clipEnd('abcdef', 6), clipEnd('abcdef', 5), clipEnd('abcdef', 1), clipEnd('abcdef', 0)],
    ['abcdef', 'abcd…', '…', ''])
  assert.equal([clipStart('abcdef', 6), clipStart('abcdef', 5), clipStart('abcdef', 1), clipStart('abcdef', 0)],
    ['abcdef', '…cdef', '…', ''])
  assert.equal([clipEnd('漢字漢字', 8), clipEnd('漢字漢字', 7), clipEnd('漢字漢字', 6)], ['漢字漢字', '漢字漢…', '漢字…'])
  assert.equal([clipStart('漢字漢字', 7), clipStart('漢字漢字', 6)], ['…字漢字', '…漢字'])
})

test('what readers take for one character is never parted', () => {
  const family = '👩‍👩‍👧'
  assert.equal([clipEnd(`a${family}bc`, 4), clipEnd(`a${family}bc`, 3)], [`a${family}…`, 'a…'])
  assert.is(clipEnd('e\u0301e\u0301e\u0301', 2), 'e\u0301…')
  assert.is(textWidth('e\u0301漢'), 3)
})

test('the result is never wider than asked', () => {
  for (const text of ['plain text', '漢字 and 漢字', '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 'e\u0301x'.repeat(9)]) {
    for (let columns = 0; columns < 24; columns++) {
      for (const clip of [clipEnd, clipStart]) assert.ok(textWidth(clip(text, columns)) <= columns, `${text} at ${columns}`)
    }
  }
})

test.run()
