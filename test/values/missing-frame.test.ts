import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument, FrameRecord } from '../../src/model'
import { missingFrameWords } from '../../src/values/missing-frame'
import { crashDocument, frame } from '../helpers/crash-record'

const words = (rest: Partial<FrameRecord>, frames: Partial<FrameRecord>[] = [], exception: Partial<CrashDocument['exception']> = {}): string => {
  const crash = crashDocument([frame(rest), ...frames.map(frame)])
  crash.exception = { ...crash.exception, ...exception }
  return missingFrameWords(crash, crash.frames[0]!)?.explanation ?? 'none'
}

test('says in plain words why a frame has no variables', () => {
  assert.is(words({}), 'none')
  assert.match(words({ missing: 'async' }), /suspended in an await/)
  assert.match(words({ missing: 'total' }), /maxFrames/)
  assert.match(words({ missing: 'unavailable', file: 'node:internal/modules/cjs/loader' }), /code of Node itself.*option nodeFrames/)
  const unpaused = { kind: 'stack', missing: 'unavailable' } as const
  assert.match(words(unpaused), /^V8 did not pause at this error/)
  assert.match(words(unpaused, [], { type: 'RangeError', message: 'Maximum call stack size exceeded' }), /does not pause on a stack overflow/)
  assert.match(words(unpaused, [{ missing: 'unavailable', file: 'node:vm' }], { type: 'SyntaxError' }), /does not parse/)
  assert.match(words(unpaused, [unpaused], { type: 'SyntaxError' }), /^V8 did not pause/, 'thrown by JSON.parse, say')
  assert.match(words({ missing: 'unavailable' }), /V8 gave no value/, 'nothing better is known')
})

test.run()
