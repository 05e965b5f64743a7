import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FrameRecord } from '../../src/model'
import { readAround, type AroundExtras } from '../../src/pack/read-around'
import { crashDocument, crashRecord, frame } from '../helpers/crash-record'

const TEXT = 'test("generated", () => {\n  fail()\n})'
const ORIGINAL = 'it("original", () => {\n\n  fail("hunter2")\n})'

/** What is read of one frame without a name, at the second line of its script. */
function read (extras: AroundExtras, rest: Partial<FrameRecord> = {}, sources = true): FrameRecord['nameless'] {
  const crash = crashDocument([frame({ function: '', file: '/srv/shop/a.js', script: 0, lineNumber0: 1, columnNumber0: 2, ...rest })], [], {})
  const record = crashRecord(crash)
  record.packing.sources = sources
  record.capturedAt = new Date().toISOString()
  record.process.uptimeS = 5
  readAround(record, { texts: { 0: TEXT }, maskText: text => text, maskSource: text => text.replace('hunter2', '‹masked›'), ...extras }, (_script, file) => file === '/srv/shop/a.ts' ? ORIGINAL : undefined)
  return crash.frames[0]!.nameless
}

const generated = { inside: 'test(\'generated\')', line: 'fail()' }

test('the original text counts, masked, else the script as it ran', () => {
  assert.equal(read({}), generated)
  const original = { file: '/srv/shop/a.ts', line1: 3, column1: 3 }
  assert.equal(read({}, { original }), { inside: 'it(\'original\')', line: '…' })
  assert.equal(read({}, { original: { ...original, file: '/gone.ts' } }), generated)
})

test('nothing is quoted that may not be in the capsule, or that nobody can mask', () => {
  assert.is(read({}, {}, false), undefined)
  assert.is(read({ isClean: text => text !== TEXT }), undefined)
  const crash = crashDocument([frame({ function: '', script: 0, lineNumber0: 1 })])
  readAround(crashRecord(crash), { texts: { 0: TEXT }, maskText: text => text }, () => TEXT)
  assert.is(crash.frames[0]!.nameless, undefined)
})

test('a frame of a stack\'s text is read in its file, unless that was changed since the program began', () => {
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-around-'))
  try {
    const file = join(dir, 'a.js')
    writeFileSync(file, TEXT)
    const ofText = (): FrameRecord['nameless'] => {
      const crash = crashDocument([{ ...frame({ function: '', lineNumber0: 1, columnNumber0: 2, file }), kind: 'stack' }])
      delete crash.frames[0]!.script
      const record = { ...crashRecord(crash), capturedAt: new Date().toISOString() }
      record.process.uptimeS = 5
      readAround(record, { readFile: path => readFileSync(path, 'utf8'), maskText: text => text, maskSource: text => text }, () => undefined)
      return crash.frames[0]!.nameless
    }
    assert.is(ofText(), undefined)
    utimesSync(file, new Date(0), new Date(0))
    assert.equal(ofText(), generated)
    rmSync(file)
    assert.is(ofText(), undefined)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test.run()
