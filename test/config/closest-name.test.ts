import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { closestName, editDistance } from '../../src/config/closest-name'

test('measures insertions, deletions, replacements and swaps', () => {
  assert.equal(
    [['', ''], ['', 'ab'], ['ab', ''], ['ab', 'ba'], ['kitten', 'sitting'], ['inspect', 'inspcet'], ['ca', 'abc']]
      .map(([a, b]) => editDistance(a!, b!)),
    [0, 2, 2, 1, 3, 1, 3])
})

test('gives the nearest name at most a third of the length away', () => {
  const known = ['inspect', 'stack', 'vars', 'list', 'latest']
  assert.equal(['inspcet', 'INSPECT', 'stak', 'lst', 'latst', 'xyz', 'abcdef', 'instxxx'].map(name => closestName(name, known)),
    ['inspect', 'inspect', 'stack', 'list', 'latest', undefined, undefined, undefined])
  assert.is(closestName('abcdef', ['abcdxy']), 'abcdxy')
  assert.is(closestName('abcdef', ['abcxyz']), undefined)
})

test.run()
