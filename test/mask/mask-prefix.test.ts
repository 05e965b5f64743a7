import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker, MASKED } from '../../src/mask/masker'
import { NAMED_SECRETS, SHAPED_SECRETS, jwt } from './secret-samples'

const masker = createMasker({ names: [], patterns: [], environment: { DB_PASSWORD: 'correct horse battery' } })
const TAIL = ' and so on'.repeat(400)

/** The prefix of the wholly masked text is the oracle: equal to it up to the cut, for every cut. */
function assertNothingStraddles (text: string, lastCut: number): void {
  const full = masker.maskText(text)
  for (let cut = 0; cut <= lastCut; cut++) {
    const prefix = masker.maskPrefix(text, cut)
    assert.ok(prefix.length <= cut)
    assert.ok(full.startsWith(prefix), `cut at ${cut}: ${prefix.slice(-60)}`)
  }
}

for (const [kind, secret] of SHAPED_SECRETS) {
  test(`no part of it is left when the cut goes through: ${kind}`, () => {
    assertNothingStraddles(`so: ${secret}${TAIL}`, secret.length + 10)
  })
}

test('no part of a named value is left, wherever the cut goes through', () => {
  for (const [, text] of NAMED_SECRETS) assertNothingStraddles(text + TAIL, text.length + 4)
})

test('no part of a taint is left, wherever the cut goes through, encoded or not', () => {
  const base64 = Buffer.from('a:correct horse battery!').toString('base64')
  for (const form of ['correct horse battery', 'correct%20horse%20battery', base64]) {
    assertNothingStraddles(`so: ${form}${TAIL}`, form.length + 10)
  }
})

test('secrets longer than the look-ahead are masked to the end', () => {
  const body = 'MIIEabcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwx\n'.repeat(200)
  const long = `key: -----BEGIN ${'PRIVATE KEY'}-----\n${body}-----END ${'PRIVATE KEY'}-----`
  assert.is(masker.maskPrefix(long, 500), 'key: [masked]')
  const certificateChain = `token is eyJ${'a1B2'.repeat(2_000)}.${jwt}`
  assert.is(masker.maskPrefix(certificateChain, 500), 'token is [masked]')
  assert.is(masker.maskPrefix(`password="${'x y '.repeat(3_000)}"`, 500), 'password="[masked]')
  const own = createMasker({ names: [], patterns: [], environment: { API_SECRET: 'Z9 '.repeat(3_000) + 'end' } })
  assert.is(own.maskPrefix(`is ${'Z9 '.repeat(3_000)}end.`, 500), 'is [masked]')
})

test('a text that fits is masked whole, and cut when the mask made it longer', () => {
  assert.is(masker.maskPrefix('plain', 5), 'plain')
  assert.is(masker.maskPrefix('plain', 4), 'plai')
  assert.is(masker.maskPrefix('cvv: 123', 8), 'cvv: [ma')
  assert.is(masker.maskPrefix(`x ${MASKED}`, 0), '')
})

test('only secrets before the cut are counted', () => {
  const own = createMasker({ names: [], patterns: [], environment: {} })
  own.maskPrefix('password=abc ' + 'x '.repeat(100) + ' password=def', 50)
  assert.is(own.maskedCount, 1)
})

test.run()
