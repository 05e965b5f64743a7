import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listCrashes } from '../../src/repository/list-crashes'
import { checkCapsule } from '../../src/verify/check-capsule'
import { newFolder, REGISTER, runBare, runProgram, type RunPlan } from './fault-run'

const CLI = join(REGISTER, '..', 'cli.mjs')
const isRoot = process.getuid?.() === 0
const bare = runBare()

async function inFolder (work: (dir: string) => Promise<void>): Promise<void> {
  const dir = newFolder()
  try {
    await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Runs the program recorded and expects it to end as it does bare, with one line of notice, which is given. */
async function noticeOf (dir: string, env: Record<string, string> = {}, plan: RunPlan = {}, preloads = [REGISTER]): Promise<string> {
  const { code, signal, stdout, stderr, notices } = await runProgram(dir, preloads, env, plan)
  assert.equal({ code, signal, stdout, stderr: stderr.replaceAll(dir, '<dir>') }, omitNotices(await bare))
  assert.is(notices.length, 1, notices.join('\n'))
  return notices[0]!
}

const omitNotices = ({ code, signal, stdout, stderr }: Awaited<typeof bare>): object => ({ code, signal, stdout, stderr })

function cli (dir: string, args: string[], input = ''): { status: number | null, stdout: string, stderr: string } {
  return spawnSync(process.execPath, [CLI, ...args], { cwd: dir, input, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', FAULTSNAP_TEST: '' } })
}

test('a path that is a file, and one below it', () => inFolder(async dir => {
  writeFileSync(join(dir, 'file'), 'x')
  for (const path of ['file', 'file/below']) {
    assert.match(await noticeOf(dir, { FAULTSNAP_REPOSITORY_DIR: path }), /, but not saved: .*file.* cannot be written \(ENOTDIR: not a directory\); FAULTSNAP_FALLBACK_DIRECTORY=\S+ or FAULTSNAP_STDERR_FALLBACK=1 would keep it$/)
  }
  assert.is(readFileSync(join(dir, 'file'), 'utf8'), 'x')
}))

if (process.platform === 'linux') {
  test('a folder that takes no folder, where mkdir -p of Node never ends', () => inFolder(async dir => {
    assert.match(await noticeOf(dir, { FAULTSNAP_REPOSITORY_DIR: '/proc/faultsnap/here' }), /cannot be written \(ENOENT/)
  }))

  test('a full disk: the line says so, and the second folder takes the crash', () => inFolder(async dir => {
    const mount = join(dir, 'small')
    mkdirSync(mount)
    if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', mount]).status !== 0) {
      return console.log('note: no tmpfs can be mounted here, the full disk is skipped')
    }
    try {
      writeFileSync(join(mount, 'filler'), Buffer.alloc(12 * 1024))
      assert.match(await noticeOf(dir, { FAULTSNAP_REPOSITORY_DIR: mount }), /but not saved: .*small cannot be written \(ENOSPC: no space left on device\); /)
      const notice = await noticeOf(dir, { FAULTSNAP_REPOSITORY_DIR: mount, FAULTSNAP_FALLBACK_DIRECTORY: 'second' })
      assert.match(notice, /small cannot be written \(ENOSPC: no space left on device\): saved to second\//)
      assert.is((await listCrashes(join(dir, 'second'))).length, 1)
      assert.is((await listCrashes(mount)).length, 0)
    } finally {
      spawnSync('umount', ['-l', mount])
    }
  }))
}

if (process.platform !== 'win32') {
  test('no permission, for a user without rights', () => inFolder(async dir => {
    if (isRoot && spawnSync('setpriv', ['--version']).status !== 0) return console.log('note: there is no setpriv here, the user without rights is skipped')
    const plan: RunPlan = isRoot ? { wrap: command => ['setpriv', '--reuid=65534', '--clear-groups', ...command] } : {}
    const second = join(dir, 'faultsnap')
    cpSync(join(REGISTER, '..'), second, { recursive: true })
    mkdirSync(join(dir, 'locked'), { mode: 0o555 })
    for (const folder of [dir, second]) spawnSync('chmod', ['755', folder])
    const env = { FAULTSNAP_REPOSITORY_DIR: 'locked/FaultSnaps', HOME: '/nonexistent' }
    assert.match(await noticeOf(dir, env, plan, [join(second, 'register.cjs')]), /locked\/FaultSnaps cannot be written \(EACCES: permission denied\); /)
  }))

  test('no file may grow, no descriptor is left', () => inFolder(async dir => {
    const limited = (limit: string): RunPlan => ({ wrap: ([node, ...args]) => ['sh', '-c', `ulimit ${limit} && exec "$0" "$@"`, node!, ...args] })
    assert.match(await noticeOf(dir, {}, limited('-f 1')), /not saved: .* \(EFBIG: file too large\); /)
    const { code, stderr, notices } = await runProgram(dir, [REGISTER], {}, { ...limited('-n 64'), program: 'no-descriptors.js' })
    assert.is(code, 1)
    assert.match(stderr, /Error: none left/)
    assert.equal(notices, ['[FaultSnap] Crash captured, but not saved: no file can be read (EMFILE)'])
  }))
}

test('a home that is not there', () => inFolder(async dir => {
  assert.match(await noticeOf(dir, { HOME: join(dir, 'nowhere'), USERPROFILE: join(dir, 'nowhere') }), /Saved to FaultSnaps\//)
}))

test('two versions of FaultSnap in one program are one recorder', () => inFolder(async dir => {
  const second = join(dir, 'node_modules', 'faultsnap', 'dist')
  cpSync(join(REGISTER, '..'), second, { recursive: true })
  for (const name of ['register.cjs', 'packer.cjs']) {
    writeFileSync(join(second, name), readFileSync(join(second, name), 'utf8').replaceAll('"0.1.0"', '"9.9.9"'))
  }
  for (const preloads of [[REGISTER, join(second, 'register.cjs')], [join(second, 'register.cjs'), REGISTER]]) {
    assert.match(await noticeOf(dir, {}, {}, preloads), /Saved to/)
  }
  assert.is((await listCrashes(join(dir, 'FaultSnaps'))).length, 2)
}))

for (const clock of ['RealDate.now() - 366 * 864e5', '0', 'RealDate.now() + 366 * 864e5']) {
  test(`a clock that jumps to and fro between now and ${clock}`, () => inFolder(async dir => {
    const preload = join(dir, 'clock.cjs')
    writeFileSync(preload, `const RealDate = Date
      let reads = 0; globalThis.Date = class extends RealDate { constructor (...args) { args.length === 0 ? super(Date.now()) : super(...args) }
      static now () { return ++reads % 2 ? ${clock} : RealDate.now() } }`)
    assert.match(await noticeOf(dir, {}, {}, [preload, REGISTER]), /Saved to/)
    assert.is((await listCrashes(join(dir, 'FaultSnaps'))).length, 1)
  }))
}

test('what no folder takes goes to stderr where that is asked for, and comes back from the log byte by byte, masked', () => inFolder(async dir => {
  writeFileSync(join(dir, 'file'), '')
  const env = { FAULTSNAP_REPOSITORY_DIR: 'file', FAULTSNAP_FALLBACK_DIRECTORY: 'file/too', FAULTSNAP_STDERR_FALLBACK: '1' }
  const { code, stderr, notices } = await runProgram(dir, [REGISTER], env, { program: 'secret.js' })
  assert.is(code, 1)
  assert.match(notices.join('\n'),
    /^\[FaultSnap\] Crash captured\. \S*file cannot be written \(ENOTDIR: not a directory\), nor \S*too cannot be written \(ENOTDIR[^)]*\): the \d+ lines above hold it/)
  const lines = stderr.split('\n').filter(line => line.startsWith('faultsnap:1:'))
  assert.ok(lines.length > 1)
  const log = stderr.split('\n').map((line, at) => `app-1 | 2026-06-13T23:29:${at} ${line}`).reverse().join('\n')
  const imported = cli(dir, ['import', '--from-log', '-', '--repo', 'back', '--json'], log)
  assert.is(imported.status, 0, imported.stderr)
  const { imported: [capsule] } = JSON.parse(imported.stdout) as { imported: { file: string }[] }
  assert.ok(readFileSync(capsule!.file).equals(Buffer.concat(lines.map(line => Buffer.from(line.split(':').at(-1)!.slice(0, -1), 'base64url')))))
  assert.equal((await checkCapsule(capsule!.file)).problems, [])
  const shown = cli(dir, ['inspect', 'latest', '--repo', 'back', '--json']).stdout
  assert.match(shown, /no login for müller 💥/)
  assert.not.match(shown, /hunter2/)
  assert.match(cli(dir, ['import', '--from-log', '-', '--repo', 'back'], log).stderr, /1 of 1 were in the repository already/)
  const cut = cli(dir, ['import', '--from-log', '-', '--repo', 'other'], lines.slice(1).join('\n'))
  assert.is(cut.status, 1)
  assert.match(cut.stderr, new RegExp(`is incomplete: of its ${lines.length} lines 1 are missing \\(1\\)`))
  assert.not(existsSync(join(dir, 'other')))
}))

test('Kubernetes gets a summary of at most 4096 bytes of a fatal crash, beside what the program wrote', () => inFolder(async dir => {
  const file = join(dir, 'termination-log')
  const textAfter = async (name: string, env: Record<string, string> = {}, code = 1): Promise<string> => {
    writeFileSync(file, '')
    const all = { KUBERNETES_SERVICE_HOST: '10.0.0.1', FAULTSNAP_TERMINATION_LOG: file, CASE: name, ...env }
    assert.is((await runProgram(dir, [REGISTER], all, { program: 'termination.js' })).code, code, name)
    const bytes = readFileSync(file)
    assert.ok(bytes.length <= 4096, `${name}: ${bytes.length}`)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  }
  const fatal = await textAfter('fatal')
  assert.match(fatal, /^\[FaultSnap\] TypeError: no price ä💥[^]*\ncapsule .*\.faultsnap\n[^]* at fail \(/)
  assert.match(fatal, /\norder = \{ id: 1 \}\n/)
  assert.match(await textAfter('rejected'), /^\[FaultSnap\] RangeError: rejected\nunhandledRejection/)
  assert.match(await textAfter('after'), /^the program says goodbye\n\[FaultSnap\] TypeError/)
  assert.is(await textAfter('full'), 'p'.repeat(4000))
  assert.match(await textAfter('ends-later', {}, 7), /^\[FaultSnap\] TypeError/)
  assert.is(await textAfter('goes-on', {}, 0), '')
  assert.is(await textAfter('handled', {}, 0), '')
  assert.is(await textAfter('plain-exit', {}, 3), '')
  assert.is(await textAfter('fatal', { KUBERNETES_SERVICE_HOST: '' }), '')
  assert.is(await textAfter('fatal', { FAULTSNAP_TERMINATION_LOG: 'off' }), '')
  await textAfter('fatal', { FAULTSNAP_TERMINATION_LOG: join(dir, 'none') })
  assert.not(existsSync(join(dir, 'none')))
  assert.match(await textAfter('fatal', { FAULTSNAP_REPOSITORY_DIR: file }), /\ncapsule not saved: .*ENOTDIR/)
}))

test('a recorded run leaves only its repository', () => inFolder(async dir => {
  assert.is((await runProgram(dir, [REGISTER])).code, 1)
  assert.equal(readdirSync(dir).sort(), ['FaultSnaps', 'dies.js'])
}))

test.run()
