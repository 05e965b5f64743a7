import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument, FrameRecord, Value } from '../../src/model'
import { SourceTrees } from '../../src/syntax/source-trees'
import { refineThis } from '../../src/syntax/unseen-this'

const UNDEFINED: Value = { type: 'undefined' }

function thisOf (source: string, { isModule = false, given = UNDEFINED }: { isModule?: boolean, given?: Value } = {}): Value | undefined {
  const at = source.indexOf('/*throw*/') + 9
  const frame: FrameRecord = { index: 0, kind: 'call', function: '', file: 'f.js', script: 0, inApp: true, scopes: [], lineNumber0: 0, columnNumber0: at, this: given }
  const crash: CrashDocument = {
    exception: { type: 'Error', message: '', stack: '', value: null }, frames: [frame], nodes: [], notes: [],
    scripts: [{ url: 'file:///f.js', ...isModule && { isModule: true } }], thread: { id: 0, isMainThread: true },
  }
  const changed = refineThis(crash, new SourceTrees(() => source))
  assert.is(changed, JSON.stringify(frame.this) === JSON.stringify(given) ? 0 : 1)
  return frame.this
}

const LOST: Value = { missing: 'optimized-out' }

test('an arrow function that does not use "this" has none that V8 could show', () => {
  assert.equal(thisOf('class Cart { total () { return this.lines.map(line => line.price./*throw*/cents) } }'), LOST)
  assert.equal(thisOf('const f = () => { /*throw*/g() }'), LOST)
  assert.equal(thisOf('class A { field = () => /*throw*/g() }', { isModule: true }), LOST)
})

test('what V8 shows of one that uses it is left as it is', () => {
  assert.equal(thisOf('function f () { return () => { void this; /*throw*/g() } }'), UNDEFINED)
  assert.equal(thisOf('function f () { return () => { later(() => this); /*throw*/g() } }'), UNDEFINED)
  assert.equal(thisOf('class B extends A { m () { return () => { super.m(); /*throw*/g() } } }'), UNDEFINED)
  assert.equal(thisOf('function f () { return () => { eval(text); /*throw*/g() } }'), UNDEFINED)
})

test('a function\'s own "this", a module\'s, and any other value are left as they are', () => {
  assert.equal(thisOf('"use strict"; function f () { /*throw*/g() }'), UNDEFINED)
  assert.equal(thisOf('const f = () => { later(() => /*throw*/g()) }', { isModule: true }), UNDEFINED)
  assert.equal(thisOf('const f = () => { /*throw*/g() }', { given: { ref: 3 } }), { ref: 3 })
})

test.run()
