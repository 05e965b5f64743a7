import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { packCrash } from '../../src/pack/pack-crash'
import { writeSpool } from '../../src/repository/spool'
import { BundledCli } from '../helpers/bundled-cli'
import { crashDocument, crashRecord, frame } from '../helpers/crash-record'

let cli: BundledCli
let repositoryDir: string
test.before(() => { cli = new BundledCli() })
test.after(() => cli.remove())
test.before.each(() => { repositoryDir = join(cli.dir, 'FaultSnaps') })
test.after.each(() => rmSync(repositoryDir, { recursive: true, force: true }))

const record = (id: string, capturedAt: string, type: string) =>
  crashRecord(crashDocument([frame({ function: `in${type}` })], [], {
  exception: { type, message: `message of ${type}`, stack: `${type}: x\n    at in${type} (/srv/shop/app.js:1:1)`, value: null },
}), { id, capturedAt, packing: { ...crashRecord(crashDocument()).packing, repositoryDir } })

const recent = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString()

test('lists crashes newest first, finds them by every reference, and names the newest', async () => {
  await packCrash(record('00000001', recent(2), 'RangeError'))
  await packCrash(record('00001e50', recent(1), 'TypeError'))
  const crashes = JSON.parse(cli.run(['list', '--json']).stdout)
  assert.equal(crashes.map((crash: any) => [crash.id, crash.exception.type]),
    [['00001e50', 'TypeError'], ['00000001', 'RangeError']])
  const [newest, oldest] = crashes
  const inspected = (...args: string[]): string => JSON.parse(cli.run(['inspect', '--json', ...args]).stdout).id
  assert.equal([
    inspected('latest'), inspected('00000001'), inspected(oldest.fingerprint.slice(0, 12)), inspected(newest.file),
      inspected(newest.fingerprint),
  ], ['00001e50', '00000001', '00000001', '00001e50', '00001e50'])
  assert.equal(cli.run(['latest']), { code: 0, signal: null, stdout: `${newest.file}\n`, stderr: '' })
  assert.equal(JSON.parse(cli.run(['latest', '--json']).stdout), newest)
  const text = cli.run(['list']).stdout.split('\n')
  assert.match(text[0]!, /^00001e50  .*TypeError: message of TypeError/)
  assert.match(text[1]!, /^00000001  .*RangeError/)
  const { code, stderr } = cli.run(['inspect', 'ffff'])
  assert.is(code, 1)
  assert.match(stderr, /^faultsnap: [^\n]*ffff[^\n]*\n$/)
})

test('finds the repository by --repo, the configuration and upward', async () => {
  await packCrash(record('00000001', recent(1), 'TypeError'))
  const deep = join(cli.dir, 'a', 'b')
  mkdirSync(deep, { recursive: true })
  const count = (args: string[], env: Record<string, string> = {}, cwd = deep): number =>
    JSON.parse(cli.run(['list', '--json', ...args], { env, cwd }).stdout).length
  assert.is(count([]), 1)
  assert.is(count(['--repo', '../../FaultSnaps']), 1)
  assert.is(count(['--repo', 'none']), 0)
  assert.is(count([], { FAULTSNAP_REPOSITORY_DIR: repositoryDir }, cli.home), 1)
  assert.is(count([], {}, cli.home), 0)
  writeFileSync(join(deep, 'faultsnap.config.json'), JSON.stringify({ repositoryDir: '../../FaultSnaps', maxDeph: 1 }))
  const { stdout, stderr } = cli.run(['list', '--json'], { cwd: deep })
  assert.is(JSON.parse(stdout).length, 1)
  assert.match(stderr, /unknown option "maxDeph", did you mean "maxDepth"\?/)
})

test('says that there are none', () => {
  assert.equal(cli.run(['list']), { code: 0, signal: null, stdout: '', stderr: `No crash is recorded in ${repositoryDir}, which does not exist\n` })
  assert.equal(cli.run(['list', '--json']).stdout, '[]\n')
  const { code, stdout, stderr } = cli.run(['latest'])
  assert.equal([code, stdout], [1, ''])
  assert.is(stderr, `faultsnap: No crash is recorded in ${repositoryDir}, which does not exist. Give another folder with --repo.\n`)
  assert.is(cli.run(['inspect', 'latest']).code, 1)
  for (const args of [['stats'], ['clean'], ['search', 'x']]) {
    assert.equal(cli.run(args), { code: 0, signal: null, stdout: '', stderr: `No crash is recorded in ${repositoryDir}, which does not exist\n` }, args[0])
  }
  assert.equal(JSON.parse(cli.run(['clean', '--json']).stdout), { isDryRun: false, bytes: 0, kept: 0, removed: [] })
  mkdirSync(repositoryDir)
  assert.is(cli.run(['list']).stderr, `No crash is recorded in ${repositoryDir}\n`)
})

test('a repository that is a file, and a capsule that is a folder, are named as what they are', () => {
  const file = join(cli.dir, 'file.txt')
  writeFileSync(file, '')
  assert.equal(cli.run(['list', '--repo', 'file.txt']), { code: 1, signal: null, stdout: '',
    stderr: `faultsnap: --repo: ${file} is no folder. Give the folder with the capsules in it.\n` })
  for (const folder of ['.', cli.dir]) {
    const { code, stderr } = cli.run(['inspect', folder])
    assert.is(code, 1)
    assert.match(stderr, / is a folder, not a capsule\. Give the path of a \.faultsnap file/)
  }
})

test('a capsule that cannot be read is left out, and that is said', () => {
  const repo = join(cli.dir, 'damaged')
  const folder = join(repo, 'TypeError/2026-06-13/8c04f2a8')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'crash_232934_1eaee423.faultsnap')
  writeFileSync(file, 'PK nothing')
  const { code, stdout, stderr } = cli.run(['list', '--json', '--repo', repo])
  assert.equal([code, stdout], [0, '[]\n'])
  assert.match(stderr, `A capsule cannot be read and is left out: "faultsnap verify ${file}" says why\n`)
})

test('packs crashes that their program had no time for', () => {
  // A process id that no system gives: its program is gone.
  const spooled = record('0badc0de', recent(0), 'TypeError')
  writeSpool(repositoryDir, { ...spooled, process: { ...spooled.process, pid: 2 ** 30 } })
  assert.is(JSON.parse(cli.run(['inspect', 'latest', '--json']).stdout).id, '0badc0de')
})

test.run()
