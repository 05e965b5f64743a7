import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CONFIG, breadcrumbLimit, type Config } from '../../src/config/config'
import { loadConfig, type ConfigValidator } from '../../src/config/load-config'
import { checkLayers } from '../../src/config/validate'

const test = suite<{ dir: string }>('loadConfig')
test.before.each(context => { context.dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-config-'))) })
test.after.each(context => { rmSync(context.dir, { recursive: true, force: true }) })

const validator = (): ConfigValidator => checkLayers
const writeConfig = (dir: string, text: unknown, name = 'faultsnap.config.json'): string => {
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, name), typeof text === 'string' ? text : JSON.stringify(text))
  return join(dir, name)
}

test('gives the defaults without touching the validator when nothing is configured', ({ dir }) => {
  const loaded = loadConfig({
    cwd: dir,
    env: { PATH: '/bin', FAULTSNAP_DEBUG: '1', FAULTSNAP_RUN_LOG: 'x', FAULTSNAP__X: '1', FAULTSNAP_MAX_DEPTH: '' },
    validator: () => { throw new Error('the validator was loaded') },
  })
  assert.equal(loaded.config, { ...DEFAULT_CONFIG, repositoryDir: join(dir, 'FaultSnaps') })
  assert.equal(loaded.problems, [])
  assert.is(loaded.file, undefined)
  assert.ok(Object.values(loaded.origins).every(origin => origin === 'default'))
})

test('imports nothing but Node and itself, so that the preload stays small', () => {
  const { metafile } = buildSync({
    entryPoints: [join(__dirname, '../../src/config/load-config.ts')], bundle: true, write: false, metafile: true,
      platform: 'node',
  })
  assert.equal(Object.keys(metafile.inputs).map(path => path.replace(/^.*?src\//, 'src/')).sort(), [
    'src/config/config.ts', 'src/config/environment.ts', 'src/config/find-config.ts', 'src/config/load-config.ts',
      'src/limits.ts',
  ])
})

test('lets code win over the environment, the environment over the file, the file over the default', ({ dir }) => {
  const file = writeConfig(dir, { $schema: 'x', maxDepth: 1, maxItems: 1, maxFrames: 1 })
  const { config, origins, problems, ...rest } = loadConfig({
    cwd: dir,
    env: { FAULTSNAP_MAX_ITEMS: '2', FAULTSNAP_MAX_FRAMES: '2' },
    overrides: { maxFrames: 3, quiet: undefined },
    validator,
  })
  assert.equal([config.maxDepth, config.maxItems, config.maxFrames, config.maxStringLength], [1, 2, 3, 500])
  assert.equal([origins.maxDepth, origins.maxItems, origins.maxFrames, origins.quiet], ['file', 'environment', 'code', 'default'])
  assert.equal(problems, [])
  assert.is(rest.file, file)
})

test('takes the nearest file from the working directory upward', ({ dir }) => {
  writeConfig(dir, { maxDepth: 1 })
  writeConfig(join(dir, 'a', 'b'), { maxDepth: 2 })
  const at = (...parts: string[]): number => {
    mkdirSync(join(dir, ...parts), { recursive: true })
    return loadConfig({ cwd: join(dir, ...parts), env: {}, validator }).config.maxDepth
  }
  assert.equal([at(), at('a'), at('a', 'b'), at('a', 'b', 'c', 'd')], [1, 1, 2, 2])
})

test('resolves repositoryDir against the file\'s folder, and that of environment and code against the working directory',
  ({ dir }) => {
  const inner = join(dir, 'inner')
  mkdirSync(inner)
  const place = (env = {}, overrides: Partial<Config> = {}): string =>
    loadConfig({ cwd: inner, env, overrides, validator }).config.repositoryDir
  assert.is(place(), join(inner, 'FaultSnaps'))
  const named = writeConfig(dir, { maxDepth: 1 }, 'named.json')
  assert.is(place({ FAULTSNAP_CONFIG: named }), join(inner, 'FaultSnaps'))
  writeConfig(dir, {})
  assert.is(place(), join(dir, 'FaultSnaps'))
  writeConfig(dir, { repositoryDir: 'crashes' })
  assert.is(place(), join(dir, 'crashes'))
  assert.is(place({ FAULTSNAP_REPOSITORY_DIR: 'mine' }), join(inner, 'mine'))
  assert.is(place({ FAULTSNAP_REPOSITORY_DIR: 'mine' }, { repositoryDir: 'ours' }), join(inner, 'ours'))
  assert.is(place({ FAULTSNAP_REPOSITORY_DIR: join(dir, 'abs') }), join(dir, 'abs'))
})

test('names an unreadable, broken or wrong file in one line and runs on with the defaults', ({ dir }) => {
  const problem = (env: Record<string, string>): string => {
    const { problems, config } = loadConfig({ cwd: dir, env, validator })
    assert.is(config.maxDepth, 5)
    assert.is(problems.length, 1)
    assert.not.match(problems[0]!, /\n/)
    return problems[0]!
  }
  assert.is(problem({ FAULTSNAP_CONFIG: 'none.json' }),
    `${join(dir, 'none.json')} (named by FAULTSNAP_CONFIG): expected a readable file, got ENOENT. The file is ignored.`)
  assert.match(problem({ FAULTSNAP_CONFIG: dir }), /expected a readable file, got EISDIR/)
  writeConfig(dir, '{\n "maxDepth": }')
  assert.match(problem({}), /faultsnap\.config\.json: expected JSON, got an error: /)
  writeConfig(dir, '[1]')
  assert.match(problem({}), /expected a JSON object with options, got a list\./)
  writeConfig(dir, 'null')
  assert.match(problem({}), /got null\./)
  writeConfig(dir, '"text"')
  assert.match(problem({}), /got a string\./)
  writeConfig(dir, ' '.repeat(1024 * 1024 + 1))
  assert.match(problem({}), /expected at most 1048576 bytes, got 1048577\./)
  writeConfig(dir, '\uFEFF{}' + ' '.repeat(1024 * 1024 - 3))
  assert.equal(loadConfig({ cwd: dir, env: {}, validator }).problems, [])
})

test('counts breadcrumbs', () => {
  assert.equal([true, false, 0, 7].map(breadcrumbLimit), [100, 0, 0, 7])
})

test.run()
