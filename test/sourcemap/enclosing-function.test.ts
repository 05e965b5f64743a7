import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { enclosingFunctionName, MAX_SCANNED_CHARS } from '../../src/sourcemap/enclosing-function'

/** `HERE_name` marks a place and the name that its function has; `HERE_` one without a known name. */
const TEXT = `
import { x } from './x' // function wrong () {
/* function wrong () { */
export async function declared<T> (a: { b: T } = { b: 1 }, c = ')'): Promise<void> {
  if (a) { for (const b of c) { HERE_declared } }
  const text = \`\${(() => { return 'HERE_' })()} { \${a} \`
  const pattern = /[/{]"'/.test(text), half = a / 2, third = half / 3
  switch (a) { case 1: { HERE_declared } }
  items.map(item => item.price); HERE_declared
  items.forEach(async (item) => { HERE_ })
  items.forEach(function named (item) { HERE_named })
  try { HERE_declared } catch (e) { HERE_declared } finally { HERE_declared }
  return items.map(item => HERE_)
}
const arrow = async ({ a, b: { c } }: Options = {}): Promise<X> => { HERE_arrow }
const semicolonless = 1
export const second = (a: number, b = { c: 1 }) => {
  HERE_second
}
const generic = <T,>(value: T) => { HERE_generic }
const expression = function* () { HERE_expression }
class Cart extends Base<Item> implements Y {
  #items: Item[] = []
  handler = async (item: Item) => { HERE_handler }
  constructor (private readonly a: string) { super(); HERE_Cart }
  async *total (): AsyncGenerator<{ a: 1 }> { HERE_total }
  get price (): number { HERE_price }
  static #secret (a = () => { HERE_a }) { HERE_#secret }
  static { HERE_ }
  run () { const inner = { method (a) { HERE_method }, property: async (x) => { HERE_property }, plain: { a: HERE_run } } }
}
const Anonymous = class { constructor () { HERE_Anonymous } }
module.exports.run = function () { HERE_run }
HERE_
`

test('each marked place is in the function that its mark says', () => {
  const marks = [...TEXT.matchAll(/HERE_(#?\w*)/g)]
  assert.ok(marks.length > 25)
  for (const mark of marks) {
    const line = TEXT.slice(0, mark.index).split('\n').at(-1)! + mark[0]
    assert.is(enclosingFunctionName(TEXT, mark.index) ?? '', mark[1], line)
  }
})

test(`a place ${MAX_SCANNED_CHARS} characters in is looked at, one further is not`, () => {
  const text = `function f () { ${' '.repeat(MAX_SCANNED_CHARS)} }`
  assert.is(enclosingFunctionName(text, MAX_SCANNED_CHARS), 'f')
  assert.is(enclosingFunctionName(text, MAX_SCANNED_CHARS + 1), undefined)
})

test('broken text, and places outside it, give no name and no error', () => {
  for (const text of ['', '}}}', '((((', '`${', '"', '/*', 'function f () {', '`${`${`']) {
    enclosingFunctionName(text, text.length)
    enclosingFunctionName(text, 1000)
  }
  assert.is(enclosingFunctionName('}}}) function f () { x', 22), 'f')
})

test.run()
