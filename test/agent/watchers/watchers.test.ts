import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { isLauncher } from '../../../agent/host/launcher'
import { ofList } from '../../../agent/watchers/ancestors'
import type { Command } from '../../../agent/watchers/command'
import { matchesGlob } from '../../../agent/watchers/glob'
import { nodemon } from '../../../agent/watchers/nodemon'
import { forever, nodeWatch, pm2, tsNodeDev, tsx } from '../../../agent/watchers/other-watchers'
import type { Watcher } from '../../../agent/watchers/watcher'
import { checkWatcher } from '../../../cli/doctor/check-repository'
import { defaultConfig } from '../../../src/config/config'
import { cacheRepositories, cacheRepositoryOf, makeCacheRepository } from '../../../src/repository/cache-repository'
import { findRepository } from '../../../src/repository/find-repository'

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'faultsnap-watchers-')))
test.after(() => rmSync(dir, { recursive: true, force: true }))
let serial = 0

function project (files: Record<string, unknown> = {}): string {
  const folder = join(dir, `project-${++serial}`)
  mkdirSync(join(folder, 'src'), { recursive: true })
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value))
  return folder
}

const index = (cwd: string): string => join(cwd, 'FaultSnaps', 'index.json')
const triggers = (watcher: Watcher | undefined, cwd: string): boolean => watcher?.isTriggeredBy(index(cwd)) === true

/** Whether nodemon with these arguments restarts for a crash in its folder. */
function isRestarted (args: string, files?: Record<string, unknown>): boolean {
  const cwd = project(files)
  return triggers(nodemon({ cwd: () => cwd, argv: ['node', '/usr/lib/node_modules/nodemon/bin/nodemon.js', ...args.split(' ')] }), cwd)
}

// What nodemon 3 does was tried with it.
test('nodemon restarts for a crash unless its arguments keep it from doing so', () => {
  for (const args of ['app.js', '--watch . app.js', '-w FaultSnaps/*.json app.js', '--watch src -w . app.js', '-e js,json app.js',
    '--ignore src app.js', '--ignore FaultSnaps app.js', '-w **/* -e json app.js', 'app.js -- --watch src', '-w *+(a|b)/* .']) {
    assert.ok(isRestarted(args), args)
  }
  for (const args of ['--watch src app.js', 'app.js --watch src', '-w src/**/*.json app.js', '--ignore FaultSnaps/ app.js', '-i *.json app.js',
    '-i **/FaultSnaps/** app.js', '-e js,ts app.js', '--watch nowhere app.js', '--cwd src app.js']) {
    assert.not(isRestarted(args), args)
  }
})

test('nodemon ignores a folder by its name once that is there', () => {
  const cwd = project()
  mkdirSync(join(cwd, 'FaultSnaps'))
  assert.not(triggers(nodemon({ cwd: () => cwd, argv: ['node', 'nodemon', '--ignore', 'FaultSnaps', 'app.js'] }), cwd))
})

test('nodemon is told by its files what its arguments do not say', () => {
  for (const options of [{ watch: 'src' }, { watch: ['src', 'lib'] }, { ignore: ['FaultSnaps/*'] }, { ext: 'ts' }, { watch: false }, { watch: ['*.*', '!FaultSnaps/*'] }]) {
    assert.not(isRestarted('app.js', { 'nodemon.json': options }), JSON.stringify(options))
    assert.not(isRestarted('app.js', { 'package.json': { nodemonConfig: options } }), JSON.stringify(options))
    assert.ok(isRestarted('app.js', { 'nodemon.json': {}, 'package.json': { nodemonConfig: options } }), 'nodemon.json wins')
    assert.not(isRestarted('--config other.json app.js', { 'nodemon.json': {}, 'other.json': options }))
  }
  assert.ok(isRestarted('-w . app.js', { 'nodemon.json': { watch: 'src' } }))
  assert.ok(isRestarted('app.js', { 'package.json': {} }))
})

test('other watchers restart for what they were told to watch besides', () => {
  const cwd = project()
  const of = (find: (command: Command) => Watcher | undefined, line: string): boolean => triggers(find({ cwd: () => cwd, argv: line.split(' ') }), cwd)
  assert.ok(of(nodeWatch, 'node --watch-path=. app.js'))
  assert.ok(of(nodeWatch, '/usr/bin/node -r x --watch-path src --watch-path FaultSnaps app.js'))
  assert.not(of(nodeWatch, 'node --watch app.js'))
  assert.not(of(nodeWatch, 'node --watch-path=src app.js'))
  assert.not(of(nodeWatch, 'sh -c --watch-path=.'))
  assert.ok(of(tsx, 'node node_modules/tsx/dist/cli.mjs watch --include **/*.json app.ts'))
  assert.not(of(tsx, 'node node_modules/tsx/dist/cli.mjs watch --include **/* --exclude FaultSnaps/** app.ts'))
  assert.not(of(tsx, 'node node_modules/.bin/tsx watch app.ts'))
  assert.ok(of(tsNodeDev, 'node node_modules/.bin/ts-node-dev --watch src,. app.ts'))
  assert.not(of(tsNodeDev, 'node node_modules/.bin/ts-node-dev --respawn app.ts'))
  assert.ok(of(forever, 'node /usr/bin/forever -w app.js'))
  assert.not(of(forever, 'node /usr/bin/forever app.js'))
  const env = { pm_id: '0', pm_cwd: cwd, watch: 'true' }
  assert.ok(triggers(pm2(env), cwd))
  assert.not(triggers(pm2({ ...env, ignore_watch: 'logs,FaultSnaps' }), cwd))
  assert.not(triggers(pm2({ ...env, watch: 'src' }), cwd))
  assert.not(triggers(pm2({ ...env, watch: 'false' }), cwd))
  assert.not(triggers(pm2({ watch: 'true' }), cwd), 'a variable of somebody else')
})

test('what pm2 wraps a program in becomes the program; pm2 itself is none', () => {
  for (const wrapper of ['ProcessContainerFork.js', 'ProcessContainer.js']) assert.not(isLauncher(['node', `/usr/lib/node_modules/pm2/lib/${wrapper}`], []))
  for (const file of ['lib/Daemon.js', 'bin/pm2']) assert.ok(isLauncher(['node', `/usr/lib/node_modules/pm2/${file}`], []))
})

test('patterns match as minimatch says', () => {
  for (const [path, pattern] of [['/a/b.js', '**/*.js'], ['/a/.x/b.js', '/a/**'], ['/a/b.js', '/a/{c,b}.{js,ts}'], ['/a/b1', '/a/b[0-9]'], ['/a+(/b', '/a+?/b']] as const) assert.is(matchesGlob(path, pattern), true, pattern)
  for (const [path, pattern] of [['/a/c/b.js', '/a/*.js'], ['/a/b.jsx', '**/*.js'], ['/a/bxjs', '/a/b.js']] as const) assert.is(matchesGlob(path, pattern), false, pattern)
  assert.is(matchesGlob('/a', '/!(a)'), undefined)
})

test('parents are found in a list of processes', () => {
  const list = '  1     0 /sbin/launchd\n 40     1 node /x/nodemon -w src app.js\n 41    40 sh -c node app.js\n 42    41 node app.js\n'
  assert.equal(ofList(list, 41).map(({ argv }) => argv.join(' ')), ['sh -c node app.js', 'node /x/nodemon -w src app.js', '/sbin/launchd'])
})

test('a project has a folder of its own in the cache, for its user alone, and its readers find it', () => {
  const [one, other] = [project(), project()]
  const env = { XDG_CACHE_HOME: join(dir, 'cache'), LOCALAPPDATA: join(dir, 'cache') }
  const [first, temporary] = cacheRepositories(one, env)
  assert.match(first!, /cache.faultsnap.project-\d+-[0-9a-f]{8}$/)
  assert.ok(temporary!.startsWith(tmpdir()))
  assert.is.not(cacheRepositories(other, env)[0], first)
  assert.equal(cacheRepositories(one, { HOME: join(dir, 'nowhere') }), [temporary])
  assert.is(findRepository(join(one, 'src'), undefined, env), undefined)
  assert.ok(makeCacheRepository(first!))
  if (process.platform !== 'win32') assert.is(statSync(first!).mode & 0o777, 0o700)
  assert.is(findRepository(join(one, 'src'), undefined, env), first)
  mkdirSync(join(one, 'src', 'FaultSnaps'))
  assert.is(findRepository(join(one, 'src'), undefined, env), join(one, 'src', 'FaultSnaps'), 'the nearest')
  assert.is(cacheRepositoryOf(other, env), undefined)
  assert.not(existsSync(temporary!))
  const said = (project: string, words: string[]): string[] => checkWatcher({ ...defaultConfig(), repositoryDir: join(project, 'FaultSnaps') }, words, env).map(({ text }) => text)
  assert.match(said(one, [])[0]!, first!)
  assert.match(said(other, ['npx', 'nodemon', 'app.js'])[0]!, /under a file watcher/)
  assert.equal(said(other, ['node', 'app.js']), [])
})

test.run()
