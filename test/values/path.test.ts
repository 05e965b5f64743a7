import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FaultSnapError } from '../../src/errors'
import { parsePath, stepText, type Step } from '../../src/values/path'

test('reads names, indexes, quoted keys, private fields, symbols, slots and Map look-ups', () => {
  assert.equal(parsePath('order.items[2].price'), {
    variable: 'order',
    steps: [{ kind: 'property', key: 'items' }, { kind: 'index', key: 2 }, { kind: 'property', key: 'price' }],
  })
  assert.equal(parsePath('this.#secret?.x?.[0]').steps, [
    { kind: 'private', key: '#secret' }, { kind: 'property', key: 'x' }, { kind: 'index', key: 0 }])
  assert.equal(parsePath(String.raw`a["k\"\n"]['\u0041\x42\u{43}'][-1][1.5]`).steps, [
    { kind: 'property', key: 'k"\n' }, { kind: 'property', key: 'ABC' }, { kind: 'property', key: '-1' },
      { kind: 'property', key: '1.5' }])
  assert.equal(parsePath('a[Symbol(my id)][@@iterator][[PromiseResult]]').steps, [
    { kind: 'symbol', key: 'my id' }, { kind: 'symbol', key: 'Symbol.iterator' }, { kind: 'internal', key: 'PromiseResult' }])
  const keys = ['"k"', '7', '-0.5', '12n', 'true', 'null', 'undefined']
  assert.equal(keys.map(key => parsePath(`m.get(${key})`).steps[0]!.key), ['k', 7, -0.5, 12n, true, null, undefined])
  assert.equal(parsePath('größe.get').steps, [{ kind: 'property', key: 'get' }])
})

test('says where a path stops making sense', () => {
  const problem = (text: string): string => {
    try {
      parsePath(text)
    } catch (error) {
      assert.is((error as FaultSnapError).code, 'USAGE')
      return (error as Error).message
    }
    return 'accepted'
  }
  assert.equal(['', '2', 'a..b', 'a[', 'a[b]', 'a["x]', 'a b', 'a.', 'a[1', 'm.get(x)', 'm.get("a"', 'a.#'].map(problem), [
    'Path "": expected the name of a variable at character 1, got its end',
    'Path "2": expected the name of a variable at character 1, got "2"',
    'Path "a..b": expected a name at character 3, got ".b"',
    'Path "a[": expected an index, a quoted key or Symbol(description) at character 3, got its end',
    'Path "a[b]": expected an index, a quoted key or Symbol(description) at character 3, got "b]"',
    'Path "a[\\"x]": expected an index, a quoted key or Symbol(description) at character 3, got "\\"x]"',
    'Path "a b": expected "." or "[" at character 2, got " b"',
    'Path "a.": expected a name at character 3, got its end',
    'Path "a[1": expected "]" at character 4, got its end',
    'Path "m.get(x)": expected a string, number, bigint, true, false, null or undefined at character 7, got "x)"',
    'Path "m.get(\\"a\\"": expected ")" at character 10, got its end',
    'Path "a.#": expected a name at character 4, got its end',
  ])
})

test('reads every step as it writes it', () => {
  const odd = ['', 'a b', '"', '\'', '\\', '\n', '\u2028', '\ud800', '__proto__', 'get', ')', 'a)b', '"a)"', ']', '0', '-1', 'é', '😀']
  const steps: Step[] = [
    ...odd.map(key => ({ kind: 'property', key }) as const), ...odd.map(key => ({ kind: 'symbol', key }) as const),
    ...[...odd, 0, 7, -0, -0.5, 1e21, true, false, null, undefined, 12n, -1n].map(key => ({ kind: 'get', key }) as const),
    { kind: 'index', key: 0 }, { kind: 'index', key: 12 }, { kind: 'private', key: '#x' }, { kind: 'internal', key: 'Target' },
  ]
  for (const step of steps) {
    const [read, ...rest] = parsePath(`v${stepText(step)}.end`).steps
    assert.equal(read, step, stepText(step))
    assert.equal(rest, [{ kind: 'property', key: 'end' }], stepText(step))
  }
  assert.equal(parsePath('a[Symbol(say "hi")]').steps, [{ kind: 'symbol', key: 'say "hi"' }])
})

test.run()
