import { format } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BreadcrumbRing } from '../../../agent/breadcrumbs/breadcrumb-ring'
import { consoleText } from '../../../agent/breadcrumbs/console-text'
import { createMasker } from '../../../src/mask/masker'

const SECRET = 'pLIix6MEOLeMa61EqJom'

test('directives stand for what is printed in their places, as Node prints it', () => {
  for (const args of [
    ['%s=%s', 'a', 'b'], ['%s', 1, 2, 'c'], ['%d %i %f', '42.5', '42.5', '42.5'], ['%d', 5n], ['%d', 'x'], ['100%', 'a'], ['%%s %s', 'a'], ['%c styled', 'color: red'], ['%s %s', 'one'],
    ['%s', null, undefined, true], ['%j', 'a"b'], ['%o', 'a'], ['%x %s', 'a'], ['%%'], ['%s'], [5, '%s', 'a'], ['%i', Symbol('x')], ['%s', Symbol('x')], [],
  ] as unknown[][]) assert.is(consoleText(args), format(...args), JSON.stringify(String(args[0])))
})

test('objects are named, and none of their code runs', () => {
  const trap = new Proxy({}, { get: () => { throw new Error('asked') }, ownKeys: () => { throw new Error('asked') } })
  const object = { toString: () => { throw new Error('called') }, toJSON: () => { throw new Error('called') }, get [Symbol.toPrimitive] (): never { throw new Error('called') } }
  assert.is(consoleText(['%s %d %j %o', trap, object, object, [1, 2]]), '[Proxy] [Object] [Object] [Array(2)]')
})

test('a secret is masked by what is printed before it, wherever the call has it', () => {
  const masker = createMasker({ names: [], patterns: [], environment: {} })
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
  const masker = createMasker({ names: [], patterns: [], environment: {} })
  const ring = new BreadcrumbRing(5)
  ring.add('custom', 'info', 'password', { value: SECRET, user: 'bob' })
  ring.add('custom', 'info', 'password changed', { value: 'by the user' })
  assert.equal(ring.read(masker).map(({ data }) => data), [{ value: '[masked]', user: 'bob' }, { value: 'by the user' }])
})

test.run()
