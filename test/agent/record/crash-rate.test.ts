import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CrashRate } from '../../../agent/record/crash-rate'
import type { Snapshot } from '../../../agent/snapshot/snapshot'

const thrownAt = (line: number, message = 'boom'): Snapshot => ({
  exception: { type: 'Error', message }, frames: [{ url: 'file:///app.js', lineNumber0: line, columnNumber0: 0 }], stackText: '',
}) as unknown as Snapshot
const printedAt = (line: number, message: string): Snapshot => ({
  exception: { type: 'Error', message }, frames: [],
  stackText: `Error: ${message}\n    at new Socket (node:net:1:1)\n    at order (/app.js:${line}:1)\n    at main (/app.js:1:1)`,
}) as unknown as Snapshot

test('of requests that fail at one place one is written, the others are counted', () => {
  const rate = new CrashRate()
  assert.not(rate.isKnown(thrownAt(1)))
  assert.ok(rate.admits(thrownAt(1), 'http'))
  assert.ok(rate.isKnown(thrownAt(1)))
  assert.not(rate.admits(thrownAt(1), 'http'))
  rate.countRepeat(thrownAt(1))
  assert.ok(rate.admits(thrownAt(2), 'http'))
  assert.equal(rate.takeRepeats(), [])
  rate.notePacked(thrownAt(1), '/repository/Error')
  assert.equal(rate.takeRepeats(), [{ folder: '/repository/Error', count: 2 }])
  assert.equal(rate.takeRepeats(), [])
})

test('other messages of one place are other errors, up to twenty', () => {
  const rate = new CrashRate()
  const written = Array.from({ length: 30 }, (_value, index) => rate.admits(thrownAt(1, `no order ${index}`), 'http'))
  assert.is(written.filter(Boolean).length, 20)
  assert.ok(rate.isKnown(thrownAt(1, 'no order 99')))
})

test('an error without frames has the place of its text', () => {
  const rate = new CrashRate()
  assert.ok(rate.admits(printedAt(7, 'a'), 'http'))
  assert.not(rate.admits(printedAt(7, 'a'), 'http'))
  assert.ok(rate.admits(printedAt(8, 'a'), 'http'))
})

test('a process writes sixty crashes of requests in a minute, and every failed test', () => {
  const rate = new CrashRate()
  const count = (signal: 'http' | 'test'): number => Array.from({ length: 100 }, (_value, line) => rate.admits(thrownAt(line), signal)).filter(Boolean).length
  assert.is(count('http'), 60)
  assert.is(count('test'), 100)
})

test('of other crashes that a process survives five of one place are written', () => {
  const rate = new CrashRate()
  assert.is(Array.from({ length: 9 }, () => rate.admits(thrownAt(1), 'uncaughtException')).filter(Boolean).length, 5)
})

test.run()
