import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { BundledCli } from '../../helpers/bundled-cli'
import { BOMBS } from './bombs'

/** FAULTSNAP_FUZZ: with any value, each bomb meets all commands; without, each meets one or two, in turn. */
const IS_WHOLE = process.env['FAULTSNAP_FUZZ'] !== undefined
const MAX_BYTES = 256 * 1024 * 1024
const COMMANDS = [['inspect', 'FILE'], ['html', 'FILE', '-o', 'page.html'], ['verify', 'FILE'], ['vars', 'FILE'], ['list', '--repo', 'REPO'], ['search', 'x', '--vars', '--repo', 'REPO'],
  ['stack', 'FILE', '--json']]

let cli: BundledCli
let dir: string
test.before(() => {
  cli = new BundledCli()
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-bombs-')))
  writeFileSync(join(dir, 'memory.cjs'), 'process.on("exit", () => require("node:fs").writeFileSync(process.env.MEMORY_FILE, String(process.resourceUsage().maxRSS)))')
})
test.after(() => {
  cli.remove()
  rmSync(dir, { recursive: true, force: true })
})

const names = Object.keys(BOMBS)
for (const [at, name] of names.entries()) {
  test(`${name}: an answer of one line or a view, within 256 MB, and no file but the one that was asked for`, () => {
    const file = join(dir, 'bomb.faultsnap')
    const bytes = BOMBS[name]!()
    writeFileSync(file, bytes)
    const repository = join(dir, 'repository')
    mkdirSync(join(repository, 'TypeError/2026-06-13/abababab'), { recursive: true })
    writeFileSync(join(repository, 'TypeError/2026-06-13/abababab/crash_232934_0badcafe.faultsnap'), bytes)
    const work = join(dir, 'work')
    for (const command of IS_WHOLE ? COMMANDS : [COMMANDS[at % 2]!]) {
      rmSync(work, { recursive: true, force: true })
      mkdirSync(work)
      const args = command.map(each => each === 'FILE' ? file : each === 'REPO' ? repository : each)
      const memoryFile = join(dir, 'memory')
      const { status, stderr, signal } = spawnSync(process.execPath, ['--max-old-space-size=256', '-r', join(dir, 'memory.cjs'), cli.file, ...args], {
        cwd: work, env: { PATH: process.env['PATH'], MEMORY_FILE: memoryFile }, encoding: 'utf8', timeout: 120_000, maxBuffer: 512 * 1024 * 1024,
      })
      assert.is(signal, null, `${command[0]}: ${stderr.slice(-500)}`)
      assert.ok(status === 0 || status === 1 || status === 3, `${command[0]} ended with ${status}: ${stderr.slice(-500)}`)
      assert.ok(stderr.split('\n').length <= 2 && !/^\s+at /m.test(stderr), stderr.slice(0, 500))
      assert.ok(readdirSync(work).every(each => each === 'page.html'))
      const peak = peakBytes(memoryFile)
      assert.ok(peak < MAX_BYTES, `${command[0]} took ${(peak / 2 ** 20).toFixed(0)} MB`)
    }
  })
}

/** maxRSS is in kilobytes on all platforms. */
function peakBytes (file: string): number {
  return Number(readFileSync(file, 'utf8')) * 1024
}

test.run()
