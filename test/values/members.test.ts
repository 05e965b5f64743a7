import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { getPath } from '../../src/values/get-path'
import { hasMembers, membersOf } from '../../src/values/members'
import { renderValueTree } from '../../src/view/value-tree'
import type { CrashDocument, Value } from '../../src/model'
import { crashDocument, frame, Graph, scope, variables } from '../helpers/crash-record'

const graph = new Graph()
const key = graph.object({ id: 1 })
const inner = graph.object({ price: 5 })
const values: Record<string, Value> = {
  plain: graph.object({ 'a b': 1, '#public': 2, inner, '0': 'zero' }, 'Order', {
    privates: variables({ '#secret': { missing: 'masked' } }), cut: [{ what: 'properties', reason: 'items', count: 3 }],
  }),
  list: graph.array(['x', { type: 'undefined' }, inner],
    { size: 60, holes: [1], cut: [{ what: 'elements', reason: 'items', count: 57 }] }),
  map: graph.map([['EUR', 1], [7, 'seven'], [null, 'nothing'], [{ type: 'undefined' }, 'undef'],
    [{ type: 'bigint', value: '12' }, 'big'],
    [{ type: 'number', value: 'NaN' }, 'nan'], [true, 'yes'], [key, inner], [{ missing: 'string', value: 'be', size: 900 },
      'cut']]),
  set: graph.set(['a', inner]),
  promise: graph.add({ className: 'Promise', subtype: 'promise', internals: variables({ '[[PromiseState]]': 'rejected',
    '[[PromiseResult]]': inner }) }),
  bytes: graph.add({ className: 'Buffer', subtype: 'typedarray', size: 20,
    bytes: Buffer.from('Hello, buffer \u0001 end.').toString('base64') }),
  func: graph.func('add', { location: { script: 0, lineNumber0: 3, columnNumber0: 4 } }),
  empty: graph.object({}),
}
graph.nodes[(values['plain'] as { ref: number }).ref]!.properties!.push(
  { name: 'id', symbol: true, value: 9 }, { name: 'odd)key', symbol: true, value: 10 },
  { name: 'total', value: { missing: 'getter' }, get: values['func']!, set: values['func']! },
    { name: 'sink', value: { missing: 'getter' }, set: values['func']! },
)
const crash: CrashDocument = crashDocument([frame({ scopes: [scope('local', values)] })], graph.nodes,
  { scripts: [{ url: 'file:///srv/shop/math.js' }] })

const labels = (name: string): string[] => membersOf(crash, values[name]!).map(({ label }) => label)

test('members are named as source text would, with what was cut', () => {
  assert.equal(labels('plain'), ['0', 'a b', '#public', 'inner', '[Symbol(id)]', '[Symbol(odd)key)]', 'total (getter, setter)',
    'sink (setter)',
    '… 3 more properties not recorded (items)', '#secret'])
  assert.equal(labels('list'), ['0', '1 (empty)', '2', '… 57 more elements not recorded (items)'])
  assert.equal(labels('map').slice(0, 3), ['\'EUR\' =>', '7 =>', 'null =>'])
  assert.equal(labels('map').slice(7, 9), ['key 7', '{ id: 1 } =>'])
  assert.equal(labels('promise'), ['[[PromiseState]]', '[[PromiseResult]]'])
  assert.equal(labels('bytes'), ['0000  48 65 6c 6c 6f 2c 20 62 75 66 66 65 72 20 01 20  Hello, buffer . ',
    '0010  65 6e 64 2e                                      end.'])
  assert.is(labels('func')[0], '[[FunctionLocation]] file:///srv/shop/math.js:4:5')
  assert.equal(labels('empty'), [])
})

test('the step of every member leads `get` to its value', () => {
  let count = 0
  for (const [name, value] of Object.entries(values)) {
    for (const member of membersOf(crash, value)) {
      if (member.kind === 'note') continue
      assert.equal(getPath(crash, name + member.step).value, member.value, name + member.step)
      count++
    }
  }
  assert.ok(count > 25)
})

test('a value has members exactly if there are some', () => {
  for (const value of [...Object.values(values), 'text', null, 5, { missing: 'depth' } as const, { ref: 999 }]) {
    assert.is(hasMembers(crash, value), membersOf(crash, value).length > 0)
  }
})

test('a tree is as deep as asked, ends at cycles, and stays within its lines', () => {
  const loop = graph.object({ name: 'loop' })
  graph.nodes[loop.ref]!.properties!.push({ name: 'self', value: loop }, { name: 'inner', value: graph.object({ deep: inner }) })
  const tree = (depth: number, maxLines?: number): string[] =>
    renderValueTree(crash, loop, { depth, maxChars: 60, ...(maxLines !== undefined && { maxLines }) })
  assert.equal(tree(0), [])
  assert.equal(tree(1), ['name: \'loop\'', 'self: [Circular]', 'inner: { deep: { price: 5 } }'])
  assert.equal(tree(3), ['name: \'loop\'', 'self: [Circular]', 'inner: Object', '  deep: Object', '    price: 5'])
  assert.equal(tree(100), tree(3))
  assert.equal(tree(3, 5), tree(3))
  assert.equal(tree(3, 4).slice(0, -1), tree(3).slice(0, 4))
  assert.match(tree(3, 4).at(-1)!, /^… more than 4 lines/)
})


test.run()
