import { format } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BreadcrumbRing } from '../../../agent/breadcrumbs/breadcrumb-ring'
import { consoleText } from '../../../agent/breadcrumbs/console-text'
import { createMasker } from '../../../src/mask/masker'

const masker = createMasker({ names: [], patterns: [], environment: {} })
/** Unmasked. */
const shownText = (args: readonly unknown[]): string => {
  const shown = consoleText(args)
  return typeof shown === 'string' ? shown : shown.map(part => typeof part === 'string' ? part : `${part.head ?? ''}${part.text}`).join('')
}
const SECRET = 'pLIix6MEOLeMa61EqJom'

test('directives stand for what is printed in their places, as Node prints it', () => {
  for (const args of [
    ['%s=%s', 'a', 'b'], ['%s', 1, 2, 'c'], ['%d %i %f', '42.5', '42.5', '42.5'], ['%d', 5n], ['%d', 'x'], ['100%', 'a'], ['%%s %s', 'a'], ['%c styled', 'color: red'], ['%s %s', 'one'],
    ['%s', null, undefined, true], ['%j', 'a"b'], ['%o', 'a'], ['%x %s', 'a'], ['%%'], ['%s'], [5, '%s', 'a'], ['%i', Symbol('x')], ['%s', Symbol('x')], [],
  ] as unknown[][]) assert.is(shownText(args), format(...args), JSON.stringify(String(args[0])))
})

test('objects are shown one level deep, and none of their code runs', () => {
  const trap = new Proxy({}, { get: () => { throw new Error('asked') }, ownKeys: () => { throw new Error('asked') } })
  const object = { toString: () => { throw new Error('called') }, toJSON: () => { throw new Error('called') }, get [Symbol.toPrimitive] (): never { throw new Error('called') } }
  const shown = '{ toString: [Function], toJSON: [Function] }'
  assert.is(shownText(['%s %d %j %o', trap, object, object, [1, 2]]), `[Proxy] ${shown} ${shown} [ 1, 2 ]`)
  class Order { id = 3; get total (): number { throw new Error('asked') } }
  const ran = { get lazy (): never { throw new Error('asked') } }
  assert.is(shownText([new Order(), ran, [new Order(), , trap]]), 'Order { id: 3 } { lazy: [Getter] } [ [Order], <empty>, [Proxy] ]')
  assert.is(shownText([{ id: 3, tags: ['a'], at: new Date(0), of: { a: 1 }, nothing: null, big: 5n, 'a b': 'x' }]),
    '{ id: 3, tags: [Array(1)], at: 1970-01-01T00:00:00.000Z, of: [Object], nothing: null, big: 5n, a b: \'x\' }')
  assert.is(shownText([new Map([[1, 2]]), new Set(), /a/g, new Uint8Array(3), new Date(NaN), {}, []]), '[Map(1)] [Set(0)] /a/g [Uint8Array(3)] Invalid Date {} []')
  assert.is(shownText([Array(9).fill(7)]), '[ 7, 7, 7, 7, 7, 7, 7, 7, … 1 more ]')
  assert.is(shownText([{ long: 'x'.repeat(200) }, { long: 'x'.repeat(201) }]), `{ long: '${'x'.repeat(200)}' } { long: [string of 201 characters] }`)
})

test('a secret in an object is masked by its name, or by what stands beside it', () => {
  for (const object of [
    { password: SECRET }, { user: { id: 1 }, apiKey: SECRET }, { name: 'password', value: SECRET }, ['--token', SECRET], ['password', SECRET], { Authorization: `Bearer ${SECRET}` },
    { url: `postgres://app:${SECRET}@h/db` }, { line: `DB_PASSWORD=${SECRET}` }, { password: Number('98673412098673') }, { cvv: 123 }, new Error(`password=${SECRET}`), { error: new Error(`password=${SECRET}`) },
  ]) {
    const ring = new BreadcrumbRing(5)
    ring.add('console', 'info', consoleText(['signed in', object]))
    const [crumb] = ring.read(masker)
    for (const secret of [SECRET, '98673412098673', '123']) assert.not(crumb!.message.includes(secret), crumb!.message)
  }
})

test('a secret is masked by what is printed before it, wherever the call has it', () => {
  for (const args of [
    ['password=%s', SECRET], ['user %s password %s ok', 'bob', SECRET], ['%s=%s', 'password', SECRET], ['curl -u admin:%s http://x', SECRET], ['postgres://app:%s@h/db', SECRET],
    ['--token %s', SECRET], ['x-api-key: %s', SECRET], ['password:', SECRET], ['Authorization: Bearer %s', SECRET],
  ]) {
    const ring = new BreadcrumbRing(5)
    ring.add('console', 'info', consoleText(args))
    const [crumb] = ring.read(masker)
    assert.not(crumb!.message.includes(SECRET), crumb!.message)
  }
})

test('a value without a name of its own is judged by its message', () => {
  const ring = new BreadcrumbRing(5)
  ring.add('custom', 'info', 'password', { value: SECRET, user: 'bob' })
  ring.add('custom', 'info', 'password changed', { value: 'by the user' })
  assert.equal(ring.read(masker).map(({ data }) => data), [{ value: '[masked]', user: 'bob' }, { value: 'by the user' }])
})

test.run()
