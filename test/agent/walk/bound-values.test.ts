import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SafeSet, now } from '../../../agent/primordials'
import { noteBeside } from '../../../agent/walk/bound-values'
import { GraphWalk } from '../../../agent/walk/graph-walk'
import { DEFAULT_LIMITS } from '../../../src/limits'
import { createMasker } from '../../../src/mask/masker'

/** What a walk of variables writes; their values are told of one another if `isScope`. */
function written (values: Record<string, unknown>, isScope = false): string {
  const masker = createMasker({ names: [], patterns: [], environment: {} }).fork()
  const walk = new GraphWalk({ limits: DEFAULT_LIMITS, masker, deadline: now() + 60_000, shallow: new SafeSet() })
  const roots = Object.entries(values).map(([name, value]) => {
    if (isScope) noteBeside(walk, values, name, value)
    return walk.named(name, value)
  })
  walk.run()
  return JSON.stringify([roots, walk.nodes])
}

const X = 'Kudu7'
const INSERT = 'insert into users (email, password) values (?, ?)'
const UPDATE = 'UPDATE users SET password = $1 WHERE id = $2'

test('values of a statement are masked by the columns that they are for', () => {
  const list = ['a@b.c', X]
  for (const value of [
    { sql: INSERT, bindings: ['a@b.c', X] }, { bindings: ['a@b.c', X], sql: INSERT }, { text: UPDATE, values: [X, 7] }, { own: UPDATE, other: [X, 7] },
    [UPDATE, [X, 7]], [UPDATE, [X, 7], () => 1], { list, query: { query: INSERT, parameters: list } }, { list: [list, { sql: INSERT, params: list }] },
    { sql: INSERT, args: [['a@b.c', X], ['d@e.f', X]] }, { sql: 'INSERT INTO users (email, password) VALUES ?', values: [[['a@b.c', X], ['d@e.f', X]]] },
    { sql: 'UPDATE u SET password = :p', replacements: { p: X } }, { sql: 'UPDATE u SET password = @p', params: { p: { value: X, type: 'x' } } },
    { strings: ['SELECT 1 FROM u WHERE id = ', ' AND api_token = ', ''], values: [7, X] }, Object.assign(new Error('no'), { sql: INSERT, parameters: ['a@b.c', X] }),
    { name: 'auth', args: ['default', X] }, { command: 'HELLO', args: ['3', 'AUTH', 'default', X] }, ['AUTH', X], ['CONFIG', 'SET', 'requirepass', X],
  ]) assert.not.match(written({ value }), X, JSON.stringify(value))
  assert.not.match(written({ sql: UPDATE, params: [X, 7] }, true), X)
  assert.not.match(written({ params: [X, 7], text: UPDATE }, true), X)
  assert.not.match(written({ strings: ['SELECT 1 FROM u WHERE api_token = ', ''], values: [X] }, true), X)
})

test('a number is masked, too, and a list that a getter or a proxy hides is left alone', () => {
  assert.not.match(written({ value: { sql: 'UPDATE u SET pin = ?', values: [482_199] } }), '482199')
  let calls = 0
  const proxy = new Proxy([X], { get () { calls++ }, getOwnPropertyDescriptor () { calls++; return undefined }, ownKeys () { calls++; return [] } })
  const value = { sql: 'UPDATE u SET password = ?', values: proxy, get params () { calls++; return [X] }, p: [Object.defineProperty([1, 2], '0', { get () { calls++ } })] }
  written({ value, list: [proxy, proxy], rows: [['id', 'password'], proxy] })
  assert.is(calls, 0)
  const { proxy: revoked, revoke } = Proxy.revocable([], {})
  revoke()
  assert.match(written({ value: [revoked, 'kept'], beside: { args: revoked, columns: revoked, text: UPDATE, n: 42 } }), /kept.*42/)
})

test('rows below or beside a row of names are masked by it', () => {
  for (const value of [
    [['user', 'password'], ['bob', X]], [['id', 'email', 'api_key'], [1, 'a@b.c', `${X}Shard14`], [2, 'd@e.f', `${X}Shard14`]], [['password', 'user', 'id'], [X, 'bob', 1]],
    { columns: ['id', 'password'], values: [[1, X]] }, { fields: [{ name: 'id' }, { name: 'password' }], rows: [[1, X]] }, { columns: ['id', 'password'], values: [1, X] },
    [['user', 'password'], ['bob', 'onlyletters'], ['amy', X]],
  ]) assert.not.match(written({ value }), X, JSON.stringify(value))
})

test('other statements, lists and tables stay as they are', () => {
  for (const value of [
    { sql: 'SELECT password FROM users WHERE id = ?', values: [X] }, { sql: 'select * from users where email = ? limit ?', bindings: [X, 10] }, { text: 'Insert coin?', values: [X] },
    { sql: INSERT, bindings: [X, null] }, { sql: 'INSERT INTO tokens (user_id, kind) VALUES (?, ?)', values: [1, X] }, { name: 'get', args: [X] }, { name: 'config', args: ['get', X] },
    ['SELECT 1 FROM users WHERE id = ?', [X]], [['name', 'age'], [X, 7]], [['user', 'password'], ['Kudu7', 'Kennwort']], [['password', 'Passwort'], ['user', X]],
    [['token', 'abcdef12'], ['user', X]], [['id', 'password'], [1, 2, X]], [['id', 'password', 'x'], ['Kudu7']], { columns: ['id', 'email'], rows: [[1, X]] },
    { columns: ['password', 'email'], rows: [X] }, ['auth', 'login', X], ['CONFIG', 'GET', X],
  ]) assert.match(written({ value }), X, JSON.stringify(value))
  assert.match(written({ sql: 'SELECT 1 FROM u WHERE id = ?', params: [X] }, true), X)
})

test.run()
