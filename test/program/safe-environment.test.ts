import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { MAX_ENVIRONMENT_VALUE_CHARS, safeEnvironment } from '../../src/program/safe-environment'

const masker = {
  isSecretName: (name: string) => /token|secret/i.test(name),
  maskNamed: (_: string, value: string) => value.replaceAll('hunter2', '[masked]'),
}
const env = {
  NODE_ENV: 'production', LC_ALL: 'C', npm_package_name: 'shop', npm_config__authToken: 'hunter2', FAULTSNAP_TOKEN: 'hunter2',
    NODE_OPTIONS: '--x=hunter2',
  DATABASE_URL: 'postgres://u:hunter2@h/d', PORT: '', MY_OWN: 'mine', AWS_SECRET_ACCESS_KEY: 'hunter2', AWS_REGION: 'eu-1',
    gone: undefined,
}
const record = (policy: Parameters<typeof safeEnvironment>[1], isCaseInsensitive = false) =>
  safeEnvironment(env, policy, masker, isCaseInsensitive)

test('the allow-list lets through what tells where the program ran, masked', () => {
  assert.equal(record('safe'), {
    policy: 'safe', total: 12,
    variables: {
      AWS_REGION: 'eu-1', FAULTSNAP_TOKEN: { missing: 'masked' }, LC_ALL: 'C', NODE_ENV: 'production',
        NODE_OPTIONS: '--x=[masked]', PORT: '', npm_package_name: 'shop',
    },
  })
})

test('all, none, and a list of names with a star', () => {
  const all = record(true)
  assert.is(all.policy, 'all')
  assert.equal(Object.keys(all.variables).length, 11)
  assert.equal(all.variables.AWS_SECRET_ACCESS_KEY, { missing: 'masked' })
  assert.equal(record(false), { policy: 'none', variables: {}, total: 12 })
  assert.equal(record(['MY_OWN', 'AWS_*', 'port']), {
    policy: 'list', total: 12, variables: { AWS_REGION: 'eu-1', AWS_SECRET_ACCESS_KEY: { missing: 'masked' }, MY_OWN: 'mine' },
  })
})

test('no secret comes through under any policy', () => {
  for (const policy of ['safe', true, false, Object.keys(env)] as const) assert.not.match(JSON.stringify(record(policy as never)),
    'hunter2')
})

test('case counts, except on Windows', () => {
  assert.equal(Object.keys(safeEnvironment({ node_env: 'x', Port: '1' }, 'safe', masker, false).variables), [])
  assert.equal(Object.keys(safeEnvironment({ node_env: 'x', Port: '1' }, 'safe', masker, true).variables), ['Port', 'node_env'])
})

test(`a value of ${MAX_ENVIRONMENT_VALUE_CHARS} characters is kept, a longer one is cut after masking`, () => {
  const cut = (value: string) => safeEnvironment({ DEBUG: value }, 'safe', masker).variables.DEBUG
  const full = 'x'.repeat(MAX_ENVIRONMENT_VALUE_CHARS)
  assert.is(cut(full), full)
  assert.equal(cut(`${full}y`), { missing: 'string', size: MAX_ENVIRONMENT_VALUE_CHARS + 1, value: full })
  assert.not.match(JSON.stringify(cut(`${'x'.repeat(MAX_ENVIRONMENT_VALUE_CHARS - 3)}hunter2`)), 'hun')
})

test('where the masker fails nothing is shown, and strange names are names', () => {
  const failing = { isSecretName: () => { throw new Error('no') }, maskNamed: () => '' }
  assert.equal(safeEnvironment({ PORT: '1' }, 'safe', failing).variables, { PORT: { missing: 'masked' } })
  const strange = JSON.parse('{"__proto__":"a","constructor":"b"}') as Record<string, string>
  assert.equal(Object.entries(safeEnvironment(strange, true, masker).variables), [['__proto__', 'a'], ['constructor', 'b']])
})

test.run()
