import { spawn } from 'node:child_process'
import { chmodSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../helpers/bundled-cli'

const isWindows = process.platform === 'win32'
let cli: BundledCli
test.before(() => { cli = new BundledCli() })
test.after(() => cli.remove())

const node = (code: string): string[] => ['run', '--', process.execPath, '-e', code]

test('passes stdio and the exit code through, preloads the agent once and keeps NODE_OPTIONS', () => {
  const code = 'console.log(isPreloaded, process.title, process.argv.slice(1)); console.error("err"); process.exit(7)'
  const { stdout, ...rest } = cli.run([...node(code), '--', '--json', 'a b'], { env: { NODE_OPTIONS: '--title=kept' } })
  assert.equal(rest, { code: 7, signal: null, stderr: 'err\n' })
  assert.match(stdout, /^1 kept .*'--json', 'a b'/)
  assert.is(cli.run(node('process.exitCode = isPreloaded === 1 ? 0 : 9')).code, 0)
  const nested = cli.run(['run', '--', process.execPath, cli.file, ...node('console.log(isPreloaded)')])
  assert.equal([nested.code, nested.stdout], [0, '1\n'])
})

test('says for each crash of the tree where it was saved, relative to the working directory if it lies there', () => {
  const crash = (id: string, file: string): string => JSON.stringify({ id, file, type: 'Error', message: 'm', pid: 1 })
  const FAKE_CRASH = [crash('a', join(cli.dir, 'FaultSnaps', 'x.faultsnap')),
    crash('b', '/elsewhere/\u001b[31m.faultsnap')].join('\n')
  const child = 'require("child_process").spawnSync(process.execPath, ["-e", "0"])'
  const { code, stdout, stderr } = cli.run(node(child), { env: { FAKE_CRASH } })
  assert.equal([code, stdout], [0, ''])
  assert.equal(stderr.split('\n'), [
    `[FaultSnap] Crash captured. Saved to ${join('FaultSnaps', 'x.faultsnap')}`,
    '[FaultSnap] Crash captured. Saved to /elsewhere/\\u{1b}[31m.faultsnap', '',
  ])
  const nested = cli.run(['run', process.execPath, cli.file, ...node('0')], { env: { FAKE_CRASH } })
  assert.is(nested.stderr, stderr, 'only the outer one reports')
})

test('leaves nothing behind in the temporary folder', () => {
  const left = (): string[] => readdirSync(tmpdir()).filter(name => name.startsWith('faultsnap-run-'))
  const before = left()
  cli.run(node('process.exit(1)'))
  cli.run(['run', 'no-such-command'])
  assert.equal(left().filter(name => !before.includes(name)), [])
})

test('hands --repo on to the agents', () => {
  const { stdout } = cli.run(['--repo', 'mine', ...node('console.log(process.env.FAULTSNAP_REPOSITORY_DIR)')])
  assert.is(stdout, `${join(cli.dir, 'mine')}\n`)
})

test('ends with 127 for a command that there is not, with 126 for one that cannot be run', () => {
  assert.equal(cli.run(['run', 'no-such-command']),
    { code: 127, signal: null, stdout: '', stderr: 'faultsnap: Cannot run "no-such-command": there is no such command\n' })
  if (isWindows) return
  const file = join(cli.dir, 'plain.txt')
  writeFileSync(file, 'text')
  chmodSync(file, 0o644)
  assert.equal(cli.run(['run', file]), { code: 126, signal: null, stdout: '',
    stderr: `faultsnap: Cannot run "${file}": it is not executable\n` })
})

test('ends by the signal that ended the command', () => {
  if (isWindows) return
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL', 'SIGUSR2']) {
    const result = cli.run(node(`process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000)`))
    assert.equal([result.code, result.signal], [null, signal])
  }
})

test('hands signals on and waits for what the command does with them', async () => {
  if (isWindows) return
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const handler = 'console.log("got it"); process.exit(5)'
    const code = `process.on('${signal}', () => { ${handler} }); setInterval(() => {}, 1000); console.log('ready')`
    const child = spawn(process.execPath, [cli.file, ...node(code)], { cwd: cli.dir, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', data => {
      output += data
      if (String(data).includes('ready')) child.kill(signal)
    })
    const end = await new Promise(resolve => child.on('close', (exitCode, by) => resolve([exitCode, by])))
    assert.equal([end, output], [[5, null], 'ready\ngot it\n'])
  }
})

test.run()
