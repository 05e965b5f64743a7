import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isRef, type GraphNode, type Value } from '../../../src/model'
import { deadCrash, openSession } from './dead-crash'

// What lasts from one expression to the next, and what does not.

const nodes: GraphNode[] = [
  { type: 'object', className: 'Order', properties: [{ name: 'items', value: { ref: 1 } }, { name: 'total', value: 12 }] },
  { type: 'object', subtype: 'array', className: 'Array', size: 3, elements: [3, 1, 2] },
  { type: 'object', subtype: 'map', className: 'Map', size: 1, entries: [['a', { ref: 0 }]] },
]
const crash = deadCrash(nodes, { order: { ref: 0 }, items: { ref: 1 }, map: { ref: 2 }, count: 1 })
const open = () => openSession(crash)

function refOf (value: Value): number {
  if (!isRef(value)) throw new Error(`${JSON.stringify(value)} is no reference`)
  return value.ref
}

test('a recorded object comes back as its node, a new one as a new node', async () => {
  const { evaluator, graph } = open()
  const known = await evaluator.evaluate({ expression: '[order][0]', frame: 0 })
  assert.equal('value' in known && known.value, { ref: 0 })
  const pair = await evaluator.evaluate({ expression: '[order, { of: items }, order.items]', frame: 0 })
  assert.ok('value' in pair)
  const node = graph[refOf(pair.value)]!
  assert.equal(node.elements, [{ ref: 0 }, { ref: nodes.length + 1 }, { ref: 1 }])
  assert.equal(graph[nodes.length + 1]!.properties, [{ name: 'of', value: { ref: 1 } }])
  evaluator.close()
})

test('an earlier result is the same object later, also after the child was killed', async () => {
  const { evaluator, say, text } = open()
  const made = await evaluator.evaluate({ expression: '({ list: items, twice (n) { return n * 2 } })', frame: 0 })
  assert.ok('value' in made)
  const call = async (functionDeclaration: string, args: Value[] = []): Promise<string> => text(await evaluator.callFunction({ functionDeclaration, thisValue: made.value, args }))
  assert.is(await call('function (other) { return this.list === other }', [{ ref: 1 }]), 'true')
  assert.is(await call('function () { return this.twice(4) }'), '8')
  assert.match(text(await evaluator.evaluate({ expression: 'while (true);', frame: 0, timeoutMs: 300 })), 'stopped after')
  assert.is(await call('function (other) { return this.list === other }', [{ ref: 1 }]), 'true')
  assert.match(await call('function () { return this.twice(4) }'), 'captured functions do not run')
  assert.is(await say('order.total + 1'), '13')
  evaluator.close()
})

test('what an expression changes is seen in its result, and the capsule stays what it is', async () => {
  const { evaluator, say, graph } = open()
  assert.is(await say('items.sort()'), '[ 1, 2, 3 ]')
  assert.is(await say('[items]'), '[ [ 3, 1, 2 ] ]')
  assert.is(await say('order.total = 5; order'), 'Order { items: [ 3, 1, 2 ], total: 5 }')
  assert.is(await say('order.total + 0'), '12')
  assert.is(await say('order.items.push(4); map.get("a")'), 'Order { items: [ 3, 1, 2, 4 ], total: 12 }')
  assert.is(await say('map.clear(); map.size'), '0')
  assert.is(await say('[map.size, items.length]'), '[ 1, 3 ]')
  assert.is(await say('count = 7; count + 1'), '8')
  assert.is(await say('count + 1'), '2')
  assert.is(await say('delete order.total; "total" in order.constructor'), 'false')
  assert.is(await say('order.total'), '12')
  assert.equal(graph.slice(0, nodes.length), nodes)
  evaluator.close()
})

test('declarations of the console last, as a REPL has them', async () => {
  const { evaluator, say } = open()
  assert.is(await say('const half = n => n / 2, [first, ...others] = items; let sum = 0; var old = 1; function double (n) { return n * 2 } class Pair { constructor (a) { this.a = a } }'), 'undefined')
  assert.is(await say('half(10) + double(first)'), '11')
  assert.is(await say('others'), '[ 1, 2 ]')
  assert.is(await say('sum += 5; old++; [sum, old]'), '[ 5, 2 ]')
  assert.is(await say('sum'), '5')
  assert.is(await say('half = 1'), 'thrown: TypeError: Assignment to constant variable.')
  assert.is(await say('new Pair(items).a === items'), 'true')
  assert.is(await say('let sum = "again"; sum'), "'again'")
  assert.is(await say('items.length = 0; others'), '[ 1, 2 ]')
  assert.is(await say('[sum, others, old]'), "[ 'again', [ 1, 2 ], 2 ]")
  assert.match(await say('half(2)'), 'captured functions do not run')
  evaluator.close()
})

test('functions of debuggers get their this and arguments, and values by value', async () => {
  const { evaluator, text } = open()
  const call = (functionDeclaration: string, thisValue: Value, args: Value[] = [], returnByValue = false) => evaluator.callFunction({ functionDeclaration, thisValue, args, returnByValue })
  assert.is(text(await call('function(a, b) { return [this.length, a, b] }', { ref: 1 }, [{ type: 'undefined' }, { type: 'bigint', value: '5' }])), '[ 3, undefined, 5n ]')
  assert.is(text(await call('(x) => x.items', { ref: 0 }, [{ ref: 0 }])), '[ 3, 1, 2 ]')
  // How VS Code's debugger and DevTools ask for parts of arrays and for completions.
  const slots = await call('function(start, count) { const result = {}; for (let i = start; i < start + count && i < this.length; ++i) { const d = Object.getOwnPropertyDescriptor(this, i); if (d) Object.defineProperty(result, i, d) } return result }', { ref: 1 }, [1, 2])
  assert.is(text(slots), "{ '1': 1, '2': 2 }")
  const names = await call('function() { const names = []; for (let o = this; o; o = Object.getPrototypeOf(o)) names.push(...Object.getOwnPropertyNames(o)); return names }', { ref: 0 }, [], true)
  const json = 'json' in names ? names.json as string[] : []
  assert.ok(['items', 'total', 'constructor', 'hasOwnProperty'].every(name => json.includes(name)), text(names))
  assert.equal(await evaluator.evaluate({ expression: '({ a: [1, { b: null }], c: undefined })', frame: 0, returnByValue: true }).then(result => 'json' in result && result.json), { a: [1, { b: null }] })
  assert.equal(await evaluator.evaluate({ expression: 'order.items', frame: 0, returnByValue: true }).then(result => 'json' in result && result.json), [3, 1, 2])
  assert.match(text(await call('function () { return ', { ref: 0 })), 'SyntaxError')
  assert.match(text(await call('({})', { ref: 0 })), 'does not evaluate to a function')
  evaluator.close()
})

test('an error of the expression has a stack of its own frames only, and promises tell their state', async () => {
  const { evaluator, graph, say } = open()
  const failed = await evaluator.evaluate({ expression: 'function inner () { throw new RangeError("mine") }\ninner()\n//# sourceURL=vscode-repl', frame: 0 })
  assert.ok('thrown' in failed)
  assert.is(failed.message, 'RangeError: mine')
  const stack = graph[refOf(failed.thrown)]!.properties!.find(({ name }) => name === 'stack')!.value as string
  assert.match(stack, /^RangeError: mine\n {4}at inner \(console:1:\d+\)/)
  assert.not.match(stack, 'faultsnap')
  assert.is(await say('Promise.resolve(order).then(o => o.total)'), 'Promise { 12 }')
  assert.is(await say('Promise.reject(new Error("no"))'), 'Promise { <rejected> [Error: no] }')
  assert.is(await say('new Promise(() => {})'), 'Promise { <pending> }')
  assert.is(await say('(async () => { for (const i of items) await i; return items.length })()'), 'Promise { 3 }')
  evaluator.close()
})

test('expressions that come at once are answered in turn', async () => {
  const { evaluator, text } = open()
  const results = await Promise.all(Array.from({ length: 20 }, (_, index) => evaluator.evaluate({ expression: `[items, ${index}].length + ${index}`, frame: 0 })))
  assert.equal(results.map(text), Array.from({ length: 20 }, (_, index) => String(index + 2)))
  evaluator.close()
})

test.run()
