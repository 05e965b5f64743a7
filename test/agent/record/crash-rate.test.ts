import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CrashRate } from '../../../agent/record/crash-rate'
import type { Snapshot } from '../../../agent/snapshot/snapshot'

/** `time`: how much the end of the pause cut off; without it there are no variables. */
const thrownAt = (line: number, message = 'boom', time?: number): Snapshot => ({
  exception: { type: 'Error', message }, stackText: '', missing: { time },
  frames: [{ url: 'file:///app.js', lineNumber0: line, columnNumber0: 0, scopes: time === undefined ? [] : [{}] }],
}) as unknown as Snapshot
const printedAt = (line: number, message: string): Snapshot => ({
  exception: { type: 'Error', message }, frames: [], missing: {},
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
  const [{ lastAt, ...told } = { lastAt: 0 }] = rate.takeRepeats()
  assert.equal(told, { folder: '/repository/Error', count: 2 })
  assert.ok(Math.abs(Date.now() - lastAt) < 60_000)
  assert.equal(rate.takeRepeats(), [])
})

/** Seconds at which one of many failures was written that come each second for so long. */
function writtenAt (seconds: number, snapshotAt: (second: number) => Snapshot): number[] {
  const { now } = Date
  const rate = new CrashRate()
  try {
    return Array.from({ length: seconds }, (_value, second) => second).filter(second => {
      Date.now = () => 1e12 + second * 1000
      const snapshot = snapshotAt(second)
      // As a request does that fails.
      return rate.isToCount(snapshot) ? rate.countRepeat(snapshot) < 0 : rate.admits(snapshot, 'http')
    })
  } finally {
    Date.now = now
  }
}

test('of what repeats itself one is written again and again, ever more rarely, and for days one in an hour', () => {
  assert.equal(writtenAt(14_500, () => thrownAt(1, 'boom', 0)), [0, 10, 50, 210, 850, 3410, 3601, 7202, 10_803, 14_404])
})

test('what the pause cut off is made good soon, once', () => {
  assert.equal(writtenAt(9, second => thrownAt(1, 'boom', second === 0 ? 98 : 40)), [0, 1], 'cold code, then warm')
  assert.equal(writtenAt(9, () => thrownAt(1, 'boom', 98)), [0], 'always as poor')
  assert.equal(writtenAt(9, second => second === 5 ? thrownAt(1, 'boom', 7) : thrownAt(1)), [0, 5], 'variables at last')
  assert.equal(writtenAt(9, () => thrownAt(1)), [0], 'none at all')
})

test('a repeat that is due is only counted while the process writes no more in this minute', () => {
  const { now } = Date
  const rate = new CrashRate()
  try {
    Date.now = () => 1e12
    rate.admits(thrownAt(0, 'boom', 0), 'http')
    Date.now = () => 1e12 + 11_000
    assert.not(rate.isToCount(thrownAt(0, 'boom', 0)))
    for (let line = 1; line < 70; line++) rate.admits(thrownAt(line), 'http')
    assert.ok(rate.isToCount(thrownAt(0, 'boom', 0)))
    Date.now = () => 1e12 + 62_000
    assert.not(rate.isToCount(thrownAt(0, 'boom', 0)))
  } finally {
    Date.now = now
  }
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
