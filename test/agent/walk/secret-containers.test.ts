import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { SafeSet, now } from '../../../agent/primordials'
import { maskBytes } from '../../../agent/record/mask-bytes'
import { GraphWalk } from '../../../agent/walk/graph-walk'
import { DEFAULT_LIMITS } from '../../../src/limits'
import { createMasker, type Masker } from '../../../src/mask/masker'

function walked (values: Record<string, unknown>): { masker: Masker, nodes: GraphWalk['nodes'], roots: unknown[] } {
  const masker = createMasker({ names: [], patterns: [], environment: {} }).fork()
  const walk = new GraphWalk({ limits: DEFAULT_LIMITS, masker, deadline: now() + 60_000, shallow: new SafeSet() })
  const roots = Object.entries(values).map(([name, value]) => walk.named(name, value))
  walk.run()
  return { masker, nodes: walk.nodes, roots }
}

const learnt = (values: Record<string, unknown>): string[] => [...walked(values).masker.taints]

test('what is masked whole by its name has the secrets within it known', () => {
  const SECRET = 'KuduShard14'
  for (const values of [
    { secrets: { db: SECRET } }, { tokens: { nested: { c: SECRET } } }, { tokens: { list: [1, SECRET] } }, { credentials: { user: 'bob', key: SECRET } },
    { secrets: new Map([['db', SECRET]]) }, { secrets: new Map([['db', { deep: [SECRET] }]]) }, { apiKeys: new Set([SECRET]) }, { passwords: [[SECRET]] },
    { secrets: { a: { b: { c: { d: SECRET } } } } }, { secrets: { db: Buffer.from(SECRET) } }, { secrets: Object.assign(Object.create(null), { db: SECRET }) },
    { config: { credentials: { client: SECRET } } }, { secrets: { [Symbol('db')]: SECRET } }, { auth: { username: 'bob', password: SECRET } },
  ] as Record<string, unknown>[]) assert.equal(learnt(values), [SECRET], Object.keys(values)[0])
  const token = 'q8Zk3Lm9Xv2Bn7Rt5Wy1'
  assert.equal(learnt({ sessions: new Map(), tokens: new Map([[token, { userId: 7 }]]) }), [token])
  assert.equal(learnt({ session: { user: { nonce: token } } }), [token], 'generated, whatever it is called')
  assert.equal(learnt({ session: { id: 'opaque-12345' } }), ['opaque-12345'])
})

test('what holds nothing but functions is no secret, whatever it is called', () => {
  const masked = (value: unknown): boolean => JSON.stringify(walked({ tokens: value }).roots[0]) === '{"missing":"masked"}'
  for (const value of [[], {}, new Map(), new Set(), Object.create(null), { sign () {}, verify () {}, Failure: class {}, get lazy () { throw new Error('ran') } }]) {
    assert.not.ok(masked(value), Object.keys(value as object).join())
  }
  class Kept { #token = 'q8Zk3Lm9Xv2B'; get () { return this.#token } }
  for (const value of [['opaque-one'], { sign () {}, key: 'x' }, new Map([['a', 1]]), new Set(['a']), { [Symbol('a')]: 'x' }, new Kept(), Object.assign([], { x: 1 })]) {
    assert.ok(masked(value), JSON.stringify(value))
  }
})

test('a lexer\'s tokens are no secrets, tokens of people are', () => {
  const masked = (values: Record<string, unknown>): boolean => JSON.stringify(walked(values).roots[0]) === '{"missing":"masked"}'
  for (const values of [
    { tokens: ['if', '(', 'total_price', '===', '1', ')'] }, { tokens: ['while', 'foo', ';'] }, { token: { type: 'Identifier', value: 'customer', start: 0, end: 8 } },
    { tokens: [{ type: 'NUMBER', value: '42' }, { type: 'ID', value: 'x' }] }, { lookaheadToken: { kind: 3, text: 'async', pos: 12 } }, { tokens: [{ type: { label: 'name' }, start: 0, loc: {} }] },
  ]) assert.not.ok(masked(values), JSON.stringify(values))
  for (const values of [
    { tokens: ['q8Zk3Lm9Xv2Bn7Rt5Wy1'] }, { tokens: ['KuduShard14', 'x'] }, { token: { type: 'Bearer', value: 'KuduShard14' } }, { token: { type: 'bearer', access: 'KuduShard14' } },
    { tokens: [{ type: 'refresh', value: 'correcthorse' }] }, { tokens: ['(', 'q8Zk3Lm9Xv2Bn7Rt5Wy1'] }, { passwords: ['if', '('] }, { token: { value: 'KuduShard14' } }, { tokens: ['first-one', 'second-one'] },
  ]) assert.ok(masked(values), JSON.stringify(values))
})

test('what stands beside a secret and says who, where and when is none', () => {
  for (const values of [
    { credentials: { user: 'bobby1990', host: 'db-12.example.com', port: '5432', url: 'https://api.test/v1', region: 'eu-west-1', id: 'account-12345' } },
    { secrets: { a: 'bob', b: 'true', c: 'localhost', type: 'opaque-1234', version: '2026-06-13T23:29:34Z', d: 'db12.example.com:8443', e: 'bob@example.com' } },
    { session: { theme: 'dark-2024', cart: { sku: 'SKU-123456' }, user: { email: 'bob1@example.com', nick: 'bobby1990' } } },
    { session: { userId: '507f1f77bcf86cd799439011', cart: '3f2504e0-4f89-41d3-9a0c-0305e82c3301' }, tokens: [{ id: 'user_2NNEqL2nrIRdJ194ndJqAHwEfxC' }] },
    { cookie: { path: '/admin2026', expires: '2026-06-13T23:29:34.123Z', originalMaxAge: 12345678901 } },
    { auth: { strategy: 'oauth2-pkce', realm: 'customers-2024' } }, { tokens: { kind: 'identifier42', EOF: 'EOF' } },
  ] as Record<string, unknown>[]) assert.equal(learnt(values), [], Object.keys(values)[0])
})

test('to look into what is masked runs nothing of the program, and ends', () => {
  const ran: string[] = []
  const trap = new Proxy({ db: 'ProxyShard14' }, new Proxy({}, { get: (_, name) => void ran.push(String(name)) }))
  class Loud extends Map<string, string> {
    override get size (): number { return ran.push('size') }
    override entries (): never { throw ran.push('entries') }
    override [Symbol.iterator] (): never { throw ran.push('iterator') }
  }
  const circle: Record<string, unknown> = { get db () { return ran.push('getter') }, trap, list: [trap] }
  circle.self = circle
  let deep: Record<string, unknown> = circle
  for (let level = 0; level < 1000; level++) deep = { deep }
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, { v: `value-${index}-x` }]))
  const { masker, roots } = walked({ secrets: circle, tokens: new Loud([['db', 'KuduShard14']]), credentials: deep, passwords: wide, apiKeys: new Array(1e6).fill('Same1234') })
  assert.equal(ran, [])
  assert.equal(roots, Array(5).fill({ missing: 'masked' }))
  assert.ok(masker.taints.includes('KuduShard14') && masker.taints.includes('Same1234'))
  assert.ok(masker.taints.length < 500)
})

test('secrets beside their names in lists and pairs are masked, and known', () => {
  const shown = (value: unknown): string => {
    const { nodes, masker } = walked({ x: value })
    return masker.maskText(JSON.stringify(nodes))
  }
  const SECRET = 'Lemon1Anchor66'
  for (const value of [
    { Name: 'API_TOKEN', Value: SECRET }, { Key: 'DbPassword', Value: SECRET }, { id: 'password', val: SECRET }, { field: 'secret', text: SECRET },
    { type: 'password', value: SECRET }, { label: 'Password', content: SECRET }, { kind: 'Secret', data: { db: SECRET } },
    ['mysql', '-uroot', `-p${SECRET}`], ['-uroot', `-p${SECRET}`], [['curl', '-u', `bob:${SECRET}`, 'x'], SECRET], [['sshpass', '-p', SECRET], `got ${SECRET}`],
  ]) assert.not.match(shown(value), SECRET)
  for (const value of [
    { type: 'token', value: 'identifier12' }, { label: 'Password', text: 'Show your password' }, { id: 'orderId', value: SECRET }, { kind: 'ConfigMap', data: { db: SECRET } },
    ['mkdir', '-p', SECRET], ['docker', 'run', '-u', '1000:1000'], ['tar', '-pxvf12345', '-u'], { type: 'password', placeholder: 'abc12345' },
  ]) assert.not.match(shown(value), 'masked')
})

test('of a JSON Web Key the secret members are masked, in objects and Maps', () => {
  const jwk = { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tL', d: 'jpsQnnGQmL_YBIffH1136cspYG6' }
  const { nodes, masker } = walked({ list: [jwk, new Map(Object.entries(jwk)), { kty: 'oct', k: 'GawgguFyGrWKav7AX4VK' }, { d: 'a day', k: 1 }] })
  const text = JSON.stringify(nodes)
  for (const secret of [jwk.d, 'GawgguFyGrWKav7AX4VK']) {
    assert.not.ok(text.includes(secret))
    assert.ok(masker.taints.includes(secret))
  }
  assert.ok(text.includes(jwk.x) && text.includes('a day'))
})

test('a secret of bytes is masked in every other view, copy and list of it', () => {
  const secretKey = Buffer.from('9f3c01d2a4b5867788e0c1d2037f5a6b8c9dfeab1032547698badcfe0a1b2c3d', 'hex')
  const copies = [secretKey, Buffer.from(secretKey), new Int8Array(secretKey), secretKey.subarray(4, 20), [...secretKey], Uint8Array.from(secretKey).buffer,
    Buffer.concat([Buffer.from('hdr'), secretKey]), Float64Array.from(secretKey), new Uint32Array(Uint8Array.from(secretKey).buffer), [...secretKey].map(byte => byte.toString(16))]
  for (const named of [{ secretKey }, { secretKey: new Int8Array(secretKey) }, { secretKey: [...secretKey] }, { secretKey: Uint8Array.from(secretKey).buffer }]) {
    const { nodes, masker } = walked({ ...named, copies, other: Buffer.alloc(32) })
    const left = nodes.filter(node => (node.bytes !== undefined || node.elements !== undefined) && !maskBytes(node, masker))
    assert.equal(left.map(node => node.bytes ?? node.elements!.length), [copies.length, Buffer.alloc(32).toString('base64')])
  }
})

test.run()
