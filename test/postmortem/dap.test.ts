import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Capsule } from '../../src/capsule/read'
import type { CrashDocument, GraphNode, Value } from '../../src/model'
import { completionsOf } from '../../src/postmortem/dap/completions'
import { countsOf, rowsOf, type Page } from '../../src/postmortem/dap/listing'
import { memoryReference, readBytes } from '../../src/postmortem/dap/memory'
import { References } from '../../src/postmortem/dap/references'
import { scopesOf } from '../../src/postmortem/dap/scopes'
import { stackLines } from '../../src/postmortem/dap/stack'
import { postmortemView, valueText } from '../../src/postmortem/dap/view'
import type { Container, Row } from '../../src/postmortem/dap/row'
import { crashDocument, frame, Graph, scope } from '../helpers/crash-record'

const capsule = {} as Capsule
const rowsIn = (crash: CrashDocument, container: Container, page?: Page): Row[] => rowsOf(postmortemView(crash), capsule, container, page)
const pairs = (rows: Row[]): string[] => rows.map(({ name, value }) => `${name}: ${value}`)

test('a hidden variable has no expression, and what every module has goes last', () => {
  const plumbing = { exports: null, require: null, module: null, __filename: 'a', __dirname: 'b' }
  const crash = crashDocument([frame({ this: 1, scopes: [scope('block', { order: 1 }), scope('local', { ...plumbing, order: 2, rest: 3 })] })])
  assert.equal(rowsIn(crash, { kind: 'scope', frame: 0, scope: 0 }).map(({ name, evaluateName }) => [name, evaluateName]), [['order', 'order']])
  const local = rowsIn(crash, { kind: 'scope', frame: 0, scope: 1 })
  assert.equal(local.map(({ name }) => name), ['this', 'order', 'rest', 'exports', 'require', 'module', '__filename', '__dirname'])
  assert.equal(local.map(({ evaluateName }) => evaluateName).slice(0, 3), ['this', undefined, 'rest'])
  assert.is(local[3]!.hint!.visibility, 'internal')
})

test('objects that are referred to twice have one number, others and functions none', () => {
  const graph = new Graph()
  const [once, twice, func] = [graph.object({ a: 1 }), graph.object({ b: 2 }), graph.func('f')]
  const crash = crashDocument([frame({ scopes: [scope('local', { once, twice, again: twice, func, same: func })] })], graph.nodes)
  assert.equal(pairs(rowsIn(crash, { kind: 'scope', frame: 0, scope: 0 })),
    ['once: { a: 1 }', 'twice: { b: 2 } #1', 'again: { b: 2 } #1', 'func: [Function: f]', 'same: [Function: f]'])
})

test('a missing value says why, and cannot be opened', () => {
  const values: Value[] = [{ missing: 'masked' }, { missing: 'depth', className: 'Order', type: 'object' }, { missing: 'getter' }, { missing: 'string', value: 'ab', size: 9 }]
  const view = postmortemView(crashDocument())
  assert.equal(values.map(value => valueText(view, value, 100)), ['[masked]', 'Order {...} ‹too deep›', '[Getter]', "'ab'… (9 characters)"])
  assert.is(valueText(view, -31, 100, { hex: true }), '-0x1f')
  assert.is(valueText(view, { type: 'bigint', value: '255' }, 100, { hex: true }), '0xffn')
  assert.is(valueText(view, 1.5, 100, { hex: true }), '1.5')
})

test('a list is paged, and without pages opened in parts of which each has its own elements', () => {
  const graph = new Graph()
  const numbers = graph.array(Array.from({ length: 250_000 }, (_, index) => index))
  const crash = crashDocument([], graph.nodes)
  const container: Container = { kind: 'node', ref: numbers.ref, path: 'n' }
  assert.equal(pairs(rowsIn(crash, container, { filter: 'indexed', start: 249_998, count: 100 })), ['249998: 249998', '249999: 249999'])
  assert.equal(rowsIn(crash, container, { filter: 'named' }), [])
  const parts = rowsIn(crash, container)
  assert.equal([parts.length, parts[0]!.name, parts.at(-1)!.name], [25, '0 … 9999', '240000 … 249999'])
  const inner = rowsIn(crash, parts[24]!.opens!)
  assert.equal([inner.length, inner[0]!.name, inner.at(-1)!.name], [100, '240000 … 240099', '249900 … 249999'])
  const leaves = rowsIn(crash, inner[99]!.opens!)
  assert.equal([leaves.length, leaves[0]!.evaluateName, leaves.at(-1)!.value], [100, 'n[249900]', '249999'])
  for (const page of [{ start: -1, count: 2 }, { start: 0.5, count: 1 }, { filter: 'indexed' as const, start: 1e12, count: 1e12 }]) {
    assert.ok(rowsIn(crash, container, page).length <= 1_000)
  }
})

test('counts are of what is listed', () => {
  const graph = new Graph()
  const bytes = Buffer.from('hello').toString('base64')
  const values = [
    graph.object({ a: 1 }), graph.array([1, 2], { cut: [{ what: 'elements', reason: 'items', count: 3 }] }), graph.map([['a', 1], [graph.object({ k: 1 }), 2]]),
    graph.add({ className: 'Buffer', subtype: 'typedarray', size: 5, bytes, prototypes: ['Uint8Array'] }), graph.func('f', { location: { script: 0, lineNumber0: 1, columnNumber0: 1 } }),
    graph.add({ className: 'ArrayBuffer', subtype: 'arraybuffer', size: 20, bytes: Buffer.alloc(20).toString('base64') }), graph.array([]), graph.object({}, 'Order', { prototypes: [null] }),
  ]
  const crash = crashDocument([], graph.nodes, { scripts: [{ url: 'file:///a.js' }] })
  const view = postmortemView(crash)
  for (const { ref } of values) {
    const container: Container = { kind: 'node', ref }
    const { indexed, named } = countsOf(view, capsule, container)
    const lists = (['indexed', 'named'] as const).map(filter => rowsOf(view, capsule, container, { filter }).length)
    assert.equal(lists, [indexed, named], JSON.stringify(crash.nodes[ref]))
  }
})

test('bytes are read as far as they were recorded', () => {
  const graph = new Graph()
  const { ref } = graph.add({ className: 'Buffer', subtype: 'typedarray', size: 9, bytes: Buffer.from('hello').toString('base64') })
  const view = postmortemView(crashDocument([], graph.nodes))
  assert.equal(readBytes(view, memoryReference(ref), 1, 2), { data: Buffer.from('el').toString('base64'), unreadable: 0 })
  assert.equal(readBytes(view, memoryReference(ref), 3, 9), { data: Buffer.from('lo').toString('base64'), unreadable: 7 })
  assert.equal(readBytes(view, memoryReference(ref), -1, 4)!.data, '')
  for (const reference of ['bytes-99', 'bytes-x', '', 'bytes-0x0', '__proto__']) assert.is(readBytes(view, reference, 0, 1), undefined)
})

test('completions are the names that are recorded', () => {
  const graph = new Graph()
  const inner = graph.object({ price: 1, 'odd key': 2 }, 'Item', { privates: [{ name: '#cost', value: 3 }] })
  const order = graph.object({ items: graph.array([inner]), note: 'x' })
  const crash = crashDocument([frame({ scopes: [scope('local', { order, other: 1 })] })], graph.nodes)
  const labels = (typed: string): string[] => completionsOf(postmortemView(crash), crash.frames[0], typed).map(({ label }) => label)
  assert.equal(labels('o'), ['order', 'other'])
  assert.equal(labels('f(order.items[0].'), ['price', '#cost'])
  assert.equal(labels('1 + order?.items[0].#'), ['#cost'])
  assert.equal(labels('order.items.'), ['length'])
  assert.equal(labels('$exc'), ['$exception'])
  for (const typed of ['order.nothing.', 'nobody.', '"text', '7.', 'a'.repeat(100_000) + '.', `${'a.'.repeat(5_000)}`]) assert.equal(labels(typed), [])
})

test('the stack has labels where it was suspended and where it recursed, and may leave others out', () => {
  const crash = crashDocument([
    frame({ function: 'a', folded: { length: 1, repetitions: 3 } }), frame({ function: 'b', file: 'node:fs', inApp: false }), frame({ function: 'c', kind: 'async', missing: 'async' }),
  ])
  assert.equal(stackLines(crash).map(({ name, frame }) => `${frame ? '' : '-'}${name}`), ['a', '-… it repeated 3 more times', 'b', '-await', 'c'])
  assert.equal(stackLines(crash, { justMyCode: true }).map(({ name }) => name), ['a', '… it repeated 3 more times', '… 1 frame of node', 'await', 'c'])
  assert.equal(new Set(stackLines(crash).map(({ id }) => id)).size, 5)
  assert.equal(scopesOf(postmortemView(crash), crash.frames[2]!).map(({ name }) => name), ['No variables (suspended)', 'Crash'])
})

test('a crash of a stranger is shown however it refers, and costs no more than its page', () => {
  const graph = new Graph()
  const self = graph.object({ __proto__x: 1 }, '__proto__')
  const node = graph.nodes[self.ref] as GraphNode
  node.properties = [...['__proto__', 'constructor', 'toString'].map(name => ({ name, value: self })), { name: 'nowhere', value: { ref: 10 ** 9 } },
    { name: 'later', value: { missing: 'a-newer-reason' as 'depth' } }, { name: 'other', value: { type: 'later' } as never }]
  const wide = graph.object({})
  graph.nodes[wide.ref]!.properties = Array.from({ length: 100_000 }, (_, index) => ({ name: `p${index}`, value: wide }))
  const crash = crashDocument([frame({ scopes: [scope('local', { self, wide })] })], graph.nodes)
  const view = postmortemView(crash)
  const references = new References()
  let container: Container = { kind: 'node', ref: self.ref, path: 'self' }
  for (let depth = 0; depth < 500; depth++) {
    const rows = rowsOf(view, capsule, container)
    assert.equal(rows.map(({ name }) => name), ['__proto__', 'constructor', 'toString', 'nowhere', 'later', 'other'])
    assert.ok(rows.every(({ evaluateName = '' }) => evaluateName.length <= 1_000))
    container = references.containerOf(references.numberOf(rows[0]!.opens!))!
  }
  const parts = rowsOf(view, capsule, { kind: 'node', ref: wide.ref })
  assert.is(parts.length, 1_000)
  assert.is(rowsOf(view, capsule, parts[999]!.opens!).at(-1)!.name, 'p99999')
  assert.is(references.containerOf(99_999), undefined)
})

test.run()
