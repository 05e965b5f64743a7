import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FaultSnapError } from '../../src/errors'
import type { Value } from '../../src/model'
import { getPath } from '../../src/values/get-path'
import { Graph, crashDocument, frame, scope, variables } from '../helpers/crash-record'

const graph = new Graph()
const items = graph.array([graph.object({ price: 1 }), graph.object({ price: { missing: 'masked' } })],
  { size: 9, cut: [{ what: 'elements', reason: 'items', count: 7 }] })
const order = graph.object({ items, 'odd key': 3, late: { missing: 'depth', className: 'Object' }, text: 'abc' }, 'Order', {
  privates: variables({ '#secret': 5 }),
})
graph.nodes[order.ref]!.properties!.push({ name: 'tag', symbol: true, value: 'symbolic' },
  { name: 'Symbol.iterator', symbol: true, value: 8 })
const map = graph.map([['key', 'v'], [7, 'seven'], [{ type: 'bigint', value: '7' }, 'big'], [null, 'nil'],
  [{ type: 'undefined' }, 'undef'], ['8', 'text 8']])
const crash = crashDocument([
  frame({ function: 'inner', this: order, scopes: [scope('block', { x: 'shadow' }),
    scope('local', { x: 'outer', order, map, list: graph.array([1]) })] }),
  frame({ function: 'outer', scopes: [scope('local',
    { x: 'second', only: 1, long: { missing: 'string', size: 10, value: 'abc' } })] }),
  frame({ function: 'waiting', kind: 'async', missing: 'async' }),
  frame({
    scopes: [scope('local', {
      p: graph.add({ className: 'Promise', subtype: 'promise', internals: variables({ '[[PromiseResult]]': 4 }) }),
      bytes: graph.add({ className: 'Buffer', subtype: 'typedarray', size: 300, bytes: 'aGk=',
        cut: [{ what: 'bytes', reason: 'items', count: 298 }] }),
      set: graph.set(['first']), late: { missing: 'uninitialized' },
      nulls: graph.array([null, graph.object({ a: null }), graph.map([[3, null]]), graph.object({ 4: null })]),
      wide: graph.object({ a: 1 }, 'Object', { cut: [{ what: 'properties', reason: 'items', count: 1 }] }),
    })],
  }),
], graph.nodes)

const value = (path: string, index?: number): Value => getPath(crash, path, index).value
const problem = (path: string, index?: number): string => {
  try {
    return JSON.stringify(getPath(crash, path, index))
  } catch (error) {
    return `${(error as FaultSnapError).code}: ${(error as Error).message}`
  }
}

test('finds variables in the first frame that has them, innermost scope first, or in the frame asked for', () => {
  assert.equal(getPath(crash, 'x'), { frame: 0, value: 'shadow' })
  assert.equal(getPath(crash, 'only'), { frame: 1, value: 1 })
  assert.equal(getPath(crash, 'x', 1), { frame: 1, value: 'second' })
  assert.equal(getPath(crash, 'this'), { frame: 0, value: order })
})

test('follows every kind of step', () => {
  const cases: [string, Value][] = [
    ['order.items[0].price', 1], ['this.#secret', 5], ['order["odd key"]', 3], ['order[Symbol(tag)]', 'symbolic'],
      ['order[@@iterator]', 8],
    ['order.items.length', 9], ['order.items["0"].price', 1], ['order.text.length', 3], ['order.text[1]', 'b'],
    ['map["key"]', 'v'], ['map.get("key")', 'v'], ['map[7]', 'seven'], ['map.get(7)', 'seven'], ['map.get(7n)', 'big'],
      ['map.get(null)', 'nil'],
    ['map.get(undefined)', 'undef'], ['map[8]', 'text 8'], ['map.size', 6], ['map.key', 'v'],
    ['p[[PromiseResult]]', 4], ['bytes[1]', 105], ['set[0]', 'first'], ['set.size', 1], ['map[[Entries]][1].key', 7], ['map[[Entries]][5].value', 'text 8'], ['long.length', 10], ['long[2]', 'c'],
    ['nulls[0]', null], ['nulls[1].a', null], ['nulls[2].get(3)', null], ['nulls[2][3]', null], ['nulls[3][4]', null],
  ]
  for (const [path, expected] of cases) assert.equal(value(path), expected, path)
})

test('gives the reason where the recording ends', () => {
  const cases: [string, string, number?][] = [
    ['order.items[1].price', 'masked'], ['order.items[1].price.amount', 'masked'], ['order.items[8]', 'items'],
      ['order.late.x', 'depth'],
    ['late', 'uninitialized'], ['wide.b', 'items'], ['bytes[299]', 'items'], ['long[9]', 'string'], ['anything', 'async', 2],
  ]
  for (const [path, reason, index] of cases) assert.equal((value(path, index) as { missing: string }).missing, reason, path)
})

test('is sure of what is not there only where everything was recorded', () => {
  assert.equal([
    problem('ordre'), problem('order.itmes'), problem('order.#secrets'), problem('order.items[9]'), problem('list[1]'),
      problem('map.get("no")'),
    problem('x.y'), problem('x[6]'), problem('long[10]'), problem('only', 0), problem('x', 4), problem('x', -1),
      problem('map.get("size")'),
  ], [
    'PATH_NOT_FOUND: No recorded frame has a variable "ordre", did you mean "order"?',
    'PATH_NOT_FOUND: order (Order) has no own .itmes, did you mean "items"?',
    'PATH_NOT_FOUND: order (Order) has no own .#secrets, did you mean "#secret"?',
    'PATH_NOT_FOUND: order.items (Array(9)) has no element 9: it has 9',
    'PATH_NOT_FOUND: list (Array(1)) has no element 1: it has 1',
    'PATH_NOT_FOUND: map (Map(6)) has no own .get("no")',
    'PATH_NOT_FOUND: x is of type string: it has no .y',
    'PATH_NOT_FOUND: x is of type string: it has no [6]',
    'PATH_NOT_FOUND: long is of type string: it has no [10]',
    'PATH_NOT_FOUND: Frame 0 has no variable "only"',
    'USAGE: There is no frame 4: expected a whole number from 0 to 3',
    'USAGE: There is no frame -1: expected a whole number from 0 to 3',
    'PATH_NOT_FOUND: map (Map(6)) has no own .get("size")',
  ])
})

test('what was thrown is called error, unless a variable is', () => {
  const thrown = graph.object({ code: 7 }, 'TypeError')
  assert.equal(getPath(crash, 'error.code', undefined, thrown), { frame: 0, value: 7 })
  assert.equal(getPath(crash, 'thrown', undefined, null), { frame: 0, value: null })
  assert.throws(() => getPath(crash, 'exception.code', undefined, thrown), /No recorded frame has a variable "exception"; what was thrown is called "error"/)
  assert.throws(() => getPath(crash, 'error.code'), /has a variable "error"/)
  const own = crashDocument([frame({ scopes: [scope('catch', { error: 'mine' })] })])
  assert.equal(getPath(own, 'error', undefined, thrown), { frame: 0, value: 'mine' })
})

test('a package\'s module that was cut does not make a variable of the program doubtful', () => {
  const cut = scope('module', {}, { cut: [{ what: 'properties', reason: 'time', count: 0 }] })
  const packaged = frame({ inApp: false, file: '/srv/shop/node_modules/express/index.js', scopes: [cut] })
  const both = crashDocument([frame({ scopes: [scope('local', { order: 1 })] }), packaged])
  assert.throws(() => getPath(both, 'nope'), /No recorded frame has a variable "nope"/)
  assert.equal(getPath(both, 'nope', 1), { frame: 1, value: { missing: 'time' } })
  assert.equal(getPath(crashDocument([packaged]), 'nope'), { frame: 0, value: { missing: 'time' } })
})

test('does not deny a variable that a cut scope may have held', () => {
  const cut = crashDocument([frame({ scopes: [scope('module', { a: 1 },
    { cut: [{ what: 'properties', reason: 'total', count: 3 }] })] })])
  assert.equal(getPath(cut, 'b').value, { missing: 'total' })
  assert.equal(getPath(cut, 'b', 0).value, { missing: 'total' })
  const none = crashDocument([frame({ missing: 'unavailable' })])
  assert.equal(getPath(none, 'b').value, { missing: 'unavailable' })
})

test.run()
