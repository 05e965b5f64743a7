import type { Debugger } from 'node:inspector'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { whereThrown } from '../../../agent/snapshot/where-thrown'

type Frame = [functionName: string, file: string, line1: number]

const where = (paused: readonly Frame[], made: readonly Frame[]): string => whereThrown({
  reason: 'exception',
  callFrames: paused.map(([functionName, url, line1]) => ({ functionName, url, location: { scriptId: '0', lineNumber: line1 - 1, columnNumber: 2 }, scopeChain: [] })),
} as never as Debugger.PausedEventDataType, new Error('made'), {
  session: { scripts: new Map() as never },
  liveValues: { take: () => [] },
  stackLines: made.map(([name, file, line1]) => `\n    at ${name} (${file}:${line1}:5)`).join(''),
  isOwnScript: () => false,
})

const main: Frame = ['main', '/app/main.js', 9]

test('made by the function that throws it', () => {
  assert.is(where([['price', '/app/cart.js', 4], main], [['price', '/app/cart.js', 3], main]), 'here')
})

test('made by a function without a name, which a stack calls by what it is called as', () => {
  assert.is(where([['', '/app/cart.js', 4]], [['Timeout._onTimeout', '/app/cart.js', 4]]), 'here')
  assert.is(where([['', '/app/cart.js', 4]], [['Timeout._onTimeout', '/app/other.js', 4]]), 'elsewhere')
})

test('made by a library of assertions that left itself out of the stack', () => {
  assert.is(where([['fail', '/app/node_modules/chai/index.js', 50], ['check', '/app/cart.js', 4], main], [['check', '/app/cart.js', 4], main]), 'here')
})

test('made in a caller, in another line than stands there now: it may have been thrown before', () => {
  assert.is(where([['settle', '/app/settle.js', 50], ['check', '/app/cart.js', 7], main], [['check', '/app/cart.js', 4], main]), 'elsewhere')
})

test('made by what is not on the stack any more', () => {
  assert.is(where([['settle', '/app/settle.js', 50]], [['price', '/app/cart.js', 3], main]), 'elsewhere')
})

test('a stack without a function of the program says nothing', () => {
  assert.is(where([['price', '/app/cart.js', 4]], [['readFileSync', 'node:fs', 3]]), 'unknown')
})

test.run()
