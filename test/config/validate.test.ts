import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CONFIG, defaultConfig, type Config } from '../../src/config/config'
import { environmentName } from '../../src/config/environment'
import { checkLayers } from '../../src/config/validate'

const fromFile = (values: Record<string, unknown>) => checkLayers([{ origin: 'file', where: 'f.json', values }])
const fromEnvironment = (values: Record<string, unknown>) => checkLayers([{ origin: 'environment', where: '', values }])

test('accepts the last value of each limit and refuses the next', () => {
  const edges: Partial<Record<keyof Config, [refused: number, accepted: number, accepted: number, refused: number]>> = {
    armForMs: [0, 1, 2_147_483_647, 2_147_483_648],
    maxDepth: [0, 1, 1e9, 1e9 + 1],
    maxItems: [0, 1, 1e9, 1e9 + 1],
    maxStringLength: [0, 1, 1e9, 1e9 + 1],
    maxTotalItems: [0, 1, 1e9, 1e9 + 1],
    maxFrames: [0, 1, 1e9, 1e9 + 1],
    uncaughtPauseMs: [-0.001, 0, 60_000, 60_000.1],
    caughtPauseMs: [-0.001, 0, 60_000, 60_000.1],
    pauseBudgetPercent: [-0.001, 0, 100, 100.1],
    pauseBurstMs: [-0.001, 0, 60_000, 60_000.1],
    pauseCooldownMs: [-0.001, 0, 3_600_000, 3_600_000.1],
    breadcrumbs: [-1, 0, 100_000, 100_001],
    maxDaysToKeep: [0, 1, 36_500, 36_501],
    maxReportsPerFingerprint: [0, 1, 1e9, 1e9 + 1],
    maxRepositoryBytes: [0, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1],
  }
  const numbers = Object.entries(DEFAULT_CONFIG).filter(([, value]) => typeof value === 'number').map(([key]) => key)
  assert.equal(Object.keys(edges).sort(), numbers.sort(), 'every number has its limits here')
  for (const [key, [tooLow, low, high, tooHigh]] of Object.entries(edges)) {
    for (const value of [low, high]) {
      const { config, problems } = fromFile({ [key]: value })
      assert.equal([config[key as keyof Config], problems], [value, []], key)
    }
    for (const value of [tooLow, tooHigh, '5', NaN, null]) {
      const { config, problems } = fromFile({ [key]: value })
      assert.is(problems.length, 1, `${key} ${value}`)
      assert.ok(problems[0]!.startsWith(`f.json: ${key}: expected `), problems[0])
      assert.equal(config, defaultConfig(), key)
    }
  }
  assert.is(fromFile({ maxDepth: 1.5 }).problems.length, 1)
  assert.is(fromFile({ breadcrumbs: 1.5 }).problems.length, 1)
})

test('says the place, the key, what was expected, what came and what holds now', () => {
  assert.equal(fromFile({ maxDepth: 'deep' }).problems,
    ['f.json: maxDepth: expected a whole number from 1 to 1000000000, got "deep". Using the default 5.'])
  assert.equal(fromFile({ maskPatterns: ['ok', '('] }).problems, [
    'f.json: maskPatterns: expected a list of regular expressions that compile and do not match the empty text, got "(" in it. ' +
    'Using the default [].'])
  assert.equal(fromEnvironment({ FAULTSNAP_QUIET: 'maybe' }).problems,
    ['FAULTSNAP_QUIET: expected true or false, got "maybe". Using the default false.'])
  assert.equal(checkLayers([
    { origin: 'file', where: 'f.json', values: { maxDepth: 7 } },
    { origin: 'environment', where: '', values: { FAULTSNAP_MAX_DEPTH: 'deep' } },
  ]).problems, ['FAULTSNAP_MAX_DEPTH: expected a whole number from 1 to 1000000000, got "deep". Using 7.'])
  assert.match(fromFile({ repositoryDir: ['x'.repeat(100)] }).problems[0]!,
    /^f\.json: repositoryDir: expected a path, got \["x{77}…\. Using/)
})

test('suggests the option that was probably meant, and never repeats the value of an unknown one', () => {
  assert.equal(fromFile({ maxdepth: 'a secret' }).problems,
    ['f.json: unknown option "maxdepth", did you mean "maxDepth"? It is ignored.'])
  assert.equal(fromFile({ colour: 1 }).problems, ['f.json: unknown option "colour". It is ignored.'])
  assert.equal(fromEnvironment({ FAULTSNAP_MASKS: 'a secret' }).problems,
    ['unknown environment variable "FAULTSNAP_MASKS", did you mean "FAULTSNAP_MASK"? It is ignored.'])
  assert.is(fromFile({ constructor: 1, toString: 2 }).problems.length, 2)
})

test('reads every kind of option from the texts of the environment', () => {
  const read = (key: keyof Config, text: string): unknown => {
    const { config, problems } = fromEnvironment({ [environmentName(key)]: text })
    return problems.length === 0 ? config[key] : 'refused'
  }
  assert.equal(['1', 'true', 'YES', ' on '].map(text => read('quiet', text)), [true, true, true, true])
  assert.equal(['0', 'false', 'No', 'off'].map(text => read('html', text)), [false, false, false, false])
  assert.equal(['2', 'y', 'truee'].map(text => read('quiet', text)), ['refused', 'refused', 'refused'])
  assert.equal(['7', '1e3', '+8', '1.5', '0x10', '7ms', 'Infinity'].map(text => read('maxDepth', text)),
    [7, 1000, 8, 'refused', 'refused', 'refused', 'refused'])
  assert.is(read('pauseBudgetPercent', '0.5'), 0.5)
  assert.equal(['pin, iban,', '["pin","iban"]', 'pin'].map(text => read('mask', text)),
    [['pin', 'iban'], ['pin', 'iban'], ['pin']])
  assert.equal(['a{1,2}', '[ab]{3}', '[1]', '["a","b,c"]', '["a","("]', 'x*'].map(text => read('maskPatterns', text)),
    [['a{1,2}'], ['[ab]{3}'], ['[1]'], ['a', 'b,c'], 'refused', 'refused'])
  assert.equal(['safe', 'yes', '0', 'PATH,HOME'].map(text => read('captureEnvironment', text)),
    ['safe', true, false, ['PATH', 'HOME']])
  assert.equal(['1', '0', '20', 'off', '20.5'].map(text => read('breadcrumbs', text)), [true, false, 20, false, 'refused'])
  assert.equal(['exit,manual', 'exitt', 'exit'].map(text => read('signals', text)), [['exit', 'manual'], 'refused', ['exit']])
  assert.equal(['1', 'a,b'].map(text => read('repositoryDir', text)), ['1', 'a,b'])
})

test('survives what is no object, and objects that cannot be read', () => {
  for (const values of [null, 5, [1], { get maxDepth () { throw new Error('no') } }]) {
    assert.equal(checkLayers([{ origin: 'code', where: 'configure()', values: values as Record<string, unknown> }]).problems,
      ['configure(): expected an object with options, got something else. It is ignored.'])
  }
  const cyclic: unknown[] = []
  cyclic.push(cyclic)
  assert.match(checkLayers([{ origin: 'code', where: 'configure()', values: { quiet: cyclic, maxDepth: 5n } }]).problems.join(
    '\n'),
    /quiet: .* got something of type object\. .*\n.* got something of type bigint\./)
})

test('never changes the defaults', () => {
  const before = structuredClone(DEFAULT_CONFIG)
  fromFile({ mask: ['a'], signals: [] }).config.mask.push('b')
  defaultConfig().signals.push('exit')
  assert.equal(DEFAULT_CONFIG, before)
})

test.run()
