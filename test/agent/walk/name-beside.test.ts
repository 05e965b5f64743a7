import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { nameBeside } from '../../../agent/walk/name-beside'
import { createMasker } from '../../../src/mask/masker'

const masker = createMasker({ names: [], patterns: [], environment: {} })

/** The properties that are masked by what stands beside them, or by their own names. */
const masked = (object: Record<string, unknown>): string[] =>
  Object.entries(object).filter(([name, value]) => masker.isSecret(nameBeside(object, name, value, masker), value)).map(([name]) => name)

const X = 'Kudu7'

test('errors of validators, patches and differences say which value is a secret', () => {
  for (const [object, ...names] of [
    [{ type: 'field', value: X, msg: 'Invalid value', path: 'password', location: 'body' }, 'value'], [{ param: 'user.password', value: X }, 'value'],
    [{ op: 'replace', path: '/user/password', value: X }, 'value'], [{ op: 'add', path: '/tokens/0', value: 'abc12345' }, 'value'],
    [{ instancePath: '/password', keyword: 'minLength', data: X }, 'data'], [{ dataPath: '.credentials', data: { a: X } }, 'data'],
    [{ code: 'too_small', path: ['password'], received: X }, 'received'], [{ code: 'custom', path: ['user', 'passwords', 0], input: X }, 'input'],
    [{ path: [{ type: 'object', key: 'password' }], input: X }, 'input'], [{ field: 'password', from: X, to: `${X}9` }, 'from', 'to'],
    [{ name: 'password', currentValue: X }, 'currentValue'], [{ key: 'apiKey', oldValue: X, newValue: X }, 'oldValue', 'newValue'],
    [{ name: 'ValidatorError', path: 'password', value: X }, 'value'], [{ property: 'password', value: X, constraints: {} }, 'value'],
    [{ kind: 'E', path: ['password'], lhs: X, rhs: X }, 'lhs', 'rhs'], [{ path: 'body["password"]', originalValue: X }, 'originalValue'],
    [{ path: 'users[0].pin', value: 482199 }, 'value'], [{ name: 'password', previous: 'Kudu77Fox', actual: 'KuduFox78' }, 'previous', 'actual'],
    [{ pointer: '#/password', got: X }, 'got'], [{ path: 'user[password]', value: X }, 'value'],
  ] as [Record<string, unknown>, ...string[]][]) assert.equal(masked(object), names, JSON.stringify(object))
})

test('what is said of other fields, and paths of requests and cookies, say nothing', () => {
  for (const object of [
    { type: 'field', value: X, msg: 'Invalid value', path: 'email', location: 'body' }, { path: ['password', 'length'], received: 5 }, { path: ['email'], received: X },
    { method: 'POST', path: '/oauth/token', data: 'grant_type=x', input: X }, { name: 'theme', value: 'dark-2024', path: '/token' }, { op: 'move', from: '/password', path: '/token' },
    { path: ['password'], received: 'undefined', expected: 'string' }, { path: ['password'], received: 'integer' }, { path: ['token'], code: 'x', received: 'number' },
    { field: 'passwordLength', from: 'short-8', to: 'long-12' }, { name: 'token', from: '2026-01-01', to: '2026-02-01' }, { key: 'session', data: { user: 'bobby1990' } },
    { path: './src/password.ts', data: X }, { name: 'password', from: 'required', to: 'optional' }, { key: 'Enter', value: X }, { path: 'users.password.minLength', value: 8 },
    { path: ['password'], value: true, input: null }, { path: '/login/password', received: X }, { name: 'auth', data: 'login-1234' }, { column: 'id', value: X },
    { property: 'passwordHint', value: X }, { key: 'token', from: 12, to: 17 }, { field: 'session', before: 12, after: 17 }, { path: 'data', value: { a: X } },
  ]) assert.equal(masked(object), [], JSON.stringify(object))
})

test('nothing of the program runs while it is found out', () => {
  let calls = 0
  const path = new Proxy(['password'], { get () { calls++ }, getOwnPropertyDescriptor () { calls++; return undefined } })
  const object = { path, get field () { calls++; return 'password' }, get name () { calls++; return 'password' }, value: X }
  assert.is(nameBeside(object, 'value', X, masker), 'value')
  assert.is(nameBeside({ path: [new Proxy({}, { getOwnPropertyDescriptor () { calls++; return undefined } })] }, 'value', X, masker), 'value')
  assert.is(calls, 0)
  const { proxy: revoked, revoke } = Proxy.revocable([], {})
  revoke()
  assert.is(nameBeside({ path: revoked, value: X }, 'value', X, masker), 'value')
})

test.run()
