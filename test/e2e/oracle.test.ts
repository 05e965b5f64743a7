import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashDocument, FrameRecord, ScopeRecord } from '../../src/model'
import { compare, nodes, run, type Compared } from './harness'
import { notation, type Said } from './notation'

const CLI = ['node_modules', 'faultsnap', 'dist', 'cli.mjs'].join('/')

interface OracleTest { program: string, frames: number, isExact?: boolean, nodeArgs?: string[], preload?: string[] }

const ORACLES: readonly OracleTest[] = [
  { program: 'primitives.js', frames: 1, isExact: true },
  { program: 'collections.js', frames: 1, isExact: true },
  { program: 'objects.js', frames: 1, isExact: true },
  { program: 'exotic.js', frames: 1 },
  { program: 'scopes.cjs', frames: 4 },
  { program: 'receivers.cjs', frames: 11 },
  { program: 'module.mjs', frames: 1, isExact: true, preload: ['--import', 'faultsnap/register'] },
]

for (const node of nodes) {
  for (const { program, frames, isExact, preload } of ORACLES) {
    // No time limit: the machine may be busy, and what is compared is all of it.
    const done = settle(compare(`oracle/${program}`, {
      node, files: ['oracle/oracle.cjs'], env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000' }, ...(preload && { preload }),
    }))
    test(`${program}: the capsule says of the variables what the program said (Node ${node.version})`, async () => {
      const compared = (await done)()
      const { crash } = capsuleOf(compared)
      const told = toldBy(compared, 'ORACLE').map(line => JSON.parse(line) as Said)
      assert.is(told.length, frames, 'frames that the program told of')
      for (const said of told) assertFrame(crash, said, isExact === true)
      assert.is(compared.recorded.stdout, compared.bare.stdout)
    })
  }

  const untouched = settle(compare('oracle/untouched.js', { node, env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000' } }))
  test(`no getter, trap or conversion of the program runs (Node ${node.version})`, async () => {
    const compared = (await untouched)()
    assert.is(compared.bare.stdout, '{}\n')
    assert.is(compared.recorded.stdout, '{}\n')
    const variables = capsuleOf(compared).crash.frames[0]!.scopes[0]!.variables.map(({ name }) => name)
    for (const name of ['noisy', 'proxy', 'onProxy', 'key', 'bytes']) assert.ok(variables.includes(name), name)
  })

  let printed = ''
  const got: Record<string, string> = {}
  const paths: Record<string, string> = {
    count: '3', 'list[1][1].three': '3', 'map.get("a")': '1', 'map.get(2).get("deep")[0]': 'true', big: '12345678901234567890n',
    'account.#level': 'no. 7', 'account.owner.first': 'Ann', 'circle.list[0].list.length': '1', nan: 'NaN', minusZero: '-0',
    missing: 'undefined', text: 'text', 'text.length': '4', 'set.size': '2', symbol: 'Symbol(sign)',
  }
  const plain = settle(compare('oracle/plain.js', {
    node,
    env: { FAULTSNAP_UNCAUGHT_PAUSE_MS: '60000' },
    afterwards: async dir => {
      printed = (await run([node.path, CLI, 'vars', 'latest', '--json', '--frame', '0'], dir)).stdout
      for (const path of node === nodes[0] ? Object.keys(paths) : ['map.get(2).get("deep")[0]']) {
        got[path] = (await run([node.path, CLI, 'get', 'latest', path], dir)).stdout.trim()
      }
    },
  }))
  test(`faultsnap vars and get say what the program said (Node ${node.version})`, async () => {
    const [told] = toldBy((await plain)(), 'PLAIN')
    const [frame] = JSON.parse(printed) as { function: string, variables: { name: string, scope: string, value: unknown }[] }[]
    assert.is(frame!.function, 'plain')
    const locals = frame!.variables.filter(({ scope }) => scope === 'local').map(({ name, value }) => [name, value])
    assert.equal(Object.fromEntries(locals), JSON.parse(told!))
    for (const [path, text] of Object.entries(got)) assert.is(text, paths[path], path)
  })
}

/** A promise that nobody waits for yet; its failure is kept until then. */
function settle<T> (promise: Promise<T>): Promise<() => T> {
  return promise.then(value => () => value, (error: unknown) => () => { throw error })
}

function capsuleOf ({ capsules, recorded }: Compared): Compared['capsules'][0] {
  assert.is(capsules.length, 1, `capsules; ${recorded.notices.join('\n')} ${recorded.stderr}`)
  return capsules[0]!
}

function toldBy ({ recorded }: Compared, mark: string): string[] {
  return recorded.stdout.split('\n').filter(line => line.startsWith(`${mark} `)).map(line => line.slice(mark.length + 1))
}

function assertFrame (crash: CrashDocument, said: Said, isExact: boolean): void {
  const frame = crash.frames.find(({ function: name }) => name === said.frame)
  if (frame === undefined) {
    throw new Error(`no frame ${said.frame} in ${crash.frames.map(({ function: name }) => name).join(', ')}`)
  }
  const seen = new Map<number, number>()
  let next = 0
  for (const [type, variables] of said.scopes) {
    const names = variables.map(([name]) => name)
    const at = frame.scopes.findIndex((scope, index) => index >= next && scope.type === type && has(scope, names))
    assert.ok(at >= 0, `${said.frame} has no further ${type} scope with ${names.join(' ')}, only ${describe(frame)}`)
    const scope = frame.scopes[at]!
    next = at + 1
    for (const [name, told] of variables) {
      const { value } = scope.variables.find(variable => variable.name === name)!
      assertTold(notation(crash, value, seen), told, `${said.frame}: ${type} ${name}`)
    }
    if (isExact && type === 'local') assert.equal(scope.variables.map(({ name }) => name).sort(), names.sort(),
      `locals of ${said.frame}`)
    assert.is(scope.cut, undefined)
  }
  if ('self' in said) assertTold(notation(crash, frame.this!, seen), said.self, `this of ${said.frame}`)
}

/** As text: uvu's own comparison gives up on lists of lists of different kinds. */
function assertTold (recorded: unknown, told: unknown, message: string): void {
  assert.is(sorted(recorded), sorted(told), message)
}

function sorted (value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => typeof inner !== 'object' || inner === null || Array.isArray(inner)
    ? inner
    : Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1)), 1)
}

function has (scope: ScopeRecord, names: readonly string[]): boolean {
  return names.every(name => scope.variables.some(variable => variable.name === name))
}

function describe (frame: FrameRecord): string {
  return frame.scopes.map(({ type, variables }) => `${type} (${variables.map(({ name }) => name).join(' ')})`).join(', ')
}

test.run()
