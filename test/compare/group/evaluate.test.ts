import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluate } from '../../../src/compare/group/evaluate'
import type { Value } from '../../../src/model'
import { parseSource, type SyntaxNode } from '../../../src/syntax/syntax-tree'
import { crashDocument, frame, Graph, scope, variables } from '../../helpers/crash-record'

const graph = new Graph()
const lines = graph.array([graph.object({ price: 5 }), graph.object({ price: { type: 'undefined' } })])
const order = graph.object({ country: 'XI', lines, note: { missing: 'masked' } })
const basket = graph.object({ size: 2 }, 'Basket', { prototypes: ['Base'], privates: variables({ '#total': 7 }) })
const cut = graph.object({ a: 1 }, 'Object', { cut: [{ what: 'properties', reason: 'items', count: 3 }] })
const rates = graph.map([['DE', 19], [7, 'seven']])
const top = frame({ this: basket, scopes: [scope('local', { order, index: 1, rates, cut, text: 'abc',
  late: { missing: 'uninitialized' } }), scope('module', { index: 9 })] })
const crash = crashDocument([top], graph.nodes)

function value (source: string): { value: Value, path: string } | undefined {
  const tree = parseSource(`(${source})`)!
  const found = evaluate(crash, top, tree.program.body[0].expression as SyntaxNode, node => tree.text.slice(node.start, node.end))
  return found && { value: found.value, path: found.path }
}

test('variables, members and literal keys are read, innermost scope first', () => {
  assert.equal(value('index'), { value: 1, path: 'index' })
  assert.equal(value('order.country'), { value: 'XI', path: 'order.country' })
  assert.equal(value('order["country"]'), { value: 'XI', path: 'order.country' })
  assert.equal(value('order?.lines[0].price'), { value: 5, path: 'order.lines[0].price' })
  assert.equal(value('order.lines.length'), { value: 2, path: 'order.lines.length' })
  assert.equal(value('text.length'), { value: 3, path: 'text.length' })
  assert.equal(value('this.#total'), { value: 7, path: 'this.#total' })
  assert.equal(value('rates.size'), { value: 2, path: 'rates.size' })
})

test('computed keys are evaluated, and their path stays as the source has it', () => {
  assert.equal(value('order.lines[index].price'), { value: { type: 'undefined' }, path: 'order.lines[index].price' })
  assert.equal(value('rates.get("DE")'), { value: 19, path: 'rates.get("DE")' })
  assert.equal(value('rates.get(order.country)'), { value: { type: 'undefined' }, path: 'rates.get(order.country)' })
})

test('a member that a plain object lacks is undefined', () => {
  assert.equal(value('order.nothing'), { value: { type: 'undefined' }, path: 'order.nothing' })
  assert.equal(value('order.lines[2]'), { value: { type: 'undefined' }, path: 'order.lines[2]' })
})

test('what the capsule does not prove is not claimed', () => {
  for (const source of ['unknown', 'late', 'order.note', 'order.note.x', 'basket.x', 'this.inherited', 'cut.b', 'order.toString',
    'order.lines.map',
    'f(order)', 'order.lines.at(0)', 'index + 1', 'order[f()]', 'null.x']) assert.is(value(source), undefined, source)
})

test.run()
