import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker, MASKED } from '../../src/mask/masker'

const none = { names: [], patterns: [], environment: {} }

test('the values of secret-named variables are masked wherever they appear', () => {
  const masker = createMasker({ ...none, environment: { API_TOKEN: 'hunter-22', HOME: '/home/bob', NODE_ENV: 'production' } })
  assert.equal(masker.taints, ['hunter-22'])
  assert.is(masker.maskText('got hunter-22 from /home/bob in production'), 'got [masked] from /home/bob in production')
  assert.is(masker.maskText('xhunter-22x'), 'x[masked]x')
  assert.is(masker.maskSource("call('hunter-22')"), "call('[masked]')")
  assert.is(masker.maskUrl('/x/hunter-22'), '/x/[masked]')
  assert.equal(masker.maskArgv(['a', '-phunter-22']), ['a', '-p[masked]'])
})

test('a taint is found in every escaped and encoded form', () => {
  const secret = 'p"ä/\\ 1\n+\'q'
  const masker = createMasker(none)
  masker.addTaint(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  const forms = [secret, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%../g, hex => hex.toLowerCase()), new URLSearchParams({ v: secret }).toString().slice(2),
    Buffer.from(secret).toString('hex')]
  for (const form of forms) assert.is(masker.maskText(`<${form}>`), `<${MASKED}>`, form)
})

test('base64 of a taint is found at every offset within larger data', () => {
  const secret = 'correct-horse'
  const masker = createMasker(none)
  masker.addTaint(secret)
  for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
    for (const after of ['', '!', '!!', '!!!']) {
      for (const encoding of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(before + secret + after).toString(encoding)
        const masked = masker.maskText(`blob ${encoded} end`)
        assert.ok(masked.includes(MASKED), encoded)
        const left = masked.replace('blob ', '').replace(' end', '').split(MASKED)
        assert.not.ok(Buffer.from(left[0]!, 'base64').toString('latin1').includes('c') && before !== 'abc', encoded)
      }
    }
  }
})

test('six characters are the fewest that a taint can have', () => {
  const masker = createMasker(none)
  masker.addTaint('k3y=5')
  assert.equal(masker.taints, [])
  masker.addTaint('k3y=56')
  assert.equal(masker.taints, ['k3y=56'])
})

test('what is common, public or structural is no taint', () => {
  const masker = createMasker(none)
  for (const value of ['password', 'localhost', 'production', 'undefined', 'Authorization', '/run/user/1000/agent.1', './key.pem',
    'C:\\keys\\a.pem', 'https://auth.example.com/token', '1234567', '2026-01-01', 'xxxxxxxx', '${TOKEN}', '', '      ']) {
    masker.addTaint(value)
  }
  for (const value of [1, true, null, undefined, {}, ['abcdefgh'], Symbol('abcdefgh'), 12345678n]) masker.addTaint(value)
  assert.equal(masker.taints, [])
})

test('under an ambiguous name a taint must look random', () => {
  const masker = createMasker({ ...none, environment: { DESKTOP_SESSION: 'ubuntu-xorg', KEY: 'orderItems' } })
  masker.addTaint('orderItems', 'key')
  masker.addTaint('identifier', 'token')
  assert.equal(masker.taints, [])
  masker.addTaint('a8Kd0Qz3Lm9Xv2Bn', 'key')
  masker.addTaint('tok-12345', 'token')
  assert.is(masker.taints.length, 2)
})

test('short plain words and numbers are masked as a whole only', () => {
  const masker = createMasker({ ...none, environment: { APP_SECRET: 'hunter', APP_PIN: '48213377' } })
  assert.is(masker.maskText('hunter hunters 48213377 1482133770'), '[masked] hunters [masked] 1482133770')
})

test('halves of a secret of small letters and two digits are found, and those of a pass phrase are words', () => {
  const masked = (secret: string, text: string): string => {
    const masker = createMasker({ names: [], patterns: [], environment: { API_KEY: secret } })
    return masker.maskText(text)
  }
  const text = masked('yw4pxyuzpmiklwksacay7', '<yw4pxyuzpmi> and <klwksacay7>')
  assert.not(/yw4pxyuz|wksacay7/.test(text), text)
  assert.is(masked('correct2horse1battery', 'the correct2ions of a horse1'), 'the correct2ions of a horse1')
})

test('the parts of a secret are secrets', () => {
  const masker = createMasker({ ...none,
    environment: {
      DATABASE_URL: 'postgres://app:pa%24sw0rd@db/x',
      AUTH_HEADER: 'Bearer abcd-1234-efgh',
      BASIC_AUTH: 'bob:hunter22!',
      GOOGLE_CREDENTIALS: '{"type":"service_account","private_key":"not-a-key-1"}',
    } })
  for (const part of ['pa%24sw0rd', 'pa$sw0rd', 'abcd-1234-efgh', 'hunter22!', 'not-a-key-1']) {
    assert.is(masker.maskText(`<${part}>`), '<[masked]>', part)
  }
  assert.is(masker.maskText('service_account'), 'service_account')
})

test('bytes under a secret name are found in hexadecimal and base64', () => {
  const masker = createMasker(none)
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => index * 37)
  masker.addTaint(bytes)
  masker.addTaint(Buffer.from('printable-key'))
  for (const form of [Buffer.from(bytes).toString('hex'), Buffer.from(bytes).toString('base64').slice(0, 43), 'printable-key']) {
    assert.is(masker.maskText(`<${form}>`), '<[masked]>')
  }
})

test('a fork knows what its parent knew, and keeps its own to itself', () => {
  const parent = createMasker({ names: ['iban'], patterns: ['CUST-\\d+'], environment: { API_SECRET: 'parent-1' } })
  const fork = parent.fork()
  fork.addTaint('fork-only-1')
  parent.addTaint('parent-later-1')
  assert.is(fork.maskText('parent-1 fork-only-1 parent-later-1 CUST-1'), '[masked] [masked] parent-later-1 [masked]')
  assert.is(parent.maskText('parent-1 fork-only-1 parent-later-1'), '[masked] fork-only-1 [masked]')
  assert.ok(fork.isSecretName('iban'))
  assert.is(fork.maskedCount, 3)
})

test('the two thousandth taint counts and the next does not', () => {
  const masker = createMasker(none)
  for (let index = 1; index <= 2_001; index++) masker.addTaint(`taint-number-${index};`)
  assert.is(masker.taints.length, 2_000)
  assert.is(masker.maskText('taint-number-2000; taint-number-2001;'), '[masked] taint-number-2001;')
})

test('of overlapping taints the longest is masked', () => {
  const masker = createMasker(none)
  masker.addTaint('abcdef-1')
  masker.addTaint('abcdef-1-and-more')
  assert.is(masker.maskText('<abcdef-1-and-more> <abcdef-1-an'), '<[masked]> <[masked]-an')
})

test('finding agrees with a plain search, on random texts over a small alphabet', () => {
  let seed = 7
  const random = (limit: number): number => { seed = (seed * 48271) % 2147483647; return seed % limit }
  const word = (length: number): string => Array.from({ length }, () => 'abAB-_'[random(6)]).join('')
  for (let round = 0; round < 300; round++) {
    const masker = createMasker(none)
    const taints = Array.from({ length: 3 }, () => `a${word(3)}-9-${word(random(4))}`)
    for (const taint of taints) masker.addTaint(taint)
    const text = Array.from({ length: 12 }, () => random(2) ? taints[random(3)] : word(random(9))).join('')
    const masked = masker.maskText(text)
    for (const taint of masker.taints) assert.not.ok(masked.includes(taint), `${text} ${taint}`)
    if (!masker.taints.some(taint => text.includes(taint))) assert.is(masked, text)
  }
})

test.run()
