import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { GraphComparison, type CompareLimits, type Difference } from '../../src/compare/compare-values'
import type { Value } from '../../src/model'
import { crashDocument, Graph, variables } from '../helpers/crash-record'

/** The differences of two values, each made in a graph of its own: `path kind`, with the reason of unknown ones. */
function compared (make: (graph: Graph, side: 'a' | 'b') => Value, limits?: CompareLimits): string[] {
  const { differences } = comparison(make, limits)
  return differences.map(({ path, kind, reason }: Difference) => `${path} ${kind}${reason === undefined ? '' : ` ${reason}`}`)
}

function comparison (make: (graph: Graph, side: 'a' | 'b') => Value,
  limits?: CompareLimits): ReturnType<GraphComparison['compare']> {
  const graphs = { a: new Graph(), b: new Graph() }
  // Nodes stand elsewhere in the other graph: what counts is what they hold.
  graphs.b.object({ unrelated: 1 })
  const [a, b] = [make(graphs.a, 'a'), make(graphs.b, 'b')]
  return new GraphComparison(crashDocument([], graphs.a.nodes), crashDocument([], graphs.b.nodes), limits).compare(a, b)
}

const UNDEFINED: Value = { type: 'undefined' }

test('values that are equal have no differences, whatever their kind', () => {
  const values: ((graph: Graph) => Value)[] = [
    () => null, () => 1, () => 'text', () => true, () => UNDEFINED, () => ({ type: 'number', value: 'NaN' }),
      () => ({ type: 'bigint', value: '12' }),
    graph => graph.object({ a: 1, b: graph.object({ c: null }) }),
    graph => graph.array([1, graph.array([])]),
    graph => graph.map([['k', graph.object({ x: 1 })], [7, 'seven']]),
    graph => graph.set([1, graph.object({ x: 1 })]),
    graph => graph.add({ className: 'Date', subtype: 'date', value: 5 }),
    graph => graph.func('add'),
  ]
  for (const value of values) assert.equal(compared(value), [])
})

test('a difference names the path to it', () => {
  assert.equal(compared((graph, side) => graph.object({ customer: graph.object({ name: side === 'a' ? 'Ada' : UNDEFINED }) })),
    ['.customer.name changed'])
  assert.equal(compared((graph, side) => graph.object({ 'a key': side })), ['["a key"] changed'])
  assert.equal(compared((graph, side) => graph.object({}, 'Safe', { privates: variables({ '#code': side }) })),
    ['.#code changed'])
  assert.equal(compared((_, side) => side), [' changed'])
})

test('kinds, classes, -0 and number-like texts are told apart', () => {
  for (const [a, b] of [[1, '1'], [null, UNDEFINED], [0, { type: 'number', value: '-0' }], [1, { type: 'bigint', value: '1' }],
    [false, 0]] as const) {
    assert.equal(compared((_, side) => side === 'a' ? a : b), [' changed'])
  }
  assert.equal(compared((graph, side) => graph.object({ x: 1 }, side === 'a' ? 'Order' : 'Invoice')), [' changed'])
  assert.equal(compared((graph, side) => side === 'a' ? graph.array([]) : graph.object({})), [' changed'])
  assert.equal(compared((graph, side) => graph.add({ className: 'Date', subtype: 'date', value: side === 'a' ? 1 : 2 })),
    [' changed'])
})

test('lists are compared by index, with their length said once', () => {
  assert.equal(compared((graph, side) => graph.array(side === 'a' ? [1, 2] : [1, 3, 4])),
    ['.length changed', '[2] added', '[1] changed'])
})

test('Maps are compared by key and Sets by membership, in any order', () => {
  assert.equal(compared((graph, side) => graph.map(side === 'a' ? [['x', 1], ['y', 2]] : [['y', 2], ['x', 9]])),
    ['.get("x") changed'])
  assert.equal(compared((graph, side) => graph.map(side === 'a' ? [['x', 1]] : [['z', 1]])),
    ['.get("x") removed', '.get("z") added'])
  assert.equal(compared((graph, side) => graph.set(side === 'a' ? [1, 2, 3] : [3, 2, 4])), ['{1} removed', '{4} added'])
  assert.equal(compared((graph, side) => graph.set(side === 'a' ? [graph.object({ x: 1 }), 2] : [2, graph.object({ x: 1 })])), [])
})

test('cycles and shared objects end, and are reported once', () => {
  const cyclic = (graph: Graph, side: string): Value => {
    const object = graph.object({ name: side })
    graph.nodes[object.ref]!.properties!.push({ name: 'self', value: object })
    return graph.object({ first: object, second: object })
  }
  assert.equal(compared((graph) => cyclic(graph, 'x')), [])
  assert.equal(compared(cyclic), ['.first.name changed'])
})

test('cycles of different lengths that look alike are alike', () => {
  assert.equal(compared((graph, side) => {
    const first = graph.object({ n: 1 })
    const second = side === 'a' ? first : graph.object({ n: 1 })
    graph.nodes[first.ref]!.properties!.push({ name: 'next', value: second })
    if (side === 'b') graph.nodes[second.ref]!.properties!.push({ name: 'next', value: first })
    return first
  }), [])
})

test('what is missing is unknown: neither equal nor different', () => {
  const missing = { missing: 'masked' } as const
  assert.equal(compared(() => missing), [' unknown masked'])
  assert.equal(compared((_, side) => side === 'a' ? missing : 5), [' unknown masked'])
  assert.equal(compared((_, side) => side === 'a' ? 5 : { missing: 'optimized-out' }), [' unknown optimized-out'])
  assert.equal(compared(() => ({ missing: 'depth', type: 'object', className: 'Order' })), [' unknown depth'])
  assert.equal(compared((_, side) => side === 'a' ? 5 : { missing: 'uninitialized' }), [' unknown uninitialized'])
})

test('two variables that had no value yet are alike', () => {
  assert.equal(compared(() => ({ missing: 'uninitialized' })), [])
})

test('what was seen of a missing value is certain all the same', () => {
  assert.equal(compared((_, side) => side === 'a' ? 5 : { missing: 'depth', type: 'object', className: 'Order' }), [' changed'])
  assert.equal(compared((_, side) => ({ missing: 'depth', type: 'object', className: side })), [' changed'])
  const text = (value: string, size: number): Value => ({ missing: 'string', size, value })
  assert.equal(compared((_, side) => text(`${side}…`, 900)), [' changed'])
  assert.equal(compared((_, side) => text('same', side === 'a' ? 900 : 901)), [' changed'])
  assert.equal(compared(() => text('same', 900)), [' unknown string'])
  assert.equal(compared((_, side) => side === 'a' ? text('same', 900) : 'same'), [' changed'])
})

test('members beyond a limit are unknown on the side that was cut', () => {
  const cut = [{ what: 'elements', reason: 'items', count: 8 }] as const
  assert.equal(compared((graph, side) => side === 'a' ? graph.array([1, 2], { size: 10, cut: [...cut] })
    : graph.array([1, 2, 3], { size: 10 })),
    ['[2] unknown items'])
  assert.equal(compared(graph => graph.array([1, 2], { size: 10, cut: [...cut] })), ['[…elements] unknown items'])
})

test('functions are the same by name and file, wherever the file lies', () => {
  assert.equal(compared((graph, side) => graph.func(side)), [' changed'])
  assert.equal(compared(graph => graph.func('add', { functionKind: 'async' })), [])
})

test('the stack of an error is left to the frames', () => {
  assert.equal(compared((graph, side) => graph.add({ subtype: 'error', className: 'TypeError',
    properties: variables({ stack: side, message: side }) })),
    ['.message changed'])
})

test('limits hold on both sides', () => {
  const many = (graph: Graph, side: string): Value => graph.array(Array.from({ length: 9 }, () => side))
  assert.is(comparison(many, { maxPairs: 10, maxDifferences: 100 }).isCut, false)
  assert.is(comparison(many, { maxPairs: 9, maxDifferences: 100 }).isCut, true)
  assert.is(comparison(many, { maxPairs: 100, maxDifferences: 9 }).differences.length, 9)
  assert.is(comparison(many, { maxPairs: 100, maxDifferences: 8 }).isCut, true)
})

test.run()
