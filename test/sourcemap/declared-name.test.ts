import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { identifierAt, isDeclaredAt } from '../../src/sourcemap/declared-name'

/** The identifier at the mark, if the text may declare it. */
function declared (marked: string): string | undefined {
  const offset = marked.indexOf('^')
  const text = marked.replace('^', '')
  const name = identifierAt(text, offset)
  return name !== undefined && isDeclaredAt(text, offset, name) ? name : undefined
}

test('names that a source declares are told from those that it reads', () => {
  for (const text of ['let ^item = 1', 'for (const ^item of items) {}', 'function ^item () {}', 'function sum (n, ^item: T) {}', '({ price: ^item }) => 1',
    'const [a, ...^item] = b', '^item => item.id', 'import { a as ^item } from "b"', 'constructor (private readonly ^item: T) {}', 'a, // the = first\n ^item) {}']) {
    assert.is(declared(text), 'item', text)
  }
  for (const text of ['for (const x of ^item) {}', 'const { a } = ^item()', 'class A extends ^item {}', 'await ^item', 'const x = a + ^item', 'return ^item']) {
    assert.is(declared(text), undefined, text)
  }
})

test('keywords, parts of words and punctuation are no identifiers', () => {
  assert.equal([identifierAt('function f () {}', 0), identifierAt('items', 2), identifierAt('{ a }', 0), identifierAt('a', 5), identifierAt('a', -1)],
    [undefined, undefined, undefined, undefined, undefined])
  assert.is(identifierAt('größe = 1', 0), 'größe')
})

test.run()
