// node:test run by hand: failing, throwing, rejecting, leaking, skipped, nested tests, hooks, timeouts.
import { test, describe, it, before, after, beforeEach, afterEach, mock } from 'node:test'
import assert from 'node:assert'
// Timers of node:test keep nothing alive: without this the event loop may end before a test times out, or not.
const alive = setInterval(() => {}, 1000)
after(() => clearInterval(alive))
test('passes', () => {})
test('throws', () => { throw new TypeError('thrown') })
test('rejects', async () => { await null; throw new Error('rejected') })
test('throws text', () => { throw 'text' })
test('asserts', () => assert.deepEqual({ a: 1 }, { a: 2 }))
test('skipped', { skip: true }, () => {})
test('todo', { todo: true }, () => { throw new Error('todo') })
test('times out', { timeout: 30 }, () => new Promise(() => {}))
test('leaks an exception', () => { setImmediate(() => { throw new Error('after the end') }) })
test('leaks a rejection', () => { Promise.reject(new Error('nobody')) })
test('callback', (t, done) => setTimeout(() => done(new Error('given')), 1))
test('nested', async t => { await t.test('inner', () => { throw new Error('inner') }); t.diagnostic('said') })
test('plan', t => { t.plan(2); t.assert.ok(true) })
test('aborted', { signal: AbortSignal.abort() }, () => {})
test('mocked', t => { const fn = t.mock.fn(() => { throw new Error('mock') }); assert.throws(fn, /mock/); assert.equal(fn.mock.calls[0].error.message, 'mock') })
test('timers', t => { t.mock.timers.enable({ apis: ['setTimeout', 'Date'] }); let n = 0; setTimeout(() => { n++; throw new Error('tick') }, 1000); assert.throws(() => t.mock.timers.tick(1000), /tick/); assert.equal(n, 1) })
describe('suite', () => {
  before(() => {}); after(() => { throw Object.assign(new Error('after hook'), { stack: 'Error: after hook' }) }); beforeEach(() => {}); afterEach(() => {})
  it('one', () => {}); it('two', async () => { assert.strictEqual(1, 2) })
})
describe('bad suite', () => { it('never', () => {}); throw new Error('while it is built') })
