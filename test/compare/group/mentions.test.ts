import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isFixedName } from '../../../src/compare/group/fixed-names'
import { mentionsAt } from '../../../src/compare/group/mentions'
import { namesInUse } from '../../../src/compare/group/names-in-use'
import { parseSource } from '../../../src/syntax/syntax-tree'

/** Mentions at the place that `§` marks, as source text with their weights, heaviest first. */
function mentioned (marked: string): Map<string, number> {
  const offset = marked.indexOf('§')
  const tree = parseSource(marked.replace('§', ''))!
  const found = new Map<string, number>()
  for (const { node, weight } of mentionsAt(tree, offset)) {
    const text = tree.text.slice(node.start, node.end)
    found.set(text, Math.max(found.get(text) ?? 0, weight))
  }
  return found
}

test('the failing expression weighs most, the rest of its statement less', () => {
  const found = mentioned('function f (rate, net) { return net.total * rate.§vat }')
  assert.is(found.get('rate'), 1)
  assert.is(found.get('rate.vat'), 1)
  assert.ok(found.get('net.total')! < 1 && found.get('net.total')! > 0)
})

test('what gave a variable its value is followed back, over several steps', () => {
  const found = mentioned('function f (order) { const code = order.country; const rate = RATES[code]; return rate.§vat }')
  const [rate, table, code, country] = ['rate', 'RATES[code]', 'code', 'order.country'].map(text => found.get(text)!)
  assert.ok(rate! > table! && table! >= code! && code! > country! && country! > 0)
})

test('conditions around the place and guards before it count; other statements do not', () => {
  const found = mentioned(`function f (a, b, c, d, e) {
    log(e.unrelated)
    if (a.skip) return
    if (b.other) log(b)
    if (c.flag) { d.§x.y }
  }`)
  assert.ok(found.get('c.flag')! > found.get('a.skip')!)
  assert.ok(found.get('a.skip')! > 0)
  for (const text of ['b.other', 'e.unrelated', 'log']) assert.is(found.get(text), undefined, text)
})

test('of a throw the conditions weigh most', () => {
  const found = mentioned('function f (from, to) { if (from.status === "closed") §throw new Error(to.id) }')
  assert.ok(found.get('from.status')! > found.get('to.id')!)
})

test('loops lead to what they go through, and assignments to what is assigned', () => {
  const found = mentioned('function f (lines) { let sum = 0; for (const line of lines) sum += line.count; return sum.§x.y }')
  for (const text of ['line.count', 'lines']) assert.ok(found.has(text), text)
})

test('names of functions within an expression are not the frame\'s', () => {
  const found = mentioned(`function f (codes, wanted) {
    const found = codes.find(each => each.code === wanted.code)
    return found.§x.y
  }`)
  assert.ok(found.has('wanted.code'))
  assert.not.ok(found.has('each.code'))
})

test('any place in any source gives mentions or none, and ends', () => {
  const source = [
    'class A { #x = this.y; static { f() } get z () { return this.#x } }',
    'label: for (;;) { switch (a) { case b: c?.d?.[e]; break label } }',
    'export default async () => { for await (const x of y) `${x}` }',
  ].join('\n')
  const tree = parseSource(source)!
  for (let offset = 0; offset <= source.length; offset++) assert.ok(Array.isArray(mentionsAt(tree, offset)))
})

/** Whether the name after `§` is fixed there. */
function isFixed (marked: string): boolean {
  const offset = marked.indexOf('§')
  const name = /§(\w+)/.exec(marked)![1]!
  return isFixedName(parseSource(marked.replace('§', ''))!, offset, name)
}

test('names that the source gives one value are fixed', () => {
  for (const source of [
    'const TAX = 0.2; §TAX', 'const RATES = { DE: 19, FR: [1, 2] }; §RATES', 'const m = new Map([[1, 2]]); §m',
      'function g () {} §g', 'class C {} §C',
    'import { x } from "x"; §x', 'const fs = require("fs"); §fs', 'const { join } = require("path"); §join',
      'const f = () => a; §f',
    'const frozen = Object.freeze({ a: 1 }); §frozen', 'function f () { const text = `a`; return §text }',
  ]) assert.ok(isFixed(source), source)
})

test('names that may differ from run to run are not', () => {
  for (const source of [
    'const cache = {}; §cache', 'const seen = new Map(); §seen', 'const list = []; §list', 'let n = 1; n = 2; §n',
      'let n = 1; n++; §n',
    'const now = Date.now(); §now', 'const x = y; §x', 'function f (p) { §p }', 'function f (p = 1) { §p }',
      'for (const x of xs) { §x }', 'try {} catch (e) { §e }', '§global',
    'const TAX = 1; function f (TAX) { §TAX }',
  ]) assert.not.ok(isFixed(source), source)
})

test('a fixed name is not confused with a parameter of another function', () => {
  assert.ok(isFixed('function f () { const template = "x"; return §template } function g (template) {}'))
})

test('names in use are told by how they are used', () => {
  const { read, tested, compared } = namesInUse(parseSource(
    'function f ({ country }, b) { if (b.flag) log(b.label); return b.kind === "x" ? country : b["y"] } switch (b.mode) {} ')!)
  for (const name of ['country', 'flag', 'label', 'kind', 'y', 'mode']) assert.ok(read.has(name), name)
  for (const name of ['flag', 'kind', 'mode']) assert.ok(tested.has(name), name)
  assert.not.ok(tested.has('label'))
  assert.equal([...compared.get('kind')!], ['"x"'])
})

test.run()
