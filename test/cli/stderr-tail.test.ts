import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../helpers/bundled-cli'

const isWindows = process.platform === 'win32'
let cli: BundledCli
test.before(() => { cli = new BundledCli() })
test.after(() => cli.remove())

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 256))

test('what a command writes to stderr passes byte for byte, all of it, whatever it is', () => {
  const file = join(cli.dir, 'bytes')
  writeFileSync(file, bytes)
  const { stderr, status } = spawnSync(process.execPath, [cli.file, 'run', '--', process.execPath, '-e',
    "process.stderr.write(require('node:fs').readFileSync('bytes')); process.exitCode = 4"], { cwd: cli.dir, maxBuffer: 1e9 })
  assert.is(status, 4)
  assert.ok(bytes.equals(stderr), `${stderr.length} bytes`)
})

test('stdout and stderr that are one keep their order', () => {
  if (isWindows) return
  const dir = mkdtempSync(join(tmpdir(), 'faultsnap-order-'))
  const output = openSync(join(dir, 'both'), 'a')
  const code = "for (let i = 0; i < 200; i++) { require('fs').writeSync(1, `out ${i}\\n`); require('fs').writeSync(2, `err ${i}\\n`) }"
  spawnSync(process.execPath, [cli.file, 'run', '--', process.execPath, '-e', code], { stdio: ['ignore', output, output] })
  closeSync(output)
  assert.is(readFileSync(join(dir, 'both'), 'utf8'), Array.from({ length: 200 }, (_, i) => `out ${i}\nerr ${i}\n`).join(''))
  rmSync(dir, { recursive: true, force: true })
})

test('a shell can open /dev/stderr, and a server left in the background can write to stderr after the end', () => {
  if (isWindows) return
  const script = 'echo opened > /dev/stderr; (sleep 1; echo late >&2; echo still alive > alive) & exit 0'
  const started = Date.now()
  mkdirSync(join(cli.dir, 'server'), { recursive: true })
  const { status, stderr, stdout } = spawnSync(process.execPath, [cli.file, 'run', '--', 'sh', '-c', script], { cwd: join(cli.dir, 'server'), encoding: 'utf8' })
  assert.equal([status, stdout], [0, ''])
  assert.is(stderr, 'opened\nlate\n')
  assert.ok(Date.now() - started >= 0)
  assert.is(readFileSync(join(cli.dir, 'server', 'alive'), 'utf8'), 'still alive\n')
})

test.run()
