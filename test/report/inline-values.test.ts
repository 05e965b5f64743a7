import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { inlineValues } from '../../src/report/inline-values'
import { crashDocument, frame, Graph, scope } from '../helpers/crash-record'

const graph = new Graph()
const crash = crashDocument([frame({ scopes: [
  scope('block', { item: { type: 'undefined' }, total: 3 }),
  scope('local', { item: 'shadowed', order: graph.object({ id: 7 }), token: { missing: 'masked' }, f: graph.func('f'), constructor: 1 }),
] })], graph.nodes)
const valuesOf = (line: string) => inlineValues(crash, crash.frames[0]!, line).map(({ name, value }) => `${name} = ${value}`)

test('the variables that a line names are told in its order, each once, the innermost of a name', () => {
  assert.equal(valuesOf('total += order.price * item.total + order.id'), ['total = 3', 'order = { id: 7 }', 'item = undefined'])
  assert.equal(valuesOf('send(token, f)'), ['token = [masked]'])
})

test('the culprit comes first, and what is only being declared last', () => {
  const declaring = crashDocument([frame({ scopes: [
    scope('local', { discount: { missing: 'uninitialized' }, order: 1, customer: { type: 'undefined' } }),
  ] })])
  const culprit = { summary: '', expression: 'customer', value: 'undefined', frame: 0, path: 'customer', trail: [] }
  const shown = (from: number) => inlineValues(declaring, declaring.frames[0]!, 'const discount = order * customer.tier', { ...culprit, frame: from }).map(({ name }) => name)
  assert.equal(shown(0), ['customer', 'order', 'discount'])
  assert.equal(shown(1), ['order', 'customer', 'discount'])
})

test('properties, texts and comments name no variable', () => {
  assert.equal(valuesOf('x.item?.order[\'total\'] // token'), [])
  assert.equal(valuesOf('toString(valueOf, __proto__)'), [])
})

test('a text that plays tricks is shown by its codes, on one line', () => {
  const evil = crashDocument([frame({ scopes: [scope('local', { a: '\u202e\n<b>' })] })])
  assert.not.match(inlineValues(evil, evil.frames[0]!, 'a')[0]!.value, /[\u202e\n]/)
})

test.run()
