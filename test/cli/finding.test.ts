import { mkdirSync, readdirSync, readFileSync, existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { packCrash } from '../../src/pack/pack-crash'
import { BundledCli } from '../helpers/bundled-cli'
import { HOSTILE, UNSAFE } from '../helpers/hostile-capsule'
import { sampleRecord } from '../pack/sample-record'

let cli: BundledCli
const DAY_MS = 86_400_000
const now = Date.now()

/** Crashes of three bugs over twelve days: seven of one, four of another (with a secret-looking name in a variable), one hostile. */
test.before(async () => {
  cli = new BundledCli()
  const repositoryDir = join(cli.dir, 'FaultSnaps')
  const store = async (id: number, daysAgo: number, type: string, message: string): Promise<void> => {
    const record = sampleRecord(repositoryDir)
    record.id = id.toString(16).padStart(8, '0')
    record.capturedAt = new Date(now - daysAgo * DAY_MS - id * 1000).toISOString()
    record.crash.exception = { ...record.crash.exception, type, message, stack: `${type}: ${message}\n    at f (/srv/app.js:1:1)` }
    record.packing = { ...record.packing, html: false, maxDaysToKeep: 10_000 }
    await packCrash(record)
  }
  for (let index = 0; index < 7; index++) await store(index + 1, index * 2, 'TypeError', 'no price for tea')
  for (let index = 0; index < 4; index++) await store(index + 100, index * 3, 'RangeError', 'too many mugs')
  await store(500, 1, HOSTILE, HOSTILE)
})
test.after(() => cli.remove())

interface Listed { id: string, capturedAt: string, fingerprint: string, exception: { type: string }, path: string, bytes: number }
const list = (...args: string[]): Listed[] => JSON.parse(cli.run(['list', '--json', ...args]).stdout) as Listed[]

test('list is narrowed by time, type, fingerprint, signal and count, newest first', () => {
  const all = list()
  assert.is(all.length, 12)
  assert.equal(all.map(({ capturedAt }) => capturedAt), all.map(({ capturedAt }) => capturedAt).sort().reverse())
  assert.is(list('--limit', '1').length, 1)
  assert.is(list('-n', '12').length, 12)
  assert.is(list('--type', 'rangeerror').length, 4)
  assert.equal(list('--since', '5d').map(({ id }) => id).sort(), ['00000001', '00000002', '00000003', '00000064', '00000065', '000001f4'])
  assert.is(list('--since', new Date(now - 100 * DAY_MS).toISOString()).length, 12)
  assert.is(list('--since', '1h').length, 2)
  assert.is(list('--signal', 'exit').length, 0)
  const { fingerprint } = all.find(({ exception }) => exception.type === 'RangeError')!
  assert.is(list('--fingerprint', fingerprint.slice(0, 6).toUpperCase()).length, 4)
})

test('list --group has a row for each bug, with its count, first and last time', () => {
  const groups = JSON.parse(cli.run(['list', '--group', '--json']).stdout) as { count: number, firstSeen: string, lastSeen: string, exception: { type: string } }[]
  assert.equal(groups.map(({ count }) => count).sort(), [1, 4, 7])
  const [tea] = groups.filter(({ exception }) => exception.type === 'TypeError')
  assert.is(Math.round((Date.parse(tea!.lastSeen) - Date.parse(tea!.firstSeen)) / DAY_MS), 12)
  assert.is(cli.run(['list', '--group']).stdout.trimEnd().split('\n').length, 3)
})

test('a wrong limit, time, fingerprint, size or shell is told, with exit code 2', () => {
  const cases: [string[], string][] = [
    [['list', '--limit', '0'], '--limit: expected a whole number from 1, got "0". '],
    [['list', '--since', 'yesterday'], '--since: expected a time like 30m, 3h, 2d, 1w or an ISO date, got "yesterday". '],
    [['list', '--fingerprint', 'xyz'], '--fingerprint: expected hex digits, got "xyz". '],
    [['clean', '--keep', '1'], '--keep: expected a whole number from 2, got "1". '],
    [['clean', '--max-bytes', 'lots'], '--max-bytes: expected a size like 500MB, 64K or 1G, got "lots". '],
    [['clean', '--older-than', 'x'], '--older-than: expected a time like 30m, 3h, 2d, 1w or an ISO date, got "x". '],
    [['completion', 'tcsh'], 'completion: expected bash, zsh or fish, got "tcsh". '],
    [['search', ' '], 'search: expected some text. '],
  ]
  for (const [args, problem] of cases) {
    const { code, stderr, stdout } = cli.run(args)
    assert.equal([code, stdout, stderr], [2, '', `faultsnap: ${problem}"faultsnap ${args[0]} --help" shows how to use it.\n`])
  }
})

test('search finds by type, message, fingerprint, function and file, in any case', () => {
  const found = (...args: string[]): string[] => (JSON.parse(cli.run(['search', '--json', ...args]).stdout) as Listed[]).map(({ id }) => id)
  assert.is(found('MUGS').length, 4)
  assert.is(found('typeerror').length, 7)
  assert.is(found(list('--type', 'RangeError')[0]!.fingerprint.slice(0, 8)).length, 4)
  assert.is(found('no such text anywhere').length, 0)
  const record = sampleRecord('x')
  const { function: name } = record.crash.frames[0]!
  assert.is(found(name).length, 12, 'a function of the stack')
  const none = cli.run(['search', 'no such text anywhere'])
  assert.equal([none.code, none.stdout], [0, ''])
  assert.match(none.stderr, /^Nothing found for "no such text anywhere" in 12 crashes\n$/)
})

test('search --vars finds names and values of variables, says where, and counts what cannot be read', () => {
  const { name, value } = sampleRecord('x').crash.frames[0]!.scopes[0]!.variables[0]!
  assert.ok(name !== undefined && value !== undefined)
  const found = JSON.parse(cli.run(['search', '--vars', '--json', name]).stdout) as { hits: { frame: number, path: string }[] }[]
  assert.is(found.length, 12)
  assert.equal([found[0]!.hits[0]!.frame, found[0]!.hits[0]!.path], [0, name])
  const piped = cli.run(['search', '--vars', name]).stdout.trimEnd().split('\n')
  assert.ok(piped.every(line => line.includes(`frame 0 ${name}`)), 'a line for each place, whole')
  const broken = join(cli.dir, 'broken')
  mkdirSync(join(broken, 'Error/2026-01-01/aaaaaaaa'), { recursive: true })
  const first = list()[0]!
  writeFileSync(join(broken, 'Error/2026-01-01/aaaaaaaa/crash_000000_aaaaaaaa.faultsnap'),
    readFileSync(join(cli.dir, 'FaultSnaps', first.path)).subarray(0, 200))
  assert.is(cli.run(['search', '--vars', 'x', '--repo', broken]).code, 0)
})

test('stats counts crashes, bugs, bytes and days', () => {
  const stats = JSON.parse(cli.run(['stats', '--json']).stdout) as Record<string, unknown> & { days: { count: number }[], top: { count: number }[] }
  assert.equal([stats['total'], stats['fingerprints'], stats['mostCommon']], [12, 3, { type: 'TypeError', count: 7 }])
  assert.is(stats['bytes'], list().reduce((sum, { bytes }) => sum + bytes, 0))
  assert.is(stats.days.reduce((sum, { count }) => sum + count, 0), 12)
  assert.equal(stats.top.map(({ count }) => count), [7, 4, 1])
  assert.match(cli.run(['stats']).stdout, /crashes +12, of 3 bugs\n[^]*[▁-█]/)
})

test('without a command the latest crash and what to do next are shown; without a crash, how to record one', () => {
  const { code, stdout } = cli.run([])
  assert.is(code, 0)
  assert.match(stdout, /Next\n {2}faultsnap inspect latest/)
  const empty = cli.run(['--repo', join(cli.dir, 'nowhere')])
  assert.equal([empty.code, empty.stderr], [0, ''])
  assert.match(empty.stdout, /No crash is recorded[^]*faultsnap run -- npm start/)
  assert.equal(cli.run(['--json', '--repo', join(cli.dir, 'nowhere')]).stdout, 'null\n')
})

test('texts of a hostile program are one line, and nothing a terminal would obey', () => {
  for (const args of [['list'], ['list', '--group'], ['stats'], ['search', 'evil'], ['clean', '--older-than', '1h', '--dry-run'], []]) {
    const { stdout, stderr } = cli.run(args, { env: { FORCE_COLOR: '0' } })
    assert.not.match((stdout + stderr).replaceAll('\n', ''), UNSAFE, args.join(' '))
  }
  assert.is(cli.run(['list']).stdout.trimEnd().split('\n').length, 12)
})

test('completion is asked by real bash: commands, options, references, and files by itself', () => {
  const script = cli.run(['completion', 'bash']).stdout
  assert.match(script, /complete -o default/)
  assert.equal(cli.run(['__complete', 'insp']).stdout, 'inspect\n')
  assert.ok(cli.run(['__complete', 'inspect', '']).stdout.startsWith('latest\n00000001\n'))
  assert.equal(cli.run(['__complete', 'list', '--gr']).stdout, '--group\n')
  assert.equal(cli.run(['__complete', 'run', '']).stdout, '')
  assert.equal(cli.run(['__complete', 'vars', 'latest', '--frame', '']).stdout, '')
})

// These change the repository and come last.

test('clean says what would go, and why, and removes just that: the first and the latest of a bug stay', () => {
  const before = list()
  const dry = JSON.parse(cli.run(['clean', '--keep', '3', '--dry-run', '--json']).stdout) as { removed: { path: string, why: string }[], isDryRun: boolean }
  assert.is(dry.isDryRun, true)
  assert.equal(list(), before, 'nothing is removed yet')
  assert.equal(dry.removed.map(({ why }) => why), Array(5).fill('count'))
  const teas = before.filter(({ exception }) => exception.type === 'TypeError')
  const ours = join(cli.dir, 'FaultSnaps', 'TypeError', 'notes.txt')
  writeFileSync(ours, 'kept')
  const { code, stdout } = cli.run(['clean', '--keep', '3'])
  assert.is(code, 0)
  assert.match(stdout, /^Removed 5 of 12 crashes, /)
  const left = list().filter(({ exception }) => exception.type === 'TypeError').map(({ id }) => id)
  assert.equal(left, [teas[0]!.id, teas[1]!.id, teas[6]!.id])
  assert.ok(existsSync(ours), 'other people\'s files stay')
  for (const { path } of dry.removed) assert.not.ok(existsSync(join(cli.dir, 'FaultSnaps', path)))
  const index = JSON.parse(readFileSync(join(cli.dir, 'FaultSnaps/index.json'), 'utf8')) as { crashes: unknown[] }
  assert.is(index.crashes.length, 7)
})

test('clean by age and by bytes keeps the newest crash, and latest/ follows', () => {
  const outside = join(cli.dir, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'crash_000000_bbbbbbbb.faultsnap'), 'precious')
  if (process.platform !== 'win32') symlinkSync(outside, join(cli.dir, 'FaultSnaps/TypeError/2020-01-01'), 'dir')
  cli.run(['clean', '--older-than', '4d'])
  assert.ok(list().every(({ capturedAt }) => Date.parse(capturedAt) > now - 4.01 * DAY_MS))
  assert.match(cli.run(['clean', '--max-bytes', '1']).stdout, /^Removed/)
  assert.equal(list().map(({ id }) => id), ['00000001'])
  assert.equal(readdirSync(outside), ['crash_000000_bbbbbbbb.faultsnap'], 'a link out of the repository is not followed')
  assert.equal(JSON.parse(cli.run(['inspect', 'latest', '--json']).stdout).id, '00000001')
  assert.match(cli.run(['clean', '--older-than', '0s']).stdout, /^Removed 0 of 1 crash, 0 B\n$/)
})

test.run()
