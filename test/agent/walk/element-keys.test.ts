import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isWithoutHoles } from '../../../agent/walk/element-keys'
import { GraphWalk } from '../../../agent/walk/graph-walk'
import { SafeSet, now } from '../../../agent/primordials'
import { DEFAULT_LIMITS } from '../../../src/limits'
import { createMasker } from '../../../src/mask/masker'

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index * 7)

const walked = (array: unknown[]): GraphWalk => {
  const limits = { ...DEFAULT_LIMITS, maxItems: 5000 }
  const masker = createMasker({ names: [], patterns: [], environment: {} })
  const walk = new GraphWalk({ limits, masker, deadline: now() + 60_000, shallow: new SafeSet() })
  walk.named('array', array)
  walk.run()
  return walk
}

test('any further key of a list is recorded, whatever the length: a name, a hidden one, a symbol, a negative index', () => {
  for (const length of [20, 200, 5000]) {
    const mark = Symbol('mark')
    const array = Object.defineProperty(Object.assign(numbers(length), { extra: 1, [mark]: 2, [-1]: 3 }), 'raw', { value: 4 })
    assert.equal(walked(array).nodes[0]!.properties!.map(({ value }) => value), [1, 3, 4, 2], String(length))
    assert.is(walked(numbers(length)).nodes[0]!.properties, undefined)
    assert.is(walked(numbers(length)).nodes[0]!.cut, undefined)
  }
})

test('what further keys hold is not looked into to list them', () => {
  let runs = 0
  const exotic = Object.create({ constructor: new Proxy(class Odd {}, { get: (target, key) => { runs++; return Reflect.get(target, key) as unknown } }) }) as object
  for (const length of [20, 200, 5000]) assert.is(walked(Object.assign(numbers(length), { exotic })).nodes[0]!.properties!.length, 1)
  assert.is(runs, 0)
})

test('where V8 cannot be asked, a very long list says that its further keys were not listed', () => {
  assert.equal(walked(numbers(30_000)).nodes[0]!.cut!.map(({ what }) => what), ['elements', 'properties'])
})

test('holes, also when a name makes up for their number, and hidden elements are noticed', () => {
  const holed = numbers(20)
  delete holed[3]
  assert.is(isWithoutHoles(numbers(15)), false)
  assert.is(isWithoutHoles(numbers(16)), true)
  assert.is(isWithoutHoles(holed), false)
  assert.is(isWithoutHoles(Object.assign(holed, { extra: 1 })), false)
  assert.is(isWithoutHoles(Object.defineProperty(numbers(20), 3, { enumerable: false })), false)
})

test('no getter of an element runs, in arrays of any length', () => {
  for (const length of [5, 20, 200]) {
    const array: unknown[] = numbers(length)
    let runs = 0
    Object.defineProperty(array, 3, { get: () => ++runs, enumerable: true })
    Object.defineProperty(array, 4, { set: () => {}, enumerable: true })
    array[2] = undefined
    const { elements } = walked(array).nodes[0]!
    assert.equal(elements!.slice(0, 5), [0, 7, { type: 'undefined' }, { missing: 'getter' }, { missing: 'getter' }])
    assert.is(elements![length - 1], length > 5 ? (length - 1) * 7 : elements![4])
    assert.is(runs, 0)
  }
})

test('long lists keep what is not plain: -0, NaN, holes, strings and what else they hold', () => {
  const array: unknown[] = [...numbers(40), -0, NaN, 'text', null]
  delete array[1]
  const whole: unknown[] = [...numbers(40), -0, NaN, 'text', null]
  const [holed] = walked(array).nodes
  assert.equal(holed!.holes, [1])
  assert.equal(holed!.elements!.slice(40), [{ type: 'number', value: '-0' }, { type: 'number', value: 'NaN' }, 'text', null])
  assert.equal(walked(whole).nodes[0]!.elements!.slice(40), holed!.elements!.slice(40))
})

test.run()
