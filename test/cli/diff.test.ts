import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashRecord } from '../../src/model'
import { BundledCli } from '../helpers/bundled-cli'
import { UNSAFE, writeHostileCapsule } from '../helpers/hostile-capsule'
import { crashDocument, crashRecord, frame, Graph, scope, writeCapsule, writeShopCapsule } from '../helpers/crash-record'

let cli: BundledCli
let repository: string
test.before(async () => {
  cli = new BundledCli()
  repository = join(cli.dir, 'FaultSnaps')
  for (let run = 0; run < 3; run++) await store(run, 'c0ffee00')
  await store(3, 'deadbeef')
  await writeShopCapsule(cli.dir)
})
test.after(() => cli.remove())

/** Stores a capsule where a repository has it. `run` is told in its id, its time and an order that varies. */
async function store (run: number, fingerprint: string): Promise<void> {
  const graph = new Graph()
  const order = graph.object({ id: run, country: 'XI', customer: run % 2 === 0 ? 'Ada' : { type: 'undefined' } })
  const frames = [frame({ function: 'tax', scopes: [scope('local', { order, rate: { type: 'undefined' } })] })]
  const record: Partial<CrashRecord> = { id: `0000000${run}`, capturedAt: `2026-06-13T23:29:3${run}.000Z` }
  const folder = join(repository, 'Error/2026-06-13', fingerprint)
  mkdirSync(folder, { recursive: true })
  await writeCapsule(join(folder, `crash_23293${run}_0000000${run}.faultsnap`),
    crashRecord(crashDocument(frames, graph.nodes), record), {},
    { fingerprint: fingerprint.repeat(8) })
}

test('two crashes: only what differs, by path, one line each', () => {
  const { code, stdout, stderr } = cli.run(['diff', '00000000', '00000001'])
  assert.equal([code, stderr], [0, ''])
  assert.equal(stdout.trimEnd().split('\n'), [
    '--- 00000000  2026-06-13T23:29:30.000Z  Error',
    '+++ 00000001  2026-06-13T23:29:31.000Z  Error',
    '',
    'Variables',
    '~ frame 0 order.id: 0 → 1',
    '~ frame 0 order.customer: \'Ada\' → undefined',
  ])
  assert.match(cli.run(['diff', '00000000', '00000001', '--all']).stdout, /^ {2}frame 0 rate: undefined$/m)
  assert.match(cli.run(['diff', '00000000', '00000001', '--all']).stdout, /^ {2}fingerprint: c0ffee00/m)
})

test('--json has the same, and equal parts with --all', () => {
  const shape = JSON.parse(cli.run(['diff', '00000000', '00000001', '--json']).stdout)
  assert.equal(shape.a, { id: '00000000', capturedAt: '2026-06-13T23:29:30.000Z', fingerprint: 'c0ffee00'.repeat(8) })
  assert.equal(shape.variables.map(({ path, kind, frameA, frameB, scope: of }: Record<string, unknown>) =>
    [path, kind, frameA, frameB, of]),
    [['order.id', 'changed', 0, 0, 'local'], ['order.customer', 'changed', 0, 0, 'local']])
  assert.equal(shape.variables[1].a, { type: 'string', preview: '\'Ada\'', value: 'Ada' })
  assert.equal([shape.frames, shape.exception, shape.process], [[], [], []])
  const all = JSON.parse(cli.run(['diff', '00000000', '00000001', '--json', '--all']).stdout)
  assert.equal(all.frames.map(({ status }: { status: string }) => status), ['same'])
  assert.ok(all.variables.some(({ path, kind }: Record<string, unknown>) => path === 'rate' && kind === 'equal'))
  assert.ok(all.process.some(({ name, isVolatile }: Record<string, unknown>) => name === 'pid' && isVolatile === true))
})

test('--group ranks what all capsules of a fingerprint have, and shows what varies', () => {
  const { code, stdout, stderr } = cli.run(['diff', '--group', 'c0ffee'])
  assert.equal([code, stderr], [0, ''])
  assert.match(stdout, /^3 capsules of Error, fingerprint c0ffee00c0ffee00$/m)
  assert.match(stdout, /^ \d\. frame 0 order\.country = 'XI' {2}\(same in 3 of 3; [^)]*siblings vary\)$/m)
  assert.match(stdout, /^ \d\. frame 0 rate = undefined/m)
  assert.match(stdout, /^ {2}frame 0 order\.id: 2, 1, 0 {2}\(3 distinct in 3\)$/m)
  const shape = JSON.parse(cli.run(['diff', '--group', 'c0ffee', '--json', '--limit', '1']).stdout)
  assert.equal([shape.capsules, shape.constants.length, shape.varying.length, shape.constants[0].rank], [3, 1, 1, 1])
  assert.match(cli.run(['diff', '--group', 'c0ffee', '--limit', '1']).stdout, /… 1 more, see --limit/)
})

test('says what is wrong, in one line', () => {
  const hint = ' "faultsnap diff --help" shows how to use it.\n'
  const cases: [string[], number, string][] = [
    [['diff', '00000000'], 2, `diff: expected two capsules, or --group and a fingerprint.${hint}`],
    [['diff'], 2, `diff: expected two capsules, or --group and a fingerprint.${hint}`],
    [['diff', '00000000', '--group', 'c0ffee'], 2, `diff: expected two capsules or --group, got both.${hint}`],
    [['diff', '--group', 'c0ffee', '--limit', '0'], 2, `--limit: expected a whole number from 1, got "0".${hint}`],
    [['diff', '--group', 'deadbeef'], 1,
      'Only one capsule has the fingerprint deadbeefdeadbeef: to see what crashes have in common ' +
      'takes two or more. "faultsnap inspect" shows the one.\n'],
    [['diff', '--group', 'abcd'], 1, 'No capsule has the id or fingerprint "abcd". See "faultsnap list".\n'],
    [['diff', 'none.faultsnap', '00000000'], 1,
      `${join(cli.dir, 'none.faultsnap')} does not exist. Give the path of a .faultsnap file.\n`],
  ]
  for (const [args, code, message] of cases) {
    assert.equal(cli.run(args), { code, signal: null, stdout: '', stderr: `faultsnap: ${message}` }, args.join(' '))
  }
})

test('a capsule of the group that cannot be read is left out, and said so', () => {
  const folder = join(repository, 'Error/2026-06-13/c0ffee00')
  const broken = join(folder, 'crash_232939_00000009.faultsnap')
  copyFileSync(join(folder, 'crash_232930_00000000.faultsnap'), broken)
  cli.run(['list'])
  writeFileSync(broken, 'PK\u0003\u0004 not a ZIP any more')
  const { code, stdout, stderr } = cli.run(['diff', '--group', 'c0ffee'])
  assert.is(code, 0)
  assert.match(stderr, /^Left out: .*crash_232939_00000009\.faultsnap is damaged/)
  assert.match(stdout, /^3 capsules of Error/)
})

test('hostile text stays text, in a difference and in a ranking', async () => {
  const dir = join(cli.dir, 'hostile/Error/2026-06-13/c0ffee00')
  mkdirSync(dir, { recursive: true })
  const names = ['1eaee421', '1eaee422'].map(id => `crash_23293${id.at(-1)}_${id}.faultsnap`)
  for (const name of names) await writeHostileCapsule(dir, name)
  const [a, b] = names.map(name => join(dir, name))
  const commands = [['diff', a!, b!, '--all'], ['diff', a!, 'shop.faultsnap'], ['diff', 'shop.faultsnap', a!],
    ['diff', '--group', 'c0ffee', '--repo', join(cli.dir, 'hostile')], ['verify', a!]]
  for (const command of commands) {
    for (const options of [[], ['--json']]) {
      const { code, stdout, stderr } = cli.run([...command, ...options])
      assert.equal([code === 0 || command[0] === 'verify', stderr], [true, ''], command.join(' '))
      assert.not.match(stdout.replaceAll('\n', ''), UNSAFE, command.join(' '))
      assert.ok(stdout.includes('202e'), command.join(' '))
    }
  }
})

test.run()
