import { generateKeyPairSync, randomBytes, type KeyExportOptions, type KeyObject } from 'node:crypto'
import { inspect } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker } from '../../src/mask/masker'

const masker = createMasker({ names: [], patterns: [], environment: {} })

type Pair = { privateKey: KeyObject, publicKey: KeyObject }
const pairs: Record<string, Pair> = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 1024 }), ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  p521: generateKeyPairSync('ec', { namedCurve: 'P-521' }), ed25519: generateKeyPairSync('ed25519'), x25519: generateKeyPairSync('x25519'),
}

const der = (key: KeyObject, type: string, options = {}): Buffer =>
  key.export({ format: 'der', type, ...options } as KeyExportOptions<'der'>)

function privateForms ({ privateKey }: Pair, kind: string): Buffer[] {
  const types = kind === 'rsa' ? ['pkcs8', 'pkcs1'] : kind === 'ec' || kind === 'p521' ? ['pkcs8', 'sec1'] : ['pkcs8']
  return [...types.map(type => der(privateKey, type)), der(privateKey, 'pkcs8', { cipher: 'aes-256-cbc', passphrase: 'x' })]
}

/** Throws if ten characters in a row of what `text` has from `from` on are left of it. */
function assertGone (what: string, text: string, secret: string): void {
  const masked = masker.maskText(text)
  for (let at = 0; at + 10 <= secret.length; at += 5) assert.not.ok(masked.includes(secret.slice(at, at + 10)), `${what}: ${masked.slice(0, 200)}`)
}

/** What tells what a key is; behind it is the key. */
const HEAD = 26

const lines = (text: string, by: string): string => text.replace(/.{64}/g, `$&${by}`)

test('a private key as DER is masked in every spelling of its bytes', () => {
  for (const [kind, pair] of Object.entries(pairs)) {
    for (const key of privateForms(pair, kind)) {
      const base64 = key.toString('base64')
      const secret = base64.slice(HEAD * 2)
      for (const text of [base64, lines(base64, '\n'), lines(base64, '\\n'), lines(base64, "' +\n  '"), `x="${base64}"`, `a ${base64} b`]) assertGone(kind, text, secret)
      assertGone(kind, JSON.stringify({ v: key.toString('base64url') }), key.toString('base64url').slice(HEAD * 2))
      for (const hex of [key.toString('hex'), key.toString('hex').toUpperCase()]) assertGone(kind, `<${hex}>`, hex.slice(HEAD * 2))
      assertGone(kind, `${key.toString('latin1')} and more`, key.toString('latin1').slice(HEAD))
      assertGone(kind, inspect({ key }), inspect(key).slice(HEAD * 3, 155))
      assertGone(kind, inspect(new Uint8Array(key)), inspect(new Uint8Array(key)).slice(260, 400))
      assertGone(kind, JSON.stringify(key), JSON.stringify(key).slice(28 + HEAD * 4, -2))
      assertGone(kind, key.toString('hex').replace(/..(?!$)/g, '$&:'), key.toString('hex').replace(/..(?!$)/g, '$&:').slice(HEAD * 3))
      assert.not.ok(masker.maskPrefix(`${'.'.repeat(300)}${base64}`, 500).includes(secret.slice(0, 16)), 'cut')
    }
  }
})

test('public keys stay, also where their private ones were seen', () => {
  for (const [kind, pair] of Object.entries(pairs)) {
    const fork = masker.fork()
    for (const key of privateForms(pair, kind)) for (const text of [key.toString('base64'), key.toString('latin1')]) fork.maskText(text)
    for (const { publicKey } of Object.values(pairs).filter(other => other !== pair)) {
      const key = der(publicKey, 'spki')
      for (const text of [key.toString('base64'), key.toString('latin1'), inspect(key), JSON.stringify(publicKey.export({ format: 'jwk' }))]) assert.is(fork.maskText(text), text)
    }
  }
})

test('the secret members of a JSON Web Key are masked, and the public ones stay', () => {
  for (const { privateKey } of Object.values(pairs)) {
    const jwk = privateKey.export({ format: 'jwk' })
    const entries = Object.entries(jwk) as [string, string][]
    const isPublic = (name: string): boolean => ['kty', 'crv', 'n', 'e', 'x', 'y'].includes(name)
    for (const text of [JSON.stringify(jwk), JSON.stringify(jwk, null, 2), JSON.stringify(JSON.stringify({ keys: [jwk, jwk] })), inspect(jwk), inspect(new Map(entries)),
      JSON.stringify(entries), JSON.stringify(Object.fromEntries(entries.reverse())), entries.map(([name, value]) => `${name}: ${value}`).join('\n')]) {
      const masked = masker.maskText(text)
      for (const [name, value] of entries) assert.is(masked.includes(value), isPublic(name), `${name} in ${masked.slice(0, 300)}`)
    }
    assert.not.ok(masker.maskSource(`const key = { kty: '${jwk.kty}', d: '${jwk.d}' }`).includes(jwk.d!))
  }
  const code = "if (jwk.kty === 'oct') return { k: jwk.k, d: 'a day in the life of this' }"
  assert.is(masker.maskText(code), code)
})

test('keys in formats of their own are masked', () => {
  const random = (length: number, ...head: number[]): string => Buffer.concat([Buffer.from(head), randomBytes(length)]).toString('base64')
  const ssh = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(200)])
  assertGone('openssh', ssh.toString('base64'), ssh.toString('base64').slice(20))
  assertGone('openssh', ssh.toString('latin1'), ssh.toString('latin1').slice(16))
  for (const head of [[69, 100, 83, 99, 66, 50], [69, 100, 0, 0, 66, 50], [69, 100, 66, 75, 0, 0, 0, 42]]) {
    const key = random(96, ...head)
    assertGone('minisign', `untrusted comment: x\n${key}\n`, key.slice(12))
  }
  assertGone('age', `age-secret-key-1${'qyqszqgpqyz'.repeat(6)}`, 'qyqszqgpqyz'.repeat(6))
  const putty = `Private-${'Lines'}: 1\n${random(30)}`
  assertGone('putty, cut', putty, putty.slice(17))
})

test('bytes under a secret name are masked however they are shown', () => {
  const seed = randomBytes(32)
  for (const shown of [inspect(seed), inspect(new Uint8Array(seed)), JSON.stringify(seed), JSON.stringify([...seed]), JSON.stringify(new Uint8Array(seed))]) {
    const masked = masker.maskText(`{ secretKey: ${shown}, a: 1 }`)
    assert.ok(!/\d{2}/.test(masked.replace(/\(32\)/, '')) && masked.includes('a: 1'), masked)
  }
  for (const name of ['seed', 'signingSeed', 'sk', 'priv', 'secretKey']) assert.ok(masker.isSecret(name, seed), name)
  for (const [name, value] of [['seed', 42], ['seed', 'monday'], ['sk', 'ORDER#2026']] as const) assert.not.ok(masker.isSecret(name, value), name)
})

test.run()
