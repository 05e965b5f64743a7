import { inspect } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GraphNode, Value } from '../../src/model'
import { previewValue } from '../../src/values/preview'
import { toPlain } from '../../src/values/to-plain'
import { typeOf } from '../../src/values/type-of'
import { Graph, crashDocument, variables } from '../helpers/crash-record'

const graph = new Graph()
const preview = (value: Value, maxChars = 200): string => previewValue(crashDocument([], graph.nodes), value, maxChars)
const type = (value: Value): string => typeOf(crashDocument([], graph.nodes), value)

test('prints what util.inspect prints, where it prints it on one line', () => {
  class Order { id = 7; name = 'it\'s\n"x"' }
  const pairs: [Value, unknown][] = [
    [null, null], [true, true], [1.5, 1.5], [{ type: 'number', value: '-0' }, -0], [{ type: 'number', value: 'NaN' }, NaN],
    [{ type: 'undefined' }, undefined], [{ type: 'bigint', value: '12' }, 12n], [{ type: 'symbol', value: 'a' }, Symbol('a')],
    ['plain', 'plain'], ['it\'s', 'it\'s'], ['a\n\u001b', 'a\n\u001b'],
    [graph.array([]), []], [graph.array([1, 'a']), [1, 'a']], [graph.object({}), {}],
      [graph.object({ a: 1, 'b-c': 2 }), { a: 1, 'b-c': 2 }],
    [graph.object({ id: 7, name: 'it\'s\n"x"' }, 'Order'), new Order()],
    [graph.map([['k', 1]]), new Map([['k', 1]])], [graph.set([1, 2]), new Set([1, 2])],
    [graph.array([{ type: 'undefined' }, { type: 'undefined' }, 1], { holes: [0, 1] }), [, , 1]],
      // eslint-disable-line no-sparse-arrays
    [graph.func('add'), function add () {}], [graph.func('', {}), (() => () => {})()],
    [graph.func('A', { functionKind: 'class' }), class A {}],
    [graph.func('go', { className: 'AsyncFunction' }), async function go () {}],
    [graph.add({ className: 'Date', subtype: 'date', value: 0 }), new Date(0)],
    [graph.add({ className: 'RegExp', subtype: 'regexp', value: '/a/g' }), /a/g],
    [graph.add({ className: 'Number', subtype: 'boxed', value: 3 }), Object(3)],
    [graph.add({ className: 'String', subtype: 'boxed', value: 'x' }), Object('x')],
    [graph.add({ className: 'Uint8Array', subtype: 'typedarray', size: 2, elements: [1, 2] }), new Uint8Array([1, 2])],
    [graph.add({ className: 'Promise', subtype: 'promise', internals: variables({ '[[PromiseState]]': 'pending' }) }),
      new Promise(() => {})],
    [graph.add({ className: 'Promise', subtype: 'promise',
      internals: variables({ '[[PromiseState]]': 'fulfilled', '[[PromiseResult]]': 5 }) }),
      Promise.resolve(5)],
  ]
  for (const [value, live] of pairs) assert.is(preview(value), inspect(live, { breakLength: Infinity, compact: true }))
})

test('opens as many levels as fit, and cuts the outermost with an ellipsis', () => {
  const order = graph.object({ id: 7, items: graph.array(
    [graph.object({ price: 1 }), graph.object({ price: 2 }), graph.object({ price: 3 })]) }, 'Order')
  const full = 'Order { id: 7, items: [ { price: 1 }, { price: 2 }, { price: 3 } ] }'
  assert.is(preview(order, full.length), full)
  assert.is(preview(order, full.length - 1), 'Order { id: 7, items: [ {...}, {...}, {...} ] }')
  assert.is(preview(order, 45), 'Order { id: 7, items: Array(3) [...] }')
  assert.is(preview(order, 38), 'Order { id: 7, items: Array(3) [...] }')
  assert.is(preview(order, 37), 'Order { id: 7, items: Array(3) [...]…')
  assert.is(preview('x'.repeat(5000), 20), `'${'x'.repeat(18)}…`)
  assert.is(preview('😀'.repeat(50), 5), '\'😀…')
})

test('never takes longer than what can be shown', () => {
  const wide = graph.array(Array.from({ length: 100_000 }, (_, index) => index))
  let deep: Value = wide
  for (let level = 0; level < 30; level++) deep = graph.array([deep, deep])
  assert.is(preview(wide, 100).length, 100)
  assert.ok(preview(deep, 100).length <= 100)
})

test('says why something is not there', () => {
  const cases: [Value, string][] = [
    [{ missing: 'masked' }, '[masked]'], [{ missing: 'getter' }, '[Getter]'], [{ missing: 'optimized-out' }, '‹optimized out›'],
    [{ missing: 'uninitialized' }, '‹uninitialized›'], [{ missing: 'proxy' }, '[Proxy]'],
      [{ missing: 'unavailable' }, '‹unavailable›'],
    [{ missing: 'string', size: 900, value: 'beg' }, '\'beg\'… (900 characters)'],
    [{ missing: 'depth', className: 'Array', size: 3, type: 'object' }, 'Array(3) [...]'],
    [{ missing: 'depth', className: 'Order', size: 3, type: 'object' }, 'Order {...}'],
    [{ missing: 'depth', className: 'Object', type: 'object' }, '{...}'],
    [{ missing: 'total' }, '‹not recorded: total›'], [{ ref: 1e6 }, '‹not in the capsule›'],
    [graph.array([1], { size: 9, cut: [{ what: 'elements', reason: 'items', count: 8 }] }), 'Array(9) [ 1, … 8 more ]'],
    [graph.object({ a: 1 }, 'Object', { cut: [{ what: 'properties', reason: 'items', count: 2 }] }), '{ a: 1, … 2 more }'],
    [graph.object({ a: 1 }, 'Object', { cut: [{ what: 'properties', reason: 'time', count: 0 }] }), '{ a: 1, … more }'],
    [graph.object({}, 'Object', { cut: [{ what: 'properties', reason: 'depth', count: 0 }] }), '{ ‹not recorded: depth› }'],
  ]
  for (const [value, expected] of cases) assert.is(preview(value), expected)
})

test('shows private fields, symbols, accessors, errors, bytes and cycles', () => {
  const setter = graph.func('x')
  const value = graph.add({
    className: 'A',
    properties: [
      { name: 'g', value: { missing: 'getter' }, get: setter }, { name: 's', value: { missing: 'getter' }, set: setter },
      { name: 'gs', value: { missing: 'getter' }, get: setter, set: setter }, { name: 'id', symbol: true, value: 1 },
    ],
    privates: variables({ '#p': 2 }),
  })
  assert.is(preview(value), 'A { g: [Getter], s: [Setter], gs: [Getter/Setter], [Symbol(id)]: 1, #p: 2 }')
  graph.nodes[value.ref]!.privates!.push({ name: '#me', value })
  assert.match(preview(value), '#me: [Circular] }')
  const error = graph.add({ className: 'TypeError', subtype: 'error',
    properties: variables({ stack: 'long', message: 'two\n lines', code: 'E' }) })
  assert.is(preview(error), '[TypeError: two lines] { code: \'E\' }')
  assert.is(preview(graph.add({ className: 'Buffer', subtype: 'typedarray', size: 9, bytes: 'aGk=',
    cut: [{ what: 'bytes', reason: 'items', count: 7 }] })),
    'Buffer(9) { <68 69>, … 7 more }')
})

test('what is masked in a buffer does not read as an empty one', () => {
  const masked = (subtype: GraphNode['subtype'], className: string, what: 'bytes' | 'elements'): Value =>
    graph.add({ className, ...subtype && { subtype }, size: 34, cut: [{ what, reason: 'masked', count: 34 }] })
  for (const [value, text] of [
    [masked('typedarray', 'Buffer', 'bytes'), 'Buffer(34) { [masked] }'], [masked('typedarray', 'Uint16Array', 'elements'), 'Uint16Array(34) [ [masked] ]'],
    [masked('dataview', 'DataView', 'bytes'), 'DataView(34) { [masked] }'], [masked('sharedarraybuffer', 'SharedArrayBuffer', 'bytes'), 'SharedArrayBuffer(34) { [masked] }'],
  ] as const) {
    assert.is(preview(value), text)
    assert.match(JSON.stringify(toPlain(graph, value)), '{"missing":"masked","size":34}')
  }
})

test('names types', () => {
  assert.equal(([
    null, true, 1, 's', { type: 'undefined' }, { type: 'number', value: 'NaN' }, { type: 'bigint', value: '1' },
      { type: 'symbol' },
    graph.array([1, 2, 3]), graph.map([]), graph.object({}), graph.object({}, 'Order'), graph.func('f'),
      graph.func('C', { functionKind: 'class' }),
    { missing: 'masked' }, { missing: 'string', size: 9, value: '' }, { missing: 'depth', className: 'Array', size: 4 },
    { missing: 'depth', className: 'Order', size: 4 }, { missing: 'masked', type: 'string' }, { ref: 1e6 },
  ] as Value[]).map(type), [
    'null', 'boolean', 'number', 'string', 'undefined', 'number', 'bigint', 'symbol',
    'Array(3)', 'Map(0)', 'Object', 'Order', 'Function', 'class',
    'unknown', 'string', 'Array(4)', 'Order', 'string', 'unknown',
  ])
})

test('an error that is its own message, and a boxed value that boxes itself, end', () => {
  const nodes: GraphNode[] = [
    { type: 'object', subtype: 'error', className: 'Error', properties: [{ name: 'message', value: { ref: 0 } }] },
    { type: 'object', subtype: 'boxed', className: 'Number', value: { ref: 2 } },
    { type: 'object', subtype: 'boxed', className: 'Number', value: { ref: 1 } },
  ]
  assert.match(previewValue({ nodes }, { ref: 0 }, 100), /^\[Error: Error\]/)
  assert.is(previewValue({ nodes }, { ref: 1 }, 100), '[Number: Number]')
})

test.run()
