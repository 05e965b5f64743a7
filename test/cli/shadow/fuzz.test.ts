import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { GraphNode, PropertyRecord, Subtype, Value } from '../../../src/model'
import { deadCrash, openSession } from './dead-crash'

// Graphs that no recorder writes, and expressions over them: each has an answer, and the child is there for the next one.

const GRAPHS = Number(process.env.FAULTSNAP_FUZZ_GRAPHS ?? 4)
const EXPRESSIONS_PER_GRAPH = 25
const NAMES = ['a', 'b', '__proto__', 'constructor', 'length', 'toString', 'then', 'toJSON', 'size', '0', '-1', '', 'stack', 'name', 'prototype', 'message', '#p', '\u0000', '☃']
const CLASSES = ['Object', 'Array', 'Map', 'Set', 'Date', 'Error', 'Buffer', 'Uint8Array', 'Promise', 'Proxy', '__proto__', 'constructor', '', 'Foo', 'TypedArray', 'Function']
const SUBTYPES: (Subtype | undefined)[] = [undefined, undefined, undefined, 'array', 'regexp', 'date', 'map', 'set', 'weakmap', 'weakset', 'weakref', 'iterator', 'generator', 'error', 'proxy', 'promise',
  'typedarray', 'arraybuffer', 'sharedarraybuffer', 'dataview', 'boxed', 'arguments', 'module', 'external']
const SHAPES = ['V', 'V.K', 'V[0]', 'V?.K.K', 'typeof V', '[V]', '({ V })', 'V + 1', 'Object.keys(V)', 'JSON.stringify(V)', '[...V]', '({ ...V })', 'V.K = 1; V', 'V === V', 'V instanceof Foo', 'new V()', 'V()', 'V.#p', '#p in V',
  'for (const k in V) k', 'Object.entries(V)', 'String(V)', 'V.map(x => x)', 'structure = V', 'let x = V; x', 'delete V.K; V', 'V.get("a")', 'V.size', 'Object.freeze(V)', 'Object.getPrototypeOf(V)', 'V.constructor.name', 'Array.from(V, x => [x])']

test('every graph and every expression has an answer', async () => {
  for (let seed = 1; seed <= GRAPHS; seed++) {
    const random = generator(seed)
    const pick = <T> (list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    const count = 1 + Math.floor(random() * 30)
    const value = (): Value => {
      const roll = random()
      if (roll < 0.4) return { ref: Math.floor(random() * count) }
      return pick<Value>([1, 'text', null, true, { type: 'undefined' }, { type: 'number', value: 'NaN' }, { type: 'bigint', value: '12' }, { type: 'bigint', value: 'x' }, { type: 'symbol', value: 'Symbol.iterator' },
        { type: 'symbol' }, { missing: 'masked' }, { missing: 'getter' }, { missing: 'string', value: 'ab', size: 9 }, { missing: 'uninitialized' }, { missing: 'new' as never }])
    }
    const list = <T> (make: () => T): T[] => Array.from({ length: Math.floor(random() * 4) }, make)
    const property = (): PropertyRecord => ({
      name: pick(NAMES), value: value(), ...random() < 0.1 && { symbol: true }, ...random() < 0.2 && { writable: false }, ...random() < 0.2 && { enumerable: false }, ...random() < 0.2 && { configurable: false },
    })
    const nodes = Array.from({ length: count }, (): GraphNode => {
      const subtype = pick(SUBTYPES)
      return {
        type: random() < 0.15 ? 'function' : 'object', className: pick(CLASSES), ...subtype !== undefined && { subtype }, properties: list(property),
        ...random() < 0.3 && { prototypes: list(() => pick([...CLASSES, null])) }, ...random() < 0.4 && { elements: list(value) }, ...random() < 0.2 && { holes: list(() => Math.floor(random() * 5)) },
        ...random() < 0.4 && { size: pick([0, 1, 3, 1e9, 2 ** 32, 1e300]) }, ...random() < 0.3 && { entries: list((): [Value, Value] => [value(), value()]) }, ...random() < 0.2 && { privates: list(property) },
        ...random() < 0.3 && { internals: list(() => ({ name: pick(['[[PromiseState]]', '[[PromiseResult]]', '[[WeakRefTarget]]']), value: value() })) }, ...random() < 0.3 && { value: value() },
        ...random() < 0.3 && { bytes: pick(['', 'AAEC', '!!', '////////']) }, ...random() < 0.2 && { functionKind: pick(['class', 'async', 'generator', 'arrow', 'function'] as const) },
        ...random() < 0.2 && { isFrozen: true as const }, ...random() < 0.1 && { isSealed: true as const },
        ...random() < 0.2 && { cut: list(() => ({ what: pick(['properties', 'elements', 'entries', 'bytes', 'privates', 'internals'] as const), reason: 'items' as const, count: pick([0, 1, 1e12]) })) },
      }
    })
    const variables = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`v${index}`, value()]))
    const { evaluator, text, graph } = openSession(deadCrash(nodes, variables), { timeoutMs: 10_000 })
    const before = JSON.stringify(nodes)
    for (let at = 0; at < EXPRESSIONS_PER_GRAPH; at++) {
      const expression = pick(SHAPES).replaceAll('V', pick(Object.keys(variables))).replaceAll('K', pick(['a', 'b', 'constructor', 'then', 'stack', '__proto__']))
      const result = await evaluator.evaluate({ expression, frame: 0, returnByValue: random() < 0.1 })
      assert.not.match(text(result), /no answer|process of the expression|stopped after/, `seed ${seed}: ${expression} gives ${text(result)}`)
    }
    assert.is(text(await evaluator.evaluate({ expression: '[1, 2].map(x => x * 2).join()' })), "'2,4'", `seed ${seed}`)
    assert.is(JSON.stringify(graph.slice(0, count)), before, `seed ${seed}: the capsule is what it was`)
    evaluator.close()
  }
})

/** Mulberry32. */
function generator (seed: number): () => number {
  let state = seed
  return () => {
    state = state + 0x6D2B79F5 | 0
    let mixed = Math.imul(state ^ state >>> 15, 1 | state)
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296
  }
}

test.run()
