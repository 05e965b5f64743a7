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

test('properties, texts and comments name no variable', () => {
  assert.equal(valuesOf('x.item?.order[\'total\'] // token'), [])
  assert.equal(valuesOf('toString(valueOf, __proto__)'), [])
})

test('a text that plays tricks is shown by its codes, on one line', () => {
  const evil = crashDocument([frame({ scopes: [scope('local', { a: '\u202e\n<b>' })] })])
  assert.not.match(inlineValues(evil, evil.frames[0]!, 'a')[0]!.value, /[\u202e\n]/)
})

test.run()
