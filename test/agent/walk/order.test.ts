import * as fs from 'node:fs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { walkRounds, type WantedScope } from '../../../agent/snapshot/walk-rounds'
import { SafeSet, now } from '../../../agent/primordials'
import { GraphWalk } from '../../../agent/walk/graph-walk'
import { WalkClock } from '../../../agent/walk/walk-clock'
import { DEFAULT_LIMITS } from '../../../src/limits'
import { createMasker } from '../../../src/mask/masker'
import { toPlain } from '../../../src/values/to-plain'
import { previewValue } from '../../../src/values/preview'
import type { CrashDocument, Value } from '../../../src/model'

const masker = createMasker({ names: [], patterns: [], environment: {} })

function walkOf (isOver: boolean, { maxDepth = 5, minObjects = 100 } = {}): GraphWalk {
  return new GraphWalk({ limits: { ...DEFAULT_LIMITS, maxDepth }, masker: masker.fork(), shallow: new SafeSet(), minObjects, clock: { isOver: () => isOver } })
}

const shown = ({ nodes }: GraphWalk, value: Value): unknown => toPlain({ nodes } as unknown as CrashDocument, value)
const preview = ({ nodes }: GraphWalk, value: Value): string => previewValue({ nodes } as unknown as CrashDocument, value, 200)

test('without time data is walked to its end before functions and modules are begun', () => {
  const walk = walkOf(true, { minObjects: 8 })
  const namespace = walk.named('fs', fs)
  const exported = walk.named('exported', { a () {}, b () {}, c () {}, d () {}, data: { lost: 1 } })
  const order = walk.named('order', { lines: [{ qty: 'two', parts: [[1]] }], done: function done () {} })
  walk.enterUntil(0)
  const many = walk.named('many', [...new Array(20).keys()].map(index => new Map([[index, [index]]])))
  walk.run()
  assert.equal(shown(walk, order), { lines: [{ qty: 'two', parts: [[1]] }], done: '[Function: done]' })
  assert.equal(shown(walk, namespace), { '...': { missing: 'time' } })
  assert.equal(shown(walk, exported), { '...': { missing: 'time' } })
  // Of what there was no time for, what costs nothing is known.
  assert.is(preview(walk, (walk.nodes[(many as { ref: number }).ref]!.elements![19]!)), 'Map(1) { … 1 more, ‹not recorded: time› }')
})

test('functions that there was no time for have names, as long as there are not too many; of others none is claimed', () => {
  const walk = walkOf(true, { minObjects: 8 })
  const functions = [...new Array(20).keys()].map(index => Object.defineProperty(() => {}, 'name', { value: `f${index}` }))
  const list = walk.named('list', functions)
  walk.run()
  const { elements } = walk.nodes[(list as { ref: number }).ref]!
  const previews = elements!.map(element => preview(walk, element))
  assert.is(previews[0], '[Function: f0]')
  assert.is(previews[5], '[Function: f5]')
  assert.is(previews[19], '[Function]')
})

test('what was found deep first is as deep as its nearest variable allows', () => {
  const customer = { name: { first: { text: 'Ann' } } }
  const walk = walkOf(false, { maxDepth: 4 })
  const local = walk.named('local', { a: { b: { customer } } })
  walk.enterUntil(0)
  assert.equal((shown(walk, local) as any).a.b.customer.name, { missing: 'depth' })
  const byModule = walk.named('customers', [customer])
  walk.run()
  assert.equal(shown(walk, byModule), [{ name: { first: { text: 'Ann' } } }])
  assert.equal(shown(walk, local), { a: { b: { customer: { name: { first: { text: 'Ann' } } } } } })
  assert.equal(walk.missing, {})
})

test('variables of modules: data first, then instances of classes', () => {
  class Pool { sockets = [{ id: 1 }] }
  const walk = walkOf(true, { minObjects: 3 })
  walk.isOuter = true
  const pool = walk.named('pool', new Pool())
  const rates = walk.named('rates', { eu: [{ rate: 1 }] })
  walk.run()
  assert.equal(shown(walk, rates), { eu: [{ rate: 1 }] })
  assert.equal(shown(walk, pool), { '...': { missing: 'time' } })
})

test('the order of a walk: the program\'s frames, what they called, what is around them, then packages', () => {
  const wanted: WantedScope[] = []
  for (const [name, url] of [['lib', '/a/node_modules/lib/i.js'], ['own', '/a/own.js'], ['express', 'C:\\a\\node_modules\\e\\i.js']] as const) {
    const frame = { functionName: name, scriptId: '1', url, lineNumber0: 0, columnNumber0: 0, scopes: [] } as WantedScope['frame']
    for (const type of ['local', 'closure', 'module'] as const) {
      const scope = { type, variables: [] }
      frame.scopes.push(scope)
      wanted.push({ frame, scope, objectId: `${name} ${type}` })
    }
  }
  const order = (isThorough: boolean, isProgramFirst: boolean): string[] => walkRounds(wanted, { isThorough, isProgramFirst })
    .map(({ wanted, cut }) => `${cut ?? ''}${wanted.map(({ objectId }) => objectId).join()}`).filter(text => text !== '')
  const packages = 'lib closure,lib module,express closure,express module'
  const inFront = ['own local', 'lib local', 'own closure', 'own module', 'express local']
  assert.equal(order(true, false), [...inFront, `late${packages}`])
  assert.equal(order(false, false), [...inFront, `always${packages}`])
  assert.equal(order(true, true), ['own local', 'own closure', 'own module', 'lib local,lib closure,express local,express closure', 'alwayslib module,express module'])
})

const onClock = process.platform === 'win32' ? test.skip : test
onClock('the time of a walk is time that the process worked, up to a bound of wall time', () => {
  const idle = (ms: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  const clock = new WalkClock(now(), 40, 60_000)
  const bounded = new WalkClock(now(), 40, 80)
  idle(100)
  assert.not(clock.isOver())
  assert.ok(bounded.isOver())
  const startedAt = process.cpuUsage()
  for (let spent = 0; spent < 50_000;) spent = process.cpuUsage(startedAt).user + process.cpuUsage(startedAt).system
  assert.ok(clock.isOver())
})

test.run()
