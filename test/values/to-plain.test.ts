import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { toPlain, type PlainOptions } from '../../src/values/to-plain'
import type { Value } from '../../src/model'
import { Graph, crashDocument, variables } from '../helpers/crash-record'

const plain = (graph: Graph, value: Value, options?: PlainOptions): unknown =>
  toPlain(crashDocument([], graph.nodes), value, options)
const alone = (value: Value): unknown => plain(new Graph(), value)

test('gives primitives as JSON has them, and the others as null or text', () => {
  assert.equal([null, true, 0, 1.5, '', 'x\uD800'].map(alone), [null, true, 0, 1.5, '', 'x\uD800'])
  assert.equal(([
    { type: 'undefined' }, { type: 'number', value: 'NaN' }, { type: 'number', value: '-0' },
      { type: 'number', value: 'Infinity' },
    { type: 'number', value: '-Infinity' }, { type: 'bigint', value: '-12' }, { type: 'symbol', value: 'id' }, { type: 'symbol' },
  ] as Value[]).map(alone), [null, 'NaN', '-0', 'Infinity', '-Infinity', '-12', 'Symbol(id)', 'Symbol()'])
})

test('gives the reason and the size of what is missing, and the kept part of a string', () => {
  assert.equal(([
    { missing: 'masked' }, { missing: 'depth', size: 3, className: 'Array', type: 'object' },
      { missing: 'string', size: 900, value: 'beg' },
    { missing: 'masked', value: 'a leak' }, { ref: 5 },
  ] as Value[]).map(alone), [
    { missing: 'masked' }, { missing: 'depth', size: 3 }, { missing: 'string', size: 900, value: 'beg' }, { missing: 'masked' },
    { missing: 'unavailable' },
  ])
})

test('gives built-in objects the form that JSON readers expect', () => {
  const graph = new Graph()
  const bytes = Buffer.from('hi').toString('base64')
  const values: [Value, unknown][] = [
    [graph.array([1, { type: 'undefined' }, 3], { holes: [1] }), [1, null, 3]],
    [graph.map([['a', 1], [graph.array([]), { type: 'undefined' }]]), [['a', 1], [[], null]]],
    [graph.set([1, 'b']), [1, 'b']],
    [graph.add({ className: 'Date', subtype: 'date', value: Date.UTC(2026, 0, 2) }), new Date(Date.UTC(2026, 0, 2)).toJSON()],
    [graph.add({ className: 'Date', subtype: 'date', value: null }), null],
    [graph.add({ className: 'Date', subtype: 'date', value: 9e15 }), null],
    [graph.add({ className: 'RegExp', subtype: 'regexp', value: '/a/g' }), '/a/g'],
    [graph.add({ className: 'Number', subtype: 'boxed', value: 3 }), 3],
    [graph.func('add'), '[Function: add]'],
    [graph.add({ className: 'Uint8Array', subtype: 'typedarray', size: 2, elements: [1, 2] }), [1, 2]],
    [graph.add({ className: 'Buffer', subtype: 'typedarray', size: 2, bytes }), Buffer.from('hi').toJSON()],
    [graph.add({ className: 'Buffer', subtype: 'typedarray', size: 9, bytes,
      cut: [{ what: 'bytes', reason: 'items', count: 7 }] }),
      { type: 'Buffer', data: [104, 105, { missing: 'items', size: 9 }] }],
    [graph.add({ className: 'Promise', subtype: 'promise', internals: variables({ '[[PromiseState]]': 'pending' }) }),
      { '[[PromiseState]]': 'pending' }],
    [graph.add({ className: 'TypeError', subtype: 'error', properties: variables({ stack: 's', message: 'm' }) }),
      { name: 'TypeError', stack: 's', message: 'm' }],
    [graph.add({ className: 'Error', subtype: 'error', properties: variables({ name: 'Mine' }) }), { name: 'Mine' }],
  ]
  for (const [value, expected] of values) assert.equal(plain(graph, value), expected)
})

test('gives instances as objects with private fields, symbols and accessors', () => {
  const graph = new Graph()
  const value = graph.add({
    className: 'Order',
    properties: [
      { name: 'id', value: 7 },
      { name: 'total', value: { missing: 'getter' }, get: graph.func('total') },
      { name: 'tag', symbol: true, value: 1 }, { name: 'tag', symbol: true, value: 2 },
      { name: '__proto__', value: 'own' },
    ],
    privates: variables({ '#secret': { missing: 'masked' } }),
    internals: variables({ '[[Prototype]]': 1 }),
    cut: [{ what: 'properties', reason: 'items', count: 3 }],
  })
  assert.is(JSON.stringify(plain(graph, value)), JSON.stringify({
    id: 7, total: { missing: 'getter' }, 'Symbol(tag)': 1, 'Symbol(tag) (2)': 2, ['__proto__']: 'own',
    '...': { missing: 'items', size: 8 }, '#secret': { missing: 'masked' },
  }))
})

test('ends a list that was cut with the reason and its size in the program', () => {
  const graph = new Graph()
  const cut = (what: 'elements' | 'entries') => ({ size: 1000, cut: [{ what, reason: 'items' as const, count: 999 }] })
  assert.equal(plain(graph, graph.array([1], cut('elements'))), [1, { missing: 'items', size: 1000 }])
  assert.equal(plain(graph, graph.map([['k', 1]], cut('entries'))), [['k', 1], { missing: 'items', size: 1000 }])
})

test('marks a cycle with the place it comes back to, and writes a shared object out each time', () => {
  const graph = new Graph()
  const shared = graph.object({ x: 1 })
  const list = graph.array([shared, shared])
  const root = graph.object({ list, 'odd key': graph.object({}) })
  graph.nodes[3 - 1]!.properties!.push({ name: 'me', value: root })
  const odd = graph.nodes[2]!
  assert.is(odd.className, 'Object')
  graph.nodes[shared.ref]!.properties!.push({ name: 'up', value: list })
  const result = plain(graph, root) as Record<string, unknown>
  const up = { x: 1, up: { circular: '$.list' } }
  assert.equal(result, { list: [up, up], 'odd key': { me: { circular: '$' } } })
  const self = graph.array([])
  graph.nodes[self.ref]!.elements!.push(graph.object({ 'a b': self }))
  assert.equal(plain(graph, self), [{ 'a b': { circular: '$' } }])
})

test('is bounded in depth and in values, whatever the graph looks like', () => {
  const graph = new Graph()
  const two = graph.array([graph.array([])])
  assert.equal(plain(graph, two, { maxDepth: 2 }), [[]])
  assert.equal(plain(graph, two, { maxDepth: 1 }), [{ missing: 'depth' }])
  const list = graph.array([1, 2, 3])
  assert.equal(plain(graph, list, { maxValues: 4 }), [1, 2, 3])
  assert.equal(plain(graph, list, { maxValues: 3 }), [1, 2, { missing: 'total', size: 3 }])
  // Thirty lists, each holding the next one twice: a billion values when written out.
  let bomb: Value = 'x'
  for (let level = 0; level < 30; level++) bomb = graph.array([bomb, bomb])
  assert.ok(JSON.stringify(plain(graph, bomb, { maxValues: 1000 })).length < 100_000)
})

test.run()
