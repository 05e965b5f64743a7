import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { noteLaterFrames } from '../../../agent/record/later-frames'
import type { Snapshot } from '../../../agent/snapshot/snapshot'

const LINES = '\n    at fail (/srv/node_modules/client/index.js:4:9)\n    at async read (/srv/app.js:7:3)'
const snapshot = (): Snapshot => ({
  exception: { type: 'Error', message: 'no', stack: `Error: no${LINES}`, value: null }, stackText: `Error: no${LINES}`, isTextMapped: false,
  frames: [{ functionName: 'fail', scriptId: '1', url: 'file:///srv/node_modules/client/index.js', lineNumber0: 3, columnNumber0: 8, scopes: [] }],
}) as unknown as Snapshot

const later = (text: string | undefined): Snapshot => {
  const found = snapshot()
  noteLaterFrames(found, {}, { values: { stackNow: () => text }, isOwnScript: url => url.startsWith('/agent/') })
  return found
}
const added = (text: string | undefined): string[] | undefined => later(text).textFrames?.map(frame => `${frame.isAsync ? 'async ' : ''}${frame.function}:${frame.line1}`)

test('a stack that is what it was, or has grown by frames of libraries, of Node or of the agent only, adds nothing', () => {
  for (const text of [
    undefined, '', 'Error: no', LINES, `Error: no${LINES}`, `Error: no${LINES}\n    at request (/srv/node_modules/client/index.js:9:9)`,
    `Error: no${LINES}\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\n    at wrap (/agent/walk.cjs:1:1)`,
    `Error: no${LINES}\nCaused by: Error: other\n    at main (/srv/app.js:1:1)`,
  ]) assert.equal(later(text), snapshot(), String(text))
})

test('frames of the program, and callers that wait, stand below those that were there; each once', () => {
  const text = `Error: no${LINES}\n    at request (/srv/node_modules/client/index.js:9:9)\n    at async read (/srv/app.js:7:3)\n    at async main (/srv/app.js:12:3)`
  assert.equal(added(text), ['async read:7', 'async main:12'])
  assert.is(later(text).exception.stack, text)
})

test('a new stack that nobody has read yet has places as V8 wrote them', () => {
  const found = later('\n    at rethrow (/srv/app.js:20:9)\n    at async main (/srv/app.js:12:3)')
  assert.equal(found.textFrames?.map(frame => frame.function), ['read', 'rethrow', 'main'])
  assert.is(found.isTextMapped, false)
  assert.is(found.exception.stack, 'Error: no\n    at rethrow (/srv/app.js:20:9)\n    at async main (/srv/app.js:12:3)')
})

test('an error that was made in the program and is thrown later by a package has the program\'s frames, and says so', () => {
  const found = snapshot()
  found.stackText = 'Error: no\n    at make (/srv/node_modules/client/index.js:70:9)\n    at create (/srv/app.js:3:5)\n    at main (/srv/app.js:9:1)'
  found.notes = []
  noteLaterFrames(found, {}, { values: { stackNow: () => found.stackText }, isOwnScript: () => false })
  assert.equal(found.textFrames?.map(frame => frame.function), ['create', 'main'])
  assert.match(found.notes.join(), /where it was made/)
  assert.is(found.isTextMapped, false)
})

test('the same functions at translated places are no new frames', () => {
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean }
  process.setSourceMapsEnabled(true)
  try {
    assert.is(added('Error: no\n    at async read (/srv/src/app.ts:70:3)'), undefined)
    assert.equal(added('Error: no\n    at async read (/srv/src/app.ts:70:3)\n    at async main (/srv/src/app.ts:90:3)'), ['async read:70', 'async main:90'])
    assert.is(later('Error: no\n    at async read (/srv/src/app.ts:70:3)\n    at async main (/srv/src/app.ts:90:3)').isTextMapped, undefined)
  } finally {
    process.setSourceMapsEnabled(sourceMapsEnabled === true)
  }
})

test.run()
