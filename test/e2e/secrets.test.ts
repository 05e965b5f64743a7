import { transformSync } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { compare, fixtures, nodes, type Compared, type RunPlan } from './harness'
import { valueAt } from './crash-test'
import { bytesUnder, leaksIn } from './leaks'

const folder = join(fixtures, 'secrets')
const plant = require(join(folder, 'plant.cjs')) as (name: string) => string

const environment = {
  API_TOKEN: plant('environment token'),
  DATABASE_URL: `postgres://app:${plant('password in an environment url')}@db.test/shop`,
  NPM_CONFIG__AUTH: plant('npm auth'),
  INNOCENT: `copy of ${plant('environment token')} in an innocent variable`,
  SERVICE_CONFIG: JSON.stringify({ endpoint: 'x.test', clientSecret: plant('json in the environment') }),
}
const args = ['--password', plant('flag of the program'), plant('flag of the program'),
  `--secret-key=${plant('flag with value')}`,
  `API_KEY=${plant('assignment argument')}`,
  `https://ann:${plant('url argument')}@api.test/?token=${plant('parameter argument')}`,
  `--header=Authorization: Bearer ${plant('bearer argument')}`, `ghp_${plant('argument by shape')}${plant('argument by shape')}`]

/** Programs that run on all Nodes: what V8 hands out differs between them. The text rules do not. */
const wide = ['names.js', 'copies.js', 'process.js']

let planted = 0

/** The secrets that a fixture's text names, by their name. */
function plantedIn (...fixtureNames: string[]): Map<string, string> {
  const secrets = new Map<string, string>()
  for (const fixture of fixtureNames) {
    const text = readFileSync(join(folder, fixture), 'utf8')
    for (const [, quoted, bare] of text.matchAll(/(?:plant|hex|long)\('([^']+)'\)|PLANT\(([^)]+)\)/g)) {
      const name = (quoted ?? bare)!
      secrets.set(name, plant(name))
    }
  }
  return secrets
}

/** What a run left behind: all bytes of its repository, FaultSnap's own lines, the run log if there is one. */
interface Left { compared: Compared, places: Map<string, Buffer> }

async function leave (program: string, plan: RunPlan): Promise<Left> {
  let places = new Map<string, Buffer>()
  const compared = await compare(program === '' ? '' : `secrets/${program}`, {
    ...plan,
    files: ['secrets/plant.cjs', ...plan.files ?? []],
    env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000', FAULTSNAP_CAPTURE_ENVIRONMENT: 'true', ...plan.env },
    afterwards: async dir => {
      places = await bytesUnder(join(dir, plan.recordedEnv?.FAULTSNAP_REPOSITORY_DIR ?? 'FaultSnaps'))
      const log = join(dir, 'run.log')
      if (existsSync(log)) places.set('run log', readFileSync(log))
      await plan.afterwards?.(dir)
    },
  })
  places.set('stderr', Buffer.from(compared.recorded.notices.join('\n')))
  return { compared, places }
}

function secretsTest (title: string, secrets: Map<string, string>, program: string, plan: RunPlan,
  check?: (left: Left) => void): void {
  planted += secrets.size
  for (const node of wide.includes(program) ? nodes : nodes.slice(-1)) {
    const done = leave(program, { node, ...plan }).then(left => () => left, (error: unknown) => () => { throw error })
    test(`${title} (Node ${node.version})`, async () => {
      const left = (await done)()
      const { notices } = left.compared.recorded
      assert.ok(left.places.size > 4, `written: ${[...left.places.keys()].join(', ')}; ${notices.join('\n')}`)
      const leaks = leaksIn(left.places, secrets)
      if (leaks.length > 0) throw new Error(`${leaks.length} leaks:\n${leaks.join('\n')}`)
      check?.(left)
    })
  }
}

const LOOKALIKES = {
  author: 'Ann', monkey: 'banana12', tokenCount: 128, maxTokens: 4096, key: 'orderId', passwordMinLength: 12,
    cacheKey: 'users:123456',
  columns: ['id', 'email', 'password', 'createdAt'], keyboard: 'qwerty99xx', isToken: 'a-word', secretary: 'Alice Smith',
  query: { page: '2', sort: 'name' }, sha: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'config.db.host': 'db.test',
}

secretsTest('secrets under names reach no byte, what looks like some stays readable',
  plantedIn('names.js').set('number', '73918264'), 'names.js', {},
  ({ compared: { capsules: [capsule] } }) => {
    for (const [path, value] of Object.entries(LOOKALIKES)) assert.equal(valueAt(capsule!, path), value, path)
  })

secretsTest('secrets known by their shape reach no byte', plantedIn('shapes.js').set('card', '4111 1111 1111 1111'),
  'shapes.js', {},
  ({ compared: { capsules: [capsule] } }) => {
    assert.is(valueAt(capsule!, 'notCard'), '5500 0000 0000 0005')
    assert.is(valueAt(capsule!, 'commit'), '0123456789abcdef0123456789abcdef01234567')
    assert.is(valueAt(capsule!, 'id'), '3f2504e0-4f89-41d3-9a0c-0305e82c3301')
  })

secretsTest('copies of a secret seen under a name reach no byte', plantedIn('copies.js'), 'copies.js', {})

secretsTest('a thrown string reaches no byte with its secrets', plantedIn('primitive.js'), 'primitive.js', {},
  ({ compared: { capsules: [capsule] } }) => assert.match(capsule!.crash.exception.message, /^failed with /))

const outside = plantedIn('process.js')
for (const name of ['environment token', 'password in an environment url', 'npm auth', 'json in the environment',
  'flag of the program',
  'flag with value', 'assignment argument', 'url argument', 'parameter argument', 'bearer argument', 'argument by shape']) {
  outside.set(name, plant(name))
}
secretsTest('secrets of the environment, the arguments and the requests reach no byte', outside, 'process.js', {
  args, env: environment, nodeArgs: ['-C', environment.API_TOKEN, '--title', `app-${environment.API_TOKEN}`],
})

secretsTest('the run log has no secret', plantedIn('primitive.js'), 'primitive.js', {
  recordedCommand: (_, bare) => [bare[0]!, '-e', `
    process.env.FAULTSNAP_RUN_LOG = require('path').resolve('run.log')
    const { status } = require('child_process').spawnSync(process.execPath, ['-r', 'faultsnap/register', 'primitive.js'],
      { stdio: 'inherit' })
    process.exit(status)`],
}, ({ places }) => assert.match(places.get('run log')?.toString() ?? '', '"type":"string"'))

const literals = readFileSync(join(folder, 'literals.js'), 'utf8').replace(/PLANT\(([^)]+)\)/g, (_, name: string) => plant(name))
secretsTest('literals and comments of a source reach no byte', plantedIn('literals.js'), '',
  { texts: { 'literals.js': literals }, entry: ['literals.js'] },
  ({ places }) => {
    const source = [...places].find(([name]) => name.includes('crash_') && name.endsWith(': sources/0.js'))
    assert.match(source?.[1].toString() ?? '', "const isReadable = 'this text stays readable', count = 128")
  })

const original = readFileSync(join(folder, 'original.ts'), 'utf8').replace(/PLANT\(([^)]+)\)/g, (_, name: string) => plant(name))
for (const kind of ['inline', 'external', 'without content'] as const) {
  const { code, map } = transformSync(original, {
    loader: 'ts', sourcefile: 'original.ts', sourcemap: kind === 'inline' ? 'inline' : 'external',
      sourcesContent: kind !== 'without content', format: 'cjs',
  })
  secretsTest(`an original source, ${kind}, reaches no byte with its secrets`, plantedIn('original.ts'), '', {
    texts: kind === 'inline'
      ? { 'app.js': code }
      : { 'app.js': `${code}//# sourceMappingURL=app.js.map\n`, 'app.js.map': map,
        ...(kind === 'without content' && { 'original.ts': original }) },
    entry: ['app.js'],
  }, ({ places }) => {
    const source = [...places].find(([name]) => name.includes('crash_') && name.endsWith('.ts'))
    assert.match(source?.[1].toString() ?? '', "host: 'stays readable'")
  })
}

// The folder of the exception's type cannot be made where a file has its name: the packer fails, the spool file stays.
for (const [title, program, secrets, type] of [
  ['copies', 'copies.js', plantedIn('copies.js'), 'Failure'], ['names', 'names.js', plantedIn('names.js'), 'Error'],
] as const) {
  secretsTest(`a spool file that stays has no secret: ${title}`, secrets, program, blocked(type),
    ({ places, compared }) => {
      assert.is(compared.capsules.length, 0)
      assert.ok([...places.keys()].some(name => /^\.spool[\\/][0-9a-f]{8}\./.test(name)), [...places.keys()].join(', '))
    })
}
secretsTest('a spool file that stays has no secret: an inline source map', plantedIn('original.ts'), '', {
  texts: { 'app.js': transformSync(original, { loader: 'ts', sourcefile: 'original.ts', sourcemap: 'inline',
    format: 'cjs' }).code },
  entry: ['app.js'],
  ...blocked('Error'),
})

function blocked (type: string): RunPlan {
  return {
    recordedEnv: { FAULTSNAP_REPOSITORY_DIR: 'Blocked' },
    before: dir => {
      mkdirSync(join(dir, 'Blocked'))
      writeFileSync(join(dir, 'Blocked', type), 'a file where a folder should be')
    },
  }
}

if (spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') !== true) {
  console.log('note: no `script` of util-linux here, the context block on a terminal is not looked at')
} else {
  secretsTest('the context block on a terminal has no secret', plantedIn('primitive.js'), 'primitive.js', {
    recordedCommand: (_, [node]) => ['script', '-qec', `'${node}' -r faultsnap/register primitive.js`, '/dev/null'],
  }, ({ compared: { recorded } }) => {
    const plain = stripVTControlCharacters(recorded.stdout).replaceAll('\r', '')
    // Ours are the indented lines and the empty ones between them; Node's begin at the margin.
    const [, block] = /(?:^|\n)(\[FaultSnap\][^\n]*\n(?:(?: [^\n]*)?\n)+)/.exec(plain) ?? []
    assert.match(block ?? plain, /\n {2}string: failed with [^]*?\n {2}at primitive \(/)
    const leaks = leaksIn(new Map([['terminal', Buffer.from(block!)]]), plantedIn('primitive.js'))
    if (leaks.length > 0) throw new Error(leaks.join('\n'))
  })
}

test('at least fifty different secrets are planted', () => { assert.ok(planted >= 50, `${planted}`) })

test.run()
