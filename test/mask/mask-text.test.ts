import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker, MASKED } from '../../src/mask/masker'
import { LOOKALIKES } from './lookalike-samples'
import { NAMED_SECRETS, pem, SHAPED_SECRETS } from './secret-samples'

const masker = createMasker({ names: [], patterns: [], environment: {} })

test('the samples are as many as are claimed', () => {
  assert.ok(SHAPED_SECRETS.length >= 60)
  assert.ok(NAMED_SECRETS.length >= 40)
  assert.ok(LOOKALIKES.length >= 60)
})

const SURROUNDINGS = ['%', 'before % after', '"%"', '{"value":"%"}', 'x=%;', 'a\n%\nb', "f('%')", '(%)', '[%]',
  'see "https://x.test/?v=%"']

for (const [kind, secret] of SHAPED_SECRETS) {
  test(`${kind} is masked by its shape, whatever is around it`, () => {
    for (const around of SURROUNDINGS) {
      assert.is(masker.maskText(around.replace('%', () => secret)), around.replace('%', MASKED))
    }
  })
}

for (const [kind, text, ...secrets] of NAMED_SECRETS) {
  test(`named value: ${kind}`, () => {
    const masked = masker.maskText(text)
    for (const secret of secrets) {
      assert.ok(text.includes(secret), 'the sample holds its secret')
      assert.not.ok(masked.includes(secret), masked)
    }
    assert.is(masker.maskText(masked), masked, 'a masked text has no more secrets')
  })
}

test('what only looks like a secret stays readable, in texts and in sources', () => {
  for (const text of LOOKALIKES) {
    assert.is(masker.maskText(text), text)
    assert.is(masker.maskSource(text), text)
  }
})

test('names stay and only the values go', () => {
  const cases: [string, string][] = [
    ['login failed: password=hunter22 user=bob', 'login failed: password=[masked] user=bob'],
    ['{"user":"bob","password":"hun\\"ter22","n":1}', '{"user":"bob","password":"[masked]","n":1}'],
    ['{"body":"{\\"password\\":\\"hunter22\\"}"}', '{"body":"{\\"password\\":\\"[masked]\\"}"}'],
    ['connect postgres://app:pa55@db:5432/shop failed', 'connect postgres://[masked]@db:5432/shop failed'],
    ['A=1\nDB_PASSWORD=two words\r\nB=2', 'A=1\nDB_PASSWORD=[masked]\r\nB=2'],
    ['Cookie: sid=abc; a=b\r\nHost: x', 'Cookie: [masked]\r\nHost: x'],
    ["say('password: ' + value + 'x')", "say('password: ' + value + 'x')"],
    ["don't use password: 'abc'", "don't use password: '[masked]'"],
    ['mysql --password hunter22 shop', 'mysql --password [masked] shop'],
  ]
  for (const [text, masked] of cases) assert.is(masker.maskText(text), masked)
})

test('a private key without its end goes as far as its body', () => {
  const open = pem.slice(0, 300)
  assert.is(masker.maskText(`${open}`), MASKED)
  assert.is(masker.maskText(`'${open}' + rest`), `'${MASKED}' + rest`)
})

test('card numbers need an issuer, the length and the check digit', () => {
  assert.is(masker.maskText('4111111111111111'), MASKED)
  assert.is(masker.maskText('4111111111111112'), '4111111111111112')
  assert.is(masker.maskText('9111111111111111'), '9111111111111111')
  assert.is(masker.maskText('4222222222222'), MASKED)
  assert.is(masker.maskText('411111111111111'), '411111111111111')
  assert.is(masker.maskText('id4111111111111111'), 'id4111111111111111')
})

test('the shortest and the longest-but-one length of a token are told apart', () => {
  const digits = 'a1'.repeat(20)
  assert.is(masker.maskText(`sk_live_${digits.slice(0, 9)}`), `sk_live_${digits.slice(0, 9)}`)
  assert.is(masker.maskText(`sk_live_${digits.slice(0, 10)}`), MASKED)
  assert.is(masker.maskText(`ghp_${digits.slice(0, 29)}`), `ghp_${digits.slice(0, 29)}`)
  assert.is(masker.maskText(`ghp_${digits.slice(0, 30)}`), MASKED)
})

test('patterns of the config mask what they match, and broken ones are ignored', () => {
  const own = createMasker({ names: [], patterns: ['CUST-\\d+', '(', 'x*', ''], environment: {} })
  assert.is(own.maskText('for CUST-123 and xx'), 'for [masked] and xx')
})

test('replacements are counted, and the count can be reset', () => {
  const own = createMasker({ names: [], patterns: [], environment: {} })
  own.maskText('password=abc token=defghi1')
  own.maskNamed('password', 'x')
  assert.is(own.maskedCount, 3)
  own.maskedCount = 0
  own.maskText('nothing')
  assert.is(own.maskedCount, 0)
})

test('hostile texts take linear work', () => {
  // Each would run for hours if anything here backtracked; the length of the answer is all that is asserted.
  for (const part of ['a', '-', 'eyJ', 'eyJa.', '=', ':', '"', '\\', 'password=', 'password="', '1 ', '4111', '://a:',
    '-----BEGIN ', '-----BEGIN PRIVATE KEY-----',
    'gh', 'token,', "('key',", 'Bearer ', '--token ', 'MT.', '%5B', '\\"', 'x.atlasv1.', '${', '`', "password: '", 'key =\n',
    'key=', 'curl -u ', 'curl -u a:b ', 'sshpass -p ', '%41', 'password "', '</password>', 'YWJjZGVm', '48656c6c6f', '1//0', 'Digest a=']) {
    const text = part.repeat(20_000)
    assert.ok(masker.maskText(text).length > 0)
    assert.ok(masker.maskSource(text).length > 0)
  }
})

test.run()
