import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listCrashes } from '../../src/repository/list-crashes'
import { readCapsule } from '../../src/capsule/read'
import { run } from '../e2e/harness'
import { installApp } from '../helpers/install-app'

const app = installApp('watchers')
const preload = ['-r', 'faultsnap/register']
/** Longer than a watcher needs to see a change and start the program again. */
const WATCHED_MS = 800

interface Watched { starts: number, output: string, stderr: string }

/** Runs a watcher until its program has crashed and what that wrote had its time; `end`: what it says of the crash. */
async function watch (dir: string, command: string[], end: RegExp, env: Record<string, string> = {}): Promise<Watched> {
  const child: ChildProcess = spawn(process.execPath, command, {
    cwd: dir, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FAULTSNAP_TEST: 'strict', ...env },
  })
  let [output, stderr] = ['', '']
  child.stdout!.on('data', data => { output += data })
  child.stderr!.on('data', data => { stderr += data })
  for (let waited = 0; !end.test(output + stderr) && waited < 30_000; waited += 50) await pause(50)
  await pause(WATCHED_MS)
  const closed = once(child, 'close')
  if (process.platform === 'win32') child.kill()
  else process.kill(-child.pid!, 'SIGKILL')
  await closed
  return { starts: output.split('\n').filter(line => line === 'start').length, output, stderr }
}

const cache = mkdtempSync(join(tmpdir(), 'faultsnap-cache-'))
test.after(() => {
  rmSync(cache, { recursive: true, force: true })
  app?.remove()
})

const nodemon = join('node_modules', 'nodemon', 'bin', 'nodemon.js')
const CRASHED = /app crashed|Failed running/
const COMMANDS = {
  nodemon: { bare: [nodemon, 'app.js'], recorded: [nodemon, ...preload, 'app.js'] },
  'node --watch-path': { bare: ['--watch-path=.', 'app.js'], recorded: ['--watch-path=.', ...preload, 'app.js'] },
}

// There is no other way to see the parents of a process that tests may count on.
if (app !== undefined && process.platform === 'linux') {
  const { dir } = app
  const env = { XDG_CACHE_HOME: cache }
  for (const [name, { bare, recorded }] of Object.entries(COMMANDS)) {
    test(`${name}: a crash leaves nothing that it watches, and starts the program no more often than bare`, async () => {
      const before = readdirSync(dir)
      const [without, withUs] = await Promise.all([watch(dir, bare, CRASHED), watch(dir, recorded, CRASHED, env)])
      assert.is(withUs.starts, 1, withUs.output + withUs.stderr)
      assert.is(without.starts, 1)
      assert.equal(readdirSync(dir), before)
      const [, file, why] = /^\[FaultSnap\] Crash captured\. Saved to (.*\.faultsnap) (.*)$/m.exec(withUs.output + withUs.stderr)!
      assert.ok(file!.startsWith(join(cache, 'faultsnap', '')))
      assert.is(why, `(not in the project: ${name} would restart the program for it)`)
      const { crash, manifest } = await readCapsule(file!)
      assert.is(crash.exception.type, 'TypeError')
      const cli = join(dir, 'node_modules', 'faultsnap', 'dist', 'cli.mjs')
      const latest = await run([process.execPath, cli, 'latest', '--json'], dir, env)
      assert.is(JSON.parse(latest.stdout).id, manifest.id)
    })
  }

  test('a word for the next process is left and found there', async () => {
    const armed = { ...env, FAULTSNAP_ARM: 'on-first-error' }
    const before = readdirSync(dir)
    const variables: boolean[] = []
    for (let turn = 0; turn < 2; turn++) {
      const { starts, output, stderr } = await watch(dir, COMMANDS['node --watch-path'].recorded, CRASHED, armed)
      assert.is(starts, 1)
      const { crash } = await readCapsule(/Saved to (.*\.faultsnap)/.exec(output + stderr)![1]!)
      variables.push(crash.frames[0]!.scopes.length > 0)
    }
    assert.equal(variables, [false, true])
    assert.equal(readdirSync(dir), before)
  })

  test('a repository that somebody chose is taken as it is', async () => {
    const chosen = join(dir, 'chosen')
    await watch(dir, COMMANDS['node --watch-path'].recorded, /Saved to chosen/, { ...env, FAULTSNAP_REPOSITORY_DIR: 'chosen' })
    assert.ok((await listCrashes(chosen)).length > 0)
  })
}

test.run()
