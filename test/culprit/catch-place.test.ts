import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { catchPlace } from '../../src/culprit/catch-place'
import type { FrameRecord } from '../../src/model'
import { SourceTrees } from '../../src/syntax/source-trees'
import { crashDocument, frame } from '../helpers/crash-record'

const SOURCE = `async function handler () {
  throw new Error('boom')
}
function layer () {
  try { handler() } catch (error) { console.log(error) }
}
async function awaits () {
  try { await handler() } catch (error) { console.log(error) }
}
function sync () {
  throw new Error('boom')
}
function calls () {
  try { sync() } catch (error) { console.log(error) }
}
`
const at = (line: number, text: string, rest: Partial<FrameRecord> = {}): FrameRecord => {
  const columnNumber0 = SOURCE.split('\n')[line - 1]!.indexOf(text)
  return frame({ script: 0, lineNumber0: line - 1, columnNumber0, ...rest })
}
const caughtAt = (...frames: FrameRecord[]): number | undefined => {
  const crash = crashDocument(frames, [], { scripts: [{ url: 'file:///srv/shop/app.js' }] })
  return catchPlace(crash, {
    trees: new SourceTrees(() => SOURCE), mask: text => text,
    locate: (_script, line0, column0) => ({ file: '/srv/shop/app.js', line: line0 + 1, column: column0 + 1, isExact: true }),
  })?.line
}

test('an error of a function is caught by the nearest catch around its call', () => {
  assert.is(caughtAt(at(11, 'throw'), at(14, 'sync()')), 14)
})

test('an error of an async function is caught where it is awaited, and nowhere else that is known', () => {
  assert.is(caughtAt(at(2, 'throw'), at(5, 'handler()')), undefined)
  assert.is(caughtAt(at(2, 'throw'), at(8, 'handler()')), 8)
  assert.is(caughtAt(at(2, 'throw'), at(8, 'await', { kind: 'async' })), 8)
})

test('a frame that the error got later does not catch it', () => {
  assert.is(caughtAt(at(11, 'throw'), at(14, 'sync()', { kind: 'stack' })), undefined)
})

test.run()
