import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { align } from '../../src/compare/align'

const rows = (a: string, b: string): string[] =>
  align([...a], [...b], each => each).map(row => `${row.a ?? '-'}${row.b ?? '-'}`)

test('pairs what both have, in order, and leaves the rest in place', () => {
  assert.equal(rows('abc', 'abc'), ['aa', 'bb', 'cc'])
  assert.equal(rows('abc', 'axc'), ['aa', 'b-', '-x', 'cc'])
  assert.equal(rows('abcd', 'acd'), ['aa', 'b-', 'cc', 'dd'])
  assert.equal(rows('acd', 'abcd'), ['aa', '-b', 'cc', 'dd'])
  assert.equal(rows('', 'ab'), ['-a', '-b'])
  assert.equal(rows('', ''), [])
})

test('repeated elements do not swallow each other', () => {
  assert.equal(rows('aa', 'aaa').filter(row => row === 'aa').length, 2)
  assert.equal(rows('abab', 'ab').filter(row => !row.includes('-')).length, 2)
})

test('has as many pairs as the longest common subsequence', () => {
  let state = 7
  const random = (): number => (state = state * 16807 % 2147483647) / 2147483647
  for (let round = 0; round < 200; round++) {
    const text = (): string => Array.from({ length: Math.floor(random() * 12) }, () => 'abc'[Math.floor(random() * 3)]).join('')
    const [a, b] = [text(), text()]
    const aligned = align([...a], [...b], each => each)
    assert.is(aligned.map(row => row.a ?? '').join(''), a)
    assert.is(aligned.map(row => row.b ?? '').join(''), b)
    assert.ok(aligned.every(row => row.a === undefined || row.b === undefined || row.a === row.b))
    assert.is(aligned.filter(row => row.a !== undefined && row.b !== undefined).length, longest(a, b), `${a} ${b}`)
  }
})

test('sequences too long to be aligned are kept whole, with the ends paired', () => {
  const count = (length: number): number => align(
    ['x', ...Array.from({ length }, (_, index) => `a${index}`), 'middle', 'y'],
    ['x', 'middle', ...Array.from({ length }, (_, index) => `b${index}`), 'y'], each => each)
    .filter(row => row.a !== undefined && row.b !== undefined).length
  assert.is(count(999), 3)
  assert.is(count(1_000), 2)
})

function longest (a: string, b: string): number {
  if (a === '' || b === '') return 0
  return a[0] === b[0] ? 1 + longest(a.slice(1), b.slice(1)) : Math.max(longest(a.slice(1), b), longest(a, b.slice(1)))
}

test.run()
