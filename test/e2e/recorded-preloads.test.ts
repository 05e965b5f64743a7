import { existsSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { root } from './installed'
import { framePlace } from '../../src/values/frame-place'
import { stackTextLines } from '../../src/view/stack-text'
import { crashTest, lineOf, type CrashTest } from './crash-test'

const timer = {
  signal: 'uncaughtException', type: 'TypeError', message: "Cannot read properties of undefined (reading 'city')", at: 'bill',
  variables: { total: 7 },
}
const typed = {
  signal: 'uncaughtException', type: 'RangeError', message: 'too many: 2', at: 'sum',
  variables: { prices: [2, 3], 'order.id': 1 },
}
const tsx = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
const tsxCli = join(root, 'node_modules/tsx/dist/cli.mjs')

const preloads: [string, CrashTest][] = [
  ['-r', {}],
  ['--import', { preload: ['--import', 'faultsnap/register'] }],
  ['both at once', { preload: ['-r', 'faultsnap/register', '--import', 'faultsnap/register'] }],
  ['NODE_OPTIONS', { preload: [], recordedEnv: { NODE_OPTIONS: '--require faultsnap/register' } }],
  ['NODE_OPTIONS and -r', { recordedEnv: { NODE_OPTIONS: '--import faultsnap/register' } }],
]
for (const [title, plan] of preloads) {
  crashTest(`one capsule comes of ${title}`, 'timer.js', {
    ...plan,
    code: 1,
    capsule: timer,
    check: ({ recorded, dir, capsules }) => {
      const saved = recorded.notices.filter(line => line.startsWith('[FaultSnap] Crash captured. Saved to '))
      assert.equal(recorded.notices, saved, 'says one thing')
      assert.is(saved.length, 1)
      const path = saved[0]!.slice('[FaultSnap] Crash captured. Saved to '.length)
      assert.match(path, /^FaultSnaps\/TypeError\/\d{4}-\d\d-\d\d\/[0-9a-f]{8}\/crash_\d{6}_[0-9a-f]{8}\.faultsnap$/)
      assert.is(join(dir, path), capsules[0]!.file)
    },
  })
}

for (const title of ['-r', '--import']) {
  const preload = [title, 'faultsnap/register']
  crashTest(`an ES module is recorded with ${title}`, 'esm-live-binding.mjs', {
    preload, code: 1, capsule: { type: 'Error', message: '3 parts', at: 'visit', variables: { visits: 2 } },
  })
  crashTest(`TypeScript through tsx is recorded with ${title}`, 'typed.ts', {
    preload, nodeArgs: ['--import', tsx], code: 1, capsule: typed,
  })
}

crashTest('who waits in TypeScript stands in its own line, and the text of the stack is the one that Node prints', 'typed-async.ts', {
  nodeArgs: ['--import', tsx],
  code: 1,
  capsule: { signal: 'unhandledRejection', type: 'RangeError', message: 'no order 3', at: 'load', variables: { 'order.id': 3 } },
  check: ({ recorded }, capsule) => {
    const waiting = framePlace(capsule.crash.frames.find(({ kind }) => kind === 'async')!)
    assert.equal([waiting.function, waiting.line], ['show', lineOf('crashes/typed-async.ts', '// waits here')])
    const printed = recorded.stderr.split('\n').map(line => line.trim()).filter(line => /^at .*typed-async/.test(line))
    assert.equal(stackTextLines(capsule.crash), printed)
  },
})

crashTest('TypeScript through the tsx command line is recorded once, in the child', 'typed.ts', {
  preload: [],
  entry: [tsxCli, 'typed.ts'],
  recordedEnv: { NODE_OPTIONS: '--require faultsnap/register' },
  code: 1,
  capsule: typed,
})

crashTest('TypeScript through Node\'s own type stripping is recorded', 'typed.ts', {
  on: ({ version, minor }) => version === '26' || (version === '22' && minor >= 18) || (version === '24' && minor >= 3),
  code: 1,
  capsule: typed,
})

crashTest('a program is recorded with --enable-source-maps', 'timer.js', {
  nodeArgs: ['--enable-source-maps'], code: 1, capsule: timer,
})

crashTest('TypeScript is recorded with --enable-source-maps', 'typed.ts', {
  nodeArgs: ['--enable-source-maps', '--import', tsx], code: 1, capsule: typed,
})

crashTest('install() from code records', 'installs.mjs', {
  preload: [],
  code: 1,
  capsule: {
    signal: 'uncaughtException', type: 'Error', message: 'no bill for 3', at: 'bill',
    variables: { order: { id: 3 }, 'nested.a': { b: { missing: 'depth' } } },
  },
  // Bare, it records too: what is compared are two recorded runs.
  before: dir => writeFileSync(join(dir, 'faultsnap.config.json'), '{"repositoryDir":"bare"}'),
  recordedEnv: { FAULTSNAP_REPOSITORY_DIR: 'FaultSnaps' },
})

crashTest('faultsnap run injects the agent by its path, keeps NODE_OPTIONS, and ends with one line', 'timer.js', {
  env: { NODE_OPTIONS: '--no-warnings' },
  recordedCommand: (dir, bare) => [bare[0]!, join(dir, 'node_modules/faultsnap/dist/cli.mjs'), 'run', '--', ...bare],
  code: 1,
  stdout: 'total 7\n',
  capsule: timer,
  check: ({ recorded }) => assert.is(recorded.notices.length, 1, recorded.notices.join('\n')),
})

crashTest('faultsnap run passes stdin through and records scripts read from it', '', {
  entry: ['-'],
  stdin: 'const pages = 3\nconsole.log(pages)\nnull.pages\n',
  recordedCommand: (dir, bare) => [bare[0]!, join(dir, 'node_modules/faultsnap/dist/cli.mjs'), 'run', '--', ...bare],
  code: 1,
  stdout: '3\n',
  capsule: { type: 'TypeError', message: "Cannot read properties of null (reading 'pages')" },
})

crashTest('a script of -e is recorded', '', {
  entry: ['-e', 'const pages = 3\nconsole.log(pages)\nnull.pages'],
  code: 1,
  stdout: '3\n',
  capsule: { type: 'TypeError', message: "Cannot read properties of null (reading 'pages')" },
})

crashTest('quiet: the capsule is written and nothing is said', 'timer.js', {
  recordedEnv: { FAULTSNAP_QUIET: '1' },
  code: 1,
  capsule: timer,
  check: ({ recorded }) => assert.equal(recorded.notices, []),
})

crashTest('enabled: false in the configuration file leaves nothing, not even a word', 'timer.js', {
  texts: { 'faultsnap.config.json': '{ "enabled": false }' },
  code: 1,
  check: ({ recorded }) => assert.equal(recorded.notices, []),
})

crashTest('FAULTSNAP_ENABLED=false leaves nothing', 'timer.js', { recordedEnv: { FAULTSNAP_ENABLED: 'false' }, code: 1 })

crashTest('a signal that is not listed writes nothing', 'timer.js', { recordedEnv: { FAULTSNAP_SIGNALS: 'exit' }, code: 1 })

crashTest('another repository folder is used, made where it is missing', 'timer.js', {
  recordedEnv: { FAULTSNAP_REPOSITORY_DIR: 'var/crashes' },
  code: 1,
  afterwards: dir => {
    assert.ok(existsSync(join(realpathSync(dir), 'var/crashes/index.json')))
  },
})

test.run()
