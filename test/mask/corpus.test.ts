import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker, MASKED } from '../../src/mask/masker'
import { lookalikes, named, texts, tokens, LeakFinder } from '../e2e/corpus'

const masker = createMasker({ names: [], patterns: [], environment: {} })

/** Throws if any eight characters of a secret, or a short one as a word, are left. */
function assertGone (secret: string, masked: string, of: string): void {
  assert.equal(new LeakFinder([secret]).leaks(of.slice(0, 80), Buffer.from(masked)), [], of)
}

test('tokens are masked in texts and sources, whatever is around them', () => {
  for (const [kind, secret] of tokens) {
    for (const around of ['%', 'x % y', '"%"', '{"a":"%"}', '(%)', 'a=%;b', 'https://x.test/?v=%&b=c']) {
      const text = around.replace('%', () => secret)
      for (const masked of [masker.maskText(text), masker.maskSource(text)]) {
        assertGone(secret, masked, `${kind}: ${text}`)
        assert.is(masker.maskText(masked), masked, 'once is enough')
      }
    }
  }
})

test('what stands under a secret name is masked as a value, in JSON, in an inspected object and in a source', () => {
  for (const [name, secret] of named) {
    assert.ok(masker.isSecret(name, secret), `${name}: ${secret}`)
    const literal = JSON.stringify(secret)
    for (const text of [`{${JSON.stringify(name)}:${literal}}`, `{ '${name}': ${literal}, a: 1 }`]) assertGone(secret, masker.maskText(text), text)
    assertGone(secret, masker.maskSource(`const options = { '${name}': ${literal} }`), name)
  }
})

test('secrets in running text are masked', () => {
  for (const [, text, ...secrets] of texts) for (const secret of secrets) assertGone(secret, masker.maskText(text), text)
})

test('a text that gave a secret away has its copies and parts masked, too', () => {
  for (const [, secret] of tokens) {
    const fork = masker.fork()
    fork.maskText(secret)
    const half = Math.ceil(secret.length / 2)
    for (const copy of [Buffer.from(secret).toString('base64'), Buffer.from(`u:${secret}`).toString('base64url'), Buffer.from(secret).toString('hex'),
      encodeURIComponent(secret), JSON.stringify(JSON.stringify(secret)), `${secret.slice(0, half)}" + "${secret.slice(half)}`]) {
      assertGone(secret, fork.maskText(`<${copy}>`), copy)
    }
  }
})

test('a masker that is not of one crash learns nothing', () => {
  masker.maskText('login with password=Zx9kQ2mm4Lp0')
  assert.is(masker.maskText('Zx9kQ2mm4Lp0'), 'Zx9kQ2mm4Lp0')
})

test('of the look-alikes fewer than two in a hundred are masked', () => {
  const alarms: string[] = []
  const look = (what: string, isReadable: boolean): void => { if (!isReadable) alarms.push(what) }
  const isSame = (text: string): boolean => masker.maskText(text) === text
  for (const value of lookalikes.values) {
    look(value, isSame(value) && isSame(`got ${value} here`) && isSame(JSON.stringify({ x: value })) && masker.maskSource(`const x = '${value}'`) === `const x = '${value}'`)
  }
  for (const [name, value] of lookalikes.named) look(`${name}: ${String(value)}`, !masker.isSecret(name, value) && isSame(JSON.stringify({ [name]: value })))
  for (const text of lookalikes.texts) look(text, isSame(text) && masker.maskSource(text) === text)
  for (const source of lookalikes.sources) look(source, masker.maskSource(source) === source)
  const total = lookalikes.values.length + lookalikes.named.length + lookalikes.texts.length + lookalikes.sources.length
  assert.ok(total >= 500)
  assert.ok(alarms.length < total * 0.02, `${alarms.length} of ${total}: ${alarms.join('\n')}`)
  assert.is(masker.maskText(`password=${MASKED}`), `password=${MASKED}`)
})

test.run()
