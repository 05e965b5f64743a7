import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isInApp } from '../../src/stack/in-app'
import { asyncFramesOf, stackFramesOf } from '../../src/stack/merge-async-frames'

const TEXT = `Error: no
    at leaf (/app/x.js:3:9)
    at new Cart (/app/x.js:4:1)
    at Object.<anonymous> (/app/x.js:5:1)
    at Array.map (<anonymous>)
    at eval (eval at run (/app/x.js:6:1), <anonymous>:1:2)
    at async Cart.load (/app/node_modules/y/y.js:10:2)
    at async Promise.all (index 1)
    at async file:///app/main.mjs:1:1`

test('async frames are the suspended callers, without variables for reason async', () => {
  const rest = { scopes: [], missing: 'async', kind: 'async' }
  assert.equal(asyncFramesOf(TEXT, { firstIndex: 4, isInApp }), [
    { index: 4, function: 'Cart.load', file: '/app/node_modules/y/y.js', lineNumber0: 9, columnNumber0: 1, inApp: false,
      ...rest },
    { index: 5, function: 'Promise.all', file: '', lineNumber0: -1, columnNumber0: -1, inApp: false, ...rest },
    { index: 6, function: '', file: '/app/main.mjs', lineNumber0: 0, columnNumber0: 0, inApp: true, ...rest },
  ])
})

test('without a pause all frames come from the text', () => {
  const frames = stackFramesOf(TEXT, { firstIndex: 0, isInApp })
  assert.equal(frames.map(({ index, kind, missing, function: name, inApp }) => [index, kind, missing, name, inApp]), [
    [0, 'stack', 'unavailable', 'leaf', true],
    [1, 'stack', 'unavailable', 'new Cart', true],
    [2, 'stack', 'unavailable', '', true],
    [3, 'stack', 'unavailable', 'Array.map', false],
    [4, 'stack', 'unavailable', '', true],
    [5, 'async', 'async', 'Cart.load', false],
    [6, 'async', 'async', 'Promise.all', false],
    [7, 'async', 'async', '', true],
  ])
})

test('text without frames gives none', () => {
  assert.equal(asyncFramesOf('', { firstIndex: 0, isInApp }), [])
  assert.equal(stackFramesOf('Error: x', { firstIndex: 0, isInApp }), [])
})

test.run()
