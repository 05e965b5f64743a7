import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { version } from '../../package.json'
import type { Check } from '../../cli/doctor/check'
import { nodes } from '../e2e/nodes'
import { installProject } from '../e2e/installed'

const root = join(__dirname, '../..')
const home = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-doctor-test-')))
/** A project in which FaultSnap is installed, and one in which it is not. */
const project = join(home, 'project')
const bare = join(home, 'bare')
const register = join(root, 'dist/register.cjs')
/** Of these tests alone: others run beside them. */
const temporary = join(home, 'tmp')
test.before(() => {
  mkdirSync(temporary)
  installProject(project)
  mkdirSync(bare)
  for (const dir of [project, bare]) writeFileSync(join(dir, 'app.js'), 'require("fs").writeFileSync("the-app-ran", "")')
})
test.after(() => rmSync(home, { recursive: true, force: true }))

interface Answer { code: number | null, checks: Check[], stdout: string, stderr: string, of: (name: string) => Check[] }

/** Runs the built CLI: its recorder is the real one. */
function doctor (command: string[], { cwd = project, env = {}, options = ['--json'] as string[] } = {}): Answer {
  const { NODE_OPTIONS: _options, NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env
  const inherited = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('FAULTSNAP_')))
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.mjs'), 'doctor', ...options, ...command], {
    cwd, env: { ...inherited, TMPDIR: temporary, TEMP: temporary, ...env }, encoding: 'utf8', timeout: 60_000,
  })
  const checks = options.includes('--json') ? (JSON.parse(stdout) as { checks: Check[] }).checks : []
  return { code: status, checks, stdout, stderr, of: name => checks.filter(check => check.name === name) }
}

const states = (checks: Check[]): string[] => checks.map(({ state }) => state)

test('a command that preloads the recorder is proved by a crash, and its program is not run', () => {
  const { code, of } = doctor(['--', 'node', '-r', 'faultsnap/register', 'app.js'])
  assert.is(code, 0)
  assert.equal(states(of('tried crash')), ['ok'])
  assert.match(of('tried crash')[0]!.text, new RegExp(`recorded it, with its variables \\(faultsnap ${version}\\)`))
  assert.match(of('preload')[0]!.text, /^-r faultsnap\/register in the command line is .*register\.cjs, faultsnap /)
  assert.not.ok(existsSync(join(project, 'the-app-ran')))
})

test('without -- the command begins at its first word', () => {
  assert.is(doctor(['node', '--import', 'faultsnap/register', 'app.js', '--json', '--whatever']).code, 0)
})

test('a command that does not load it fails, and is told how', () => {
  const { code, of } = doctor(['--', 'node', 'app.js'])
  assert.is(code, 1)
  assert.equal(states(of('tried crash')), ['failed'])
  assert.match(of('tried crash')[0]!.text, /does not load the recorder/)
  assert.match(of('tried crash')[0]!.fix!, /faultsnap run/)
})

test('a preload that leads to nothing is named', () => {
  const { code, of } = doctor(['--', 'node', '-r', 'faultsnap/register', 'app.js'], { cwd: bare })
  assert.is(code, 1)
  assert.equal([...states(of('preload')), ...states(of('tried crash'))], ['failed', 'failed'])
  assert.match(of('tried crash')[0]!.text, /Cannot find module 'faultsnap\/register'/)
})

test('without a command NODE_OPTIONS decides', () => {
  const set = doctor([], { cwd: bare, env: { NODE_OPTIONS: `--require ${JSON.stringify(register)}` } })
  assert.is(set.code, 0)
  assert.match(set.of('preload')[0]!.text, /in NODE_OPTIONS/)
  assert.match(set.of('tried crash')[0]!.text, /^NODE_OPTIONS recorded it/)
  const unset = doctor([], { cwd: bare })
  assert.is(unset.code, 0)
  assert.equal(states(unset.of('preload')), ['note'])
  assert.match(unset.of('tried crash')[0]!.text, /^"faultsnap run" recorded it/)
  assert.match(doctor([], { cwd: bare, options: [] }).stdout,
    /\nThe recorder works here, for programs that are started with it\.\n$/)
})

test('launchers are judged by NODE_OPTIONS, scripts of package.json by their own command', () => {
  const dir = join(home, 'scripts')
  installProject(dir)
  writeFileSync(join(dir, 'app.js'), '')
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'x', scripts: {
    start: 'NODE_ENV=production node -r faultsnap/register app.js', plain: 'node app.js', two: 'node a.js && node b.js' } }))
  const start = doctor(['--', 'npm', 'start'], { cwd: dir })
  assert.equal([start.code, start.of('command')[0]!.state], [0, 'note'])
  assert.match(start.of('command')[0]!.text, /"start" of package\.json starts node -r faultsnap\/register/)
  assert.is(doctor(['--', 'npm', 'run', 'plain'], { cwd: dir }).code, 1)
  const two = doctor(['--', 'npm', 'run', 'two'], { cwd: dir })
  assert.is(two.code, 1)
  assert.match(two.of('command')[0]!.text, /npm starts the program by itself/)
  assert.match(doctor(['--', 'no-such-command']).of('command')[0]!.text, /there is no command no-such-command/)
  assert.equal(states(doctor(['--', 'bun', 'x.ts']).of('command')), ['failed'])
})

test('what stands in the way is named: a debugger, disabled, no signals, the permission model', () => {
  const debugged = doctor(['--', 'node', '--inspect-brk', '-r', 'faultsnap/register', 'app.js'])
  assert.is(debugged.code, 0)
  assert.equal(states(debugged.of('option')), ['warning'])
  assert.match(debugged.of('tried crash')[0]!.text, /without its variables.*--inspect/)
  const disabled = doctor(['--', 'node', '-r', 'faultsnap/register', 'app.js'], { env: { FAULTSNAP_ENABLED: '0' } })
  assert.is(disabled.code, 1)
  assert.match(disabled.of('records')[0]!.text, /enabled is false \(FAULTSNAP_ENABLED\)/)
  assert.match(disabled.of('tried crash')[0]!.text, /loads the recorder, but it did not start/)
  const signals = doctor(['--', 'node', '-r', 'faultsnap/register', 'app.js'], { env: { FAULTSNAP_SIGNALS: 'exit' } })
  assert.is(signals.code, 0)
  assert.ok(signals.of('records').some(({ state, text }) => state === 'warning' &&
    text.includes('uncaught exceptions are left out')))
  const permission = Number(process.versions.node.split('.')[0]) < 22 ? '--experimental-permission' : '--permission'
  const permitted = doctor(['--', 'node', permission, '--allow-fs-read=*', '-r', 'faultsnap/register', 'app.js'])
  assert.is(permitted.code, 1)
  assert.ok(permitted.of('option').some(({ fix }) => fix!.includes('--allow-fs-write')))
})

test('the probe never runs code that the command has, nor waits for what it waits for', () => {
  const marker = join(home, 'ran')
  const code = `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`
  for (const command of [['-e', code], ['-p', code], ['--watch', 'app.js'], ['--test', 'app.js'], ['--cpu-prof', 'app.js'],
    ['-i']]) {
    assert.is(doctor(['--', 'node', '-r', 'faultsnap/register', ...command]).code, 0, command.join(' '))
  }
  assert.not.ok(existsSync(marker))
  assert.equal(readdirSync(project).filter(name => /cpuprofile|the-app-ran|FaultSnaps/.test(name)), [])
})

test('the repository is really tried, and nothing is left behind', () => {
  const deep = join(home, 'new/folder/FaultSnaps')
  const { of } = doctor([], { env: { FAULTSNAP_REPOSITORY_DIR: deep } })
  assert.equal(states(of('repository')), ['ok'])
  assert.not.ok(existsSync(join(home, 'new')))
  const file = join(home, 'a-file')
  writeFileSync(file, '')
  const failed = doctor([], { env: { FAULTSNAP_REPOSITORY_DIR: join(file, 'FaultSnaps') } })
  assert.is(failed.code, 1)
  assert.match(failed.of('repository')[0]!.text, /cannot be written by the user .*: (?:ENOTDIR|EEXIST|ENOENT)/)
  assert.equal(readdirSync(temporary), [])
})

test('a folder without write access fails', () => {
  if (process.platform === 'win32' ||
    process.getuid?.() === 0) return console.log('note: root may write everywhere: no folder without write access is tried')
  const locked = join(home, 'locked')
  mkdirSync(locked, { mode: 0o500 })
  assert.is(doctor([], { env: { FAULTSNAP_REPOSITORY_DIR: join(locked, 'FaultSnaps') } }).code, 1)
  chmodSync(locked, 0o700)
})

test('spooled crashes are counted, and wrong options are told without their values where the name is unknown', () => {
  const repository = join(home, 'spooled')
  mkdirSync(join(repository, '.spool'), { recursive: true })
  writeFileSync(join(repository, '.spool', '1eaee423.json'), '')
  writeFileSync(join(repository, '.spool', '1eaee424.broken-1-2-00000000'), '')
  const { of, stdout } = doctor([], { env: { FAULTSNAP_REPOSITORY_DIR: repository, FAULTSNAP_PASSWRD: 'hunter2',
    FAULTSNAP_MAX_DEPTH: 'deep', MY_TOKEN: 'hunter3' } })
  assert.equal(of('spool').map(({ state, text }) => [state, /\d+$/.exec(text)![0]]), [['note', '1'], ['warning', '1']])
  assert.ok(of('options').some(({ text }) => text.includes('FAULTSNAP_MAX_DEPTH: expected a whole number')))
  assert.ok(of('options').some(({ text }) => text.includes('FAULTSNAP_PASSWRD')))
  assert.not.match(stdout, /hunter/)
})

test('a pipe has one check per line', () => {
  const { stdout } = doctor(['--', 'node', 'app.js'], { options: [] })
  const lines = stdout.trimEnd().split('\n')
  assert.ok(lines.slice(0, -2).every(line => /^(?:ok|note|warning|failed) +[\w ]+: /.test(line)), stdout)
  assert.match(lines.at(-1)!, /^Crashes would not be recorded: 1 failed/)
})

for (const node of nodes) {
  test(`works for a command with Node ${node.version}`, () => {
    const { code, of } = doctor(['--', node.path, '-r', 'faultsnap/register', 'app.js'])
    assert.equal([code, ...states(of('runtime')), ...states(of('tried crash'))], [0, 'ok', 'ok'])
  })
}

test.run()
