import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker } from '../../src/mask/masker'

const masker = createMasker({ names: ['tenant'], patterns: [], environment: {} })

test('a named value is masked whole if the name is secret, else like a text', () => {
  assert.is(masker.maskNamed('Authorization', 'anything'), '[masked]')
  assert.is(masker.maskNamed('KEY', 'plain'), '[masked]')
  assert.is(masker.maskNamed('tenant', 'x'), '[masked]')
  assert.is(masker.maskNamed('password', ''), '')
  assert.is(masker.maskNamed('PATH', '/usr/bin:/bin'), '/usr/bin:/bin')
  assert.is(masker.maskNamed('DATABASE_URL', 'postgres://a:b@c/d'), 'postgres://[masked]@c/d')
})

const URLS: [string, string][] = [
  ['https://bob:pw@x.test/a?b=c', 'https://[masked]@x.test/a?b=c'],
  ['https://tokenonly@x.test/', 'https://[masked]@x.test/'],
  ['https://x.test/?token=a&page=2', 'https://x.test/?token=[masked]&page=2'],
  ['https://x.test/?page=2&api_key=a#access_token=b&x=1', 'https://x.test/?page=2&api_key=[masked]#access_token=[masked]&x=1'],
  ['/reset?key=plain&tenant=t', '/reset?key=[masked]&tenant=[masked]'],
  ['/f?user[password]=x&user%5Btoken%5D=y', '/f?user[password]=[masked]&user%5Btoken%5D=[masked]'],
  ['https://s3.test/o?X-Amz-Signature=ab&X-Amz-Credential=cd&X-Amz-Date=1',
    'https://s3.test/o?X-Amz-Signature=[masked]&X-Amz-Credential=[masked]&X-Amz-Date=[masked]'],
  ['https://c.test/b?sv=1&sig=ab%3D&se=2', 'https://c.test/b?sv=1&sig=[masked]&se=2'],
  ['//x.test/a', '//x.test/a'], ['/a/b?page=2&sort=name#top', '/a/b?page=2&sort=name#top'],
  ['', ''], ['?', '?'], ['?%=1', '?%=1'],
  ['http://localhost:3000/@vite/client', 'http://localhost:3000/@vite/client'],
  ['https://x.test/?token=', 'https://x.test/?token='],
]

test('URLs lose user information and secret parameters, and nothing else', () => {
  for (const [url, masked] of URLS) {
    assert.is(masker.maskUrl(url), masked)
    assert.is(masker.maskUrl(masked), masked, 'once is enough')
  }
})

const ARGUMENTS: [string[], string[]][] = [
  [['node', '/srv/app.js', '--password', 'hunter', '--port', '80'],
    ['node', '/srv/app.js', '--password', '[masked]', '--port', '80']],
  [['--password=a=b'], ['--password=[masked]']],
  [['-password', 'x'], ['-password', '[masked]']],
  [['--token', '--verbose'], ['--token', '--verbose']],
  [['--token'], ['--token']],
  [['--password', '-starts-with-dash'], ['--password', '-starts-with-dash']],
  [['--password', '-'], ['--password', '[masked]']],
  [['API_KEY=x', 'A=b', 'cmd'], ['API_KEY=[masked]', 'A=b', 'cmd']],
  [['--no-auth', 'file'], ['--no-auth', 'file']],
  [['--auth=false', '--max-tokens', '5'], ['--auth=false', '--max-tokens', '5']],
  [['-u', 'bob:pw', '-u', 'bob'], ['-u', '[masked]', '-u', 'bob']],
  [['-H', 'Authorization: Bearer abc1'], ['-H', 'Authorization: [masked]']],
  [['postgres://a:b@c/d', 'https://x.test/?token=abc'], ['postgres://[masked]@c/d', 'https://x.test/?token=[masked]']],
  [['--data={"password":"x"}'], ['--data={"password":"[masked]"}']],
  [['-p', 'unknown', '--author', 'bob'], ['-p', 'unknown', '--author', 'bob']],
  [[], []],
]

test('arguments are masked one for one', () => {
  for (const [argv, masked] of ARGUMENTS) assert.equal(masker.maskArgv(argv), masked)
})

test('masked arguments are counted', () => {
  const own = createMasker({ names: [], patterns: [], environment: {} })
  own.maskArgv(['--password', 'x', 'TOKEN=y', 'https://a:b@c'])
  assert.is(own.maskedCount, 3)
})

test.run()
