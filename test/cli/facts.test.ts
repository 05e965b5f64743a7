import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readManifest } from '../../src/capsule/read'
import { fingerprintCrash } from '../../src/fingerprint/fingerprint'
import { capsulePath } from '../../src/repository/capsule-path'
import { BundledCli } from '../helpers/bundled-cli'
import { crashDocument, crashRecord, frame, scope, writeCapsule, writeShopCapsule } from '../helpers/crash-record'
import { UNSAFE, writeHostileCapsule } from '../helpers/hostile-capsule'

// env, fingerprint, vars, and stack in a pipe.

let cli: BundledCli
let file: string
let hostile: string
test.before(async () => {
  cli = new BundledCli()
  file = await writeShopCapsule(cli.dir)
  hostile = await writeHostileCapsule(cli.dir)
})
test.after(() => cli.remove())

function lines (...args: string[]): string[] {
  const { code, stdout, stderr } = cli.run(args)
  assert.equal([code, stderr], [0, ''])
  return stdout.trimEnd().split('\n')
}

const json = (...args: string[]): any => JSON.parse(lines(...args, '--json').join('\n'))

const RICH = {
  environment: { policy: 'list' as const, variables: { NODE_ENV: 'production', API_TOKEN: { missing: 'masked' as const },
    EMPTY: '' }, total: 40 },
  process: {
    pid: 4711, ppid: 1, argv: ['/usr/bin/node', '/srv/shop/app.js', '--mode', 'a b'], execArgv: ['--enable-source-maps'],
      cwd: '/srv/shop',
    uptimeS: 1.5, exitCode: 1, title: 'shop', hostname: 'web-1', package: { name: 'shop', version: '1.4.2', dir: '/srv/shop' },
    git: { commit: 'c0ffee', branch: 'main' }, memory: { rss: 3 * 1024 * 1024, heapUsed: 1_000 },
      memoryAtStart: { rss: 1024 * 1024, heapUsed: 2_000 },
    resourceUsage: { userCPUTime: 250_000, systemCPUTime: 0, maxRSS: 2_048 }, activeResources: { Timeout: 2 },
  },
}

test('env shows what the program ran in, masked variables as masked', async () => {
  const rich = await writeCapsule(join(cli.dir, 'rich.faultsnap'), crashRecord(crashDocument(), RICH))
  const shown = lines('env', rich)
  for (const line of [
    '  platform  linux x64', '  package    shop@1.4.2', "  command    /usr/bin/node /srv/shop/app.js --mode 'a b'",
      '  git        c0ffee (main)',
    '  flags      --enable-source-maps', '  host       web-1', '  run time   1.5 s', '  exit code  1',
      '  rss       3.0 MiB, +2.0 MiB since the start',
    '  heapUsed  1000 B, -1000 B since the start', '  userCPUTime  0.250 s', '  maxRSS       2.0 MiB', '  Timeout  2',
    'Environment: 3 of 40 variables, by the option captureEnvironment: a list of names',
    '  NODE_ENV   production', '  API_TOKEN  [masked]', "  EMPTY      ''",
  ]) assert.ok(shown.includes(line), `${line}\n\n${shown.join('\n')}`)
  assert.not.ok(shown.some(line => line.includes('systemCPUTime')))
  const shape = json('env', rich)
  assert.equal(Object.keys(shape), ['id', 'capturedAt', 'runtime', 'process', 'memoryChange', 'thread', 'environment',
    'generator'])
  assert.equal(shape.memoryChange, { rss: 2 * 1024 * 1024, heapUsed: -1_000 })
  assert.equal(shape.environment, { ...RICH.environment, recorded: 3, masked: 1 })
  assert.equal(shape.process, RICH.process)
})

test('env says little of a capsule that knows little', () => {
  const shown = lines('env', file)
  assert.ok(!shown.includes('Memory') && !shown.includes('Active resources'))
  assert.ok(shown.includes(
    'Environment: 1 of 12 variables, by the option captureEnvironment: the list of harmless ones ("safe")'))
  assert.not.ok('memoryChange' in json('env', file))
})

test('fingerprint is 64 digits and nothing else, until it is asked what it is made of', async () => {
  const repository = join(cli.dir, 'repo')
  const crash = crashDocument([
    frame({ function: 'total', file: '/srv/shop/basket.js' }), frame({ function: '', file: '/srv/shop/app.js' }),
    frame({ function: 'emit', file: 'node:events', inApp: false }),
  ])
  const first = crashRecord(crash)
  const fingerprint = fingerprintCrash(crash, first.process)
  const at = ['2026-06-11T10:00:00.123Z', '2026-06-13T10:00:00.000Z', '2026-06-12T10:00:00.000Z']
  for (const [index, capturedAt] of at.entries()) {
    const placed = { id: `1eaee42${index}`, capturedAt, fingerprint, exception: { type: 'Error' } }
    const path = join(repository, capsulePath(placed))
    mkdirSync(dirname(path), { recursive: true })
    await writeCapsule(path, { ...first, ...placed }, {}, { fingerprint })
  }
  assert.equal(lines('fingerprint', '1eaee421', '--repo', repository), [fingerprint])
  const shape = json('fingerprint', '1eaee421', '--repo', repository)
  assert.equal(shape, {
    fingerprint, isCurrent: true,
    parts: [{ kind: 'type', text: 'Error' }, { kind: 'frame', text: 'total basket.js' }, { kind: 'frame', text: ' app.js' }],
    repository, capsules: 3, recorded: 3, firstSeen: at[0], lastSeen: at[1],
  })
  const shown = lines('fingerprint', '1eaee421', '--explain', '--repo', repository)
  for (const line of [fingerprint, '  type   Error', '  frame  total basket.js', '  frame  <anonymous> app.js', 'capsules    3',
    'first seen  2026-06-11T10:00:00.123Z']) assert.ok(shown.includes(line), shown.join('\n'))
})

test('fingerprint says when its parts no longer give it', async () => {
  const { fingerprint } = await readManifest(file)
  assert.equal(lines('fingerprint', file), [fingerprint])
  assert.is(json('fingerprint', file).isCurrent, false)
  assert.ok(lines('fingerprint', file,
    '--explain').some(line => line.startsWith('This version of FaultSnap makes another fingerprint')))
  assert.equal(json('fingerprint', file).capsules, 0)
})

test('vars lists variables of a name, exactly or by * and ?', () => {
  const names = (pattern: string): string[] => json('vars', file, '--name', pattern).flatMap((frame: any) =>
    frame.variables.map((variable: any) => `${frame.frame} ${variable.name}`))
  assert.equal(names('sum'), ['0 sum', '1 sum'])
  assert.equal(names('SUM'.toLowerCase()), ['0 sum', '1 sum'])
  assert.equal(names('s?m'), ['0 sum', '1 sum'])
  assert.equal(names('*e*'), ['0 item', '0 token', '0 late', '0 rates', '0 numbers', '0 when'])
  assert.equal(names('*'),
    json('vars', file).flatMap((frame: any) => frame.variables.map((each: any) => `${frame.frame} ${each.name}`)))
  const none = cli.run(['vars', file, '--name', 'Sum'])
  assert.equal([none.code, none.stdout, none.stderr],
    [1, '', 'faultsnap: No frame has a variable "Sum", did you mean "sum"? (of 2 of 4 frames not all variables were recorded)\n'])
  assert.is(cli.run(['vars', file, '--name', 's.m']).code, 1, 'a pattern is no regular expression')
  assert.equal(lines('vars', file, '--name', 'only'), ['1 checkout  dist/app.js:10:3', '  local  only  string  \'here\''])
})

test('vars prints values as trees to a depth', () => {
  assert.equal(lines('vars', file, '--frame', '0', '--name', 'this', '--depth', '3'), [
    '0 Basket.total  src/basket.ts:4:51', '  this  this  Basket',
    '      items: Array(2)', '        0: Object', '          id: 1', '          price: { amount: 5 }', '        1: Object',
    '          id: 2', '          price: undefined', '      owner: \'\\x1B[31mred\\u{202e}\'', '      self: [Circular]',
      '      #secret: [masked]',
  ])
  assert.equal(lines('vars', file, '--name', 'rates', '--depth', '1').slice(1), ['  module  rates  Map(2)',
    '      \'EUR\' => 1', '      7 => \'seven\''])
  const value = (depth: string): unknown => json('vars', file, '--frame', '0', '--name', 'this', '--depth',
    depth)[0].variables[0].value.items
  assert.equal([value('1'), value('2')], [{ missing: 'depth' }, [{ missing: 'depth' }, { missing: 'depth' }]])
  for (const depth of ['0', '101', 'x', '']) assert.is(cli.run(['vars', file, '--depth', depth]).code, 2, depth)
  assert.is(cli.run(['vars', file, '--depth', '100']).code, 0)
})

test('vars cuts nothing to a width in a pipe', async () => {
  const text = 'a'.repeat(9_000)
  const long = await writeCapsule(join(cli.dir, 'wide.faultsnap'), crashRecord(crashDocument(
    [frame({ function: 'f', scopes: [scope('local', { text, longer: 'b'.repeat(20_000) })] })])))
  const [, first, second, ...rest] = lines('vars', long)
  assert.equal(rest, [])
  assert.ok(first!.endsWith(`'${text}'`))
  assert.match(second!, /b…$/)
})

test('stack is a plain tree in a pipe, code of others folded, and the waiting callers a branch of it', () => {
  assert.equal(lines('stack', file), [
    'TypeError: Cannot read properties of undefined (reading \'amount\')',
    '├─> 0  Basket.total  src/basket.ts:4:51',
    '├── 1  checkout      dist/app.js:10:3',
    '├── … 1 frame of node',
    '├── await',
    '│   └── 3  async main  dist/app.js:21:5',
    '└── caused by RangeError: no price',
  ])
  assert.is(lines('stack', file, '--all')[3], '├── 2  emit          node:events:520:29')
  assert.equal(json('stack', file).map((each: any) => each.index), [0, 1, 2, 3])
})

test('stack names the packages of what it folds, and tells of a folded recursion', async () => {
  const of = (path: string, rest = {}): ReturnType<typeof frame> => frame({ function: 'f', file: path, inApp: false, ...rest })
  const crash = crashDocument([
    frame({ function: 'handler', folded: { length: 2, repetitions: 7 } }),
    of('/srv/shop/node_modules/express/lib/router.js'), of('/srv/node_modules/.pnpm/x@1/node_modules/@scope/x/a.js'),
    of('C:\\shop\\node_modules\\@scope\\y\\a.js'), of('node:net', { folded: { length: 1, repetitions: 3 } }),
    of(''),
    frame({ function: 'main' }),
  ])
  const capsule = await writeCapsule(join(cli.dir, 'folded.faultsnap'), crashRecord(crash))
  assert.equal(lines('stack', capsule).slice(1), [
    '├─> 0  handler  app.js:1:1  (the last 2 repeated 7 more times)',
    '├── … 5 frames of express, @scope/x, @scope/y, node, and 3 that repeat them',
    '└── 6  main     app.js:1:1',
  ])
})

test('no command obeys what a hostile capsule says', () => {
  for (const args of [['stack'], ['stack', '--all'], ['vars'], ['vars', '--depth', '5'], ['env'], ['fingerprint', '--explain'],
    ['inspect']]) {
    for (const line of lines(args[0]!, hostile, ...args.slice(1))) assert.not.match(line, UNSAFE, args.join(' '))
  }
  for (const args of [['stack'], ['vars'], ['env'], ['fingerprint']]) assert.not.match(lines(args[0]!, hostile,
    '--json').join(''), UNSAFE)
})

test.run()
