import fs, { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { listCrashes } from '../../src/repository/list-crashes'
import { newestCrashes } from '../../src/repository/newest-crashes'
import { capsuleOf, sampleDocuments } from '../capsule/raw-zip'
import { withFolder } from '../pack/sample-record'

const CRASHES = 320
const bytes = capsuleOf(sampleDocuments())
const idOf = (at: number): string => at.toString(16).padStart(8, '0')

/** The path of the crash with this number, of twenty bugs on seven days. Capsules may all be the same: the name is what they are listed by. */
function pathOf (at: number): string {
  return `TypeError/2026-06-${String(10 + at % 7)}/${idOf(at % 20)}/crash_${String(100_000 + at % 60).slice(0, 6)}_${idOf(at)}.faultsnap`
}

function addCapsule (repo: string, path: string, content = bytes): void {
  mkdirSync(dirname(join(repo, path)), { recursive: true })
  writeFileSync(join(repo, path), content)
}

/** Folders as old as those of a repository that nobody has written to for a minute. */
function settle (repo: string): void {
  const old = new Date(Date.now() - 60_000)
  for (const name of fs.readdirSync(repo, { recursive: true, encoding: 'utf8' })) {
    if (statSync(join(repo, name)).isDirectory() && !name.startsWith('.')) utimesSync(join(repo, name), old, old)
  }
}

/** How often a capsule is opened, and a folder below the root listed, meanwhile. */
async function looksDuring (repo: string, work: () => Promise<unknown>): Promise<{ opened: number, listed: number }> {
  const { openSync, readdirSync } = fs
  const looks = { opened: 0, listed: 0 }
  fs.openSync = ((path: string, ...rest: never[]) => {
    if (String(path).endsWith('.faultsnap')) looks.opened++
    return openSync(path, ...rest as [never])
  }) as typeof openSync
  fs.readdirSync = ((path: string, ...rest: never[]) => {
    if (String(path).startsWith(join(repo, 'T'))) looks.listed++
    return readdirSync(path, ...rest as [never])
  }) as unknown as typeof readdirSync
  try {
    await work()
  } finally {
    Object.assign(fs, { openSync, readdirSync })
  }
  return looks
}

const same = async (repo: string, what: string): Promise<void> => {
  const all = await listCrashes(repo)
  const newest = await newestCrashes(repo, 20)
  assert.equal(newest.crashes, all.slice(0, 20), what)
  assert.is(newest.total, all.length, what)
}

test('a large repository is listed a second time without a look at any capsule or folder; what changed is all that is looked at', () => withFolder(async repo => {
  for (let at = 0; at < CRASHES; at++) addCapsule(repo, pathOf(at))
  settle(repo)
  assert.is((await looksDuring(repo, () => newestCrashes(repo, 20))).opened, CRASHES)
  assert.equal(await looksDuring(repo, () => newestCrashes(repo, 20)), { opened: 0, listed: 0 })
  await same(repo, 'unchanged')

  addCapsule(repo, `TypeError/2026-06-10/${idOf(0)}/crash_235959_ffffffff.faultsnap`)
  // The folder held sixteen others; those of the list are known.
  assert.equal(await looksDuring(repo, () => newestCrashes(repo, 20)), { opened: 1, listed: 1 })
  await same(repo, 'one added')
  addCapsule(repo, `RangeError/2026-06-11/${idOf(1)}/crash_235959_fffffffe.faultsnap`)
  await same(repo, 'a type added')
  settle(repo)
  await newestCrashes(repo, 20)
  rmSync(join(repo, pathOf(CRASHES - 1)))
  assert.is((await looksDuring(repo, () => newestCrashes(repo, 20))).opened, 0)
  await same(repo, 'one removed')
  rmSync(join(repo, 'RangeError'), { recursive: true })
  assert.is((await looksDuring(repo, () => newestCrashes(repo, 20))).opened, 0)
  await same(repo, 'a type removed')
  rmSync(join(repo, '.spool/newest.json'))
  await same(repo, 'all anew')
}))

test('of more crashes than are kept, none is left out that should be seen', () => withFolder(async repo => {
  const many = 700
  for (let at = 0; at < many; at++) addCapsule(repo, pathOf(at))
  settle(repo)
  await same(repo, 'many')
  // Of the same moment, they stand in the order of their ids: these at the end, where the list that is kept does not reach.
  addCapsule(repo, `TypeError/2026-06-10/${idOf(0)}/crash_000000_00000000.faultsnap`)
  await same(repo, 'an old one added')
  for (let at = many - 1; at > 300; at -= 2) rmSync(join(repo, pathOf(at)))
  await same(repo, 'half of the newest removed')
  for (let at = many; at < many + 350; at++) addCapsule(repo, pathOf(at))
  await same(repo, 'very many added')
}))

test('folders that changed just now, and lists that somebody wrote, are not believed', () => withFolder(async repo => {
  for (let at = 0; at < CRASHES; at++) addCapsule(repo, pathOf(at))
  settle(repo)
  // As if it had changed in the moment of the look at it.
  utimesSync(join(repo, 'TypeError/2026-06-10'), new Date(), new Date(Date.now() + 60_000))
  await newestCrashes(repo, 20)
  assert.ok((await looksDuring(repo, () => newestCrashes(repo, 20))).listed > 0)
  settle(repo)
  await newestCrashes(repo, 20)
  const file = join(repo, '.spool', 'newest.json')
  const text = readFileSync(file, 'utf8')
  const list = JSON.parse(text) as { crashes: { path: string }[], folders: Record<string, number> }
  for (const spoilt of ['', 'null', '[]', text.slice(0, 1_000), JSON.stringify({ ...list, crashes: [1] }), JSON.stringify({ ...list, total: 'x' }),
    JSON.stringify({ ...list, crashes: [{ ...list.crashes[0], path: '../../../etc/passwd' }] }), JSON.stringify({ ...list, folders: {} }),
    JSON.stringify({ ...list, folders: { ...list.folders, '../..': 1 } })]) {
    writeFileSync(file, spoilt)
    await same(repo, spoilt.slice(0, 100))
  }
}))

test.run()
