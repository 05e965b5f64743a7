import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FaultSnapError } from '../../src/errors'
import { packCrash } from '../../src/pack/pack-crash'
import { readIndex, writeIndex, mergeIndex, noteStored, noteRemoved } from '../../src/repository/crash-index'
import { findRepository } from '../../src/repository/find-repository'
import { listCrashes } from '../../src/repository/list-crashes'
import { resolveReference } from '../../src/repository/resolve-reference'
import { sampleRecord, withFolder } from '../pack/sample-record'

const STARTED_AT = Date.now() - 60_000

/** Crashes a second apart, in the order of their ids. */
async function store (repo: string, ids: string[], type = 'TypeError') {
  const packed = []
  for (const id of ids) {
    const record = sampleRecord(repo, { id, capturedAt: new Date(STARTED_AT + Number(id) * 1000).toISOString() })
    record.crash.exception.type = type
    packed.push(await packCrash(record))
  }
  return packed
}
const idsOf = async (repo: string): Promise<string[]> => (await listCrashes(repo)).map(crash => crash.id)
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'resolved', error => error instanceof FaultSnapError ? error.code : String(error))

test('crashes are listed newest first with their files', () => withFolder(async repo => {
  const packed = await store(repo, ['00000001', '00000002', '00000003'])
  const crashes = await listCrashes(repo)
  assert.equal(crashes.map(crash => crash.file), packed.map(crash => crash.capsuleFile).reverse())
  assert.equal(crashes[0]!.exception.type, 'TypeError')
  assert.equal(await listCrashes(join(repo, 'none')), [])
}))

for (const [what, spoil] of [
  ['missing', (repo: string) => rmSync(join(repo, 'index.json'))],
  ['cut in the middle', (repo: string) => writeFileSync(join(repo, 'index.json'), readFileSync(join(repo,
    'index.json')).subarray(0, 200))],
  ['of another shape', (repo: string) => writeFileSync(join(repo, 'index.json'), '{"format":"faultsnap-index","crashes":[1]}')],
  ['null', (repo: string) => writeFileSync(join(repo, 'index.json'), 'null')],
  ['outdated', (repo: string) => writeIndex(repo, readIndex(repo)!.slice(1))],
] as const) {
  test(`an index that is ${what} is rebuilt from the folders`, () => withFolder(async repo => {
    await store(repo, ['00000001', '00000002'])
    const before = readFileSync(join(repo, 'index.json'), 'utf8')
    rmSync(join(repo, '.spool'), { recursive: true })
    spoil(repo)
    assert.equal(await idsOf(repo), ['00000002', '00000001'])
    assert.is(readFileSync(join(repo, 'index.json'), 'utf8'), before)
  }))
}

test('capsules that were removed, added or damaged by hand are noticed', () => withFolder(async repo => {
  const [first, second, third] = await store(repo, ['00000001', '00000002', '00000003'])
  rmSync(first!.capsuleFile)
  copyFileSync(second!.capsuleFile, second!.capsuleFile.replace('00000002', '00000009'))
  writeFileSync(third!.capsuleFile, 'damaged')
  rmSync(join(repo, 'index.json'))
  assert.equal(await idsOf(repo), ['00000009', '00000002'])
  assert.equal(readIndex(repo)!.map(crash => crash.id).filter(id => id !== '00000003' && id !== '00000001'), ['00000009',
    '00000002'])
  rmSync(dirname(second!.capsuleFile), { recursive: true })
  assert.equal(await idsOf(repo), [])
}))

test('a crash after folders were removed by hand still finds the newest for latest', () => withFolder(async repo => {
  const [gone] = await store(repo, ['00000001'], 'FutureError')
  rmSync(join(repo, 'FutureError'), { recursive: true })
  const [next] = await store(repo, ['00000002'])
  assert.ok(gone)
  assert.equal(readFileSync(join(repo, 'latest/latest.faultsnap')), readFileSync(next!.capsuleFile))
  assert.equal(await idsOf(repo), ['00000002'])
}))

test('a large index is merged only now and then, and readers see every crash all the same', () => withFolder(async repo => {
  await store(repo, ['00000001'])
  const [entry] = readIndex(repo)!
  writeIndex(repo, Array.from({ length: 3000 }, (_, n) => ({ ...entry!, id: (0xa0000000 + n).toString(16),
    capturedAt: '2020-01-01T00:00:00.000Z' })))
  rmSync(join(repo, '.spool/index'), { recursive: true })
  const size = readFileSync(join(repo, 'index.json')).length
  for (let n = 0; n < 199; n++) noteStored(repo, { ...entry!, id: (0xb0000000 + n).toString(16) })
  assert.is(mergeIndex(repo), undefined)
  assert.is(readFileSync(join(repo, 'index.json')).length, size)
  noteRemoved(repo, ['a0000000'])
  const merged = mergeIndex(repo)!
  assert.is(merged.length, 3000 + 199 - 1)
  assert.equal(readIndex(repo), merged)
}))

test('notes are swept once they are a minute old and in the index', () => withFolder(async repo => {
  await store(repo, ['00000001', '00000002'])
  const notes = join(repo, '.spool/index')
  const minuteAgo = new Date(Date.now() - 61_000)
  utimesSync(join(notes, '00000001.json'), minuteAgo, minuteAgo)
  await store(repo, ['00000003'])
  assert.equal((await import('node:fs')).readdirSync(notes).sort(), ['00000002.json', '00000003.json'])
  assert.is(readIndex(repo)!.length, 3)
}))

test('references: latest, a path, an id, a fingerprint prefix of four or more digits', () => withFolder(async repo => {
  const [first, second] = await store(repo, ['00000001', '00000002'])
  const [other] = await store(repo, ['00000000'], 'RangeError')
  const at = (ref: string): Promise<string> => resolveReference(repo, ref)
  assert.is(await at('latest'), second!.capsuleFile)
  assert.is(await at('00000001'), first!.capsuleFile)
  assert.is(await at(first!.capsuleFile), first!.capsuleFile)
  assert.is(await at(first!.fingerprint.slice(0, 4)), second!.capsuleFile)
  assert.is(await at(first!.fingerprint.toUpperCase()), second!.capsuleFile)
  assert.is(await at(other!.fingerprint.slice(0, 12)), other!.capsuleFile)
  assert.is(await code(at(first!.fingerprint.slice(0, 3))), 'CAPSULE_NOT_FOUND')
  assert.is(await code(at('ffffffffff')), 'CAPSULE_NOT_FOUND')
  assert.is(await code(at('no-such')), 'CAPSULE_NOT_FOUND')
  assert.is(await code(at('none.faultsnap')), 'CAPSULE_NOT_FOUND')
  assert.is(await code(at('a/b')), 'CAPSULE_NOT_FOUND')
  assert.is(await code(at('\u0000')), 'CAPSULE_NOT_FOUND')
  assert.is(await code(resolveReference(join(repo, 'none'), 'latest')), 'REPOSITORY_EMPTY')
}))

test('a prefix of two fingerprints is ambiguous and names both', () => withFolder(async repo => {
  await store(repo, ['00000001', '00000002'])
  const [a, b] = readIndex(repo)!
  writeIndex(repo, [{ ...a!, fingerprint: 'abcd1' + '0'.repeat(59) }, { ...b!, fingerprint: 'abcd2' + '0'.repeat(59) }])
  const error = await resolveReference(repo, 'abcd').then(() => undefined, error => error)
  assert.is(error.code, 'REFERENCE_AMBIGUOUS')
  assert.match(error.message, /abcd10000000, abcd20000000/)
  assert.match(await resolveReference(repo, 'abcd2'), b!.id)
}))

test('the repository is the given one, else the nearest upward', () => withFolder(folder => {
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  mkdirSync(join(folder, 'FaultSnaps'))
  assert.is(findRepository(join(folder, 'a/b')), join(folder, 'FaultSnaps'))
  mkdirSync(join(folder, 'a/FaultSnaps'))
  assert.is(findRepository(join(folder, 'a/b')), join(folder, 'a/FaultSnaps'))
  assert.is(findRepository(join(folder, 'a'), '../x'), join(folder, 'x'))
  assert.is(findRepository('/'), undefined)
}))

test('a repository that cannot be written is listed, one that cannot be read says so', () => withFolder(async repo => {
  await store(repo, ['00000001'])
  rmSync(join(repo, 'index.json'))
  chmodSync(repo, 0o500)
  assert.equal(await idsOf(repo), ['00000001'])
  chmodSync(repo, 0o700)
  rmSync(join(repo, 'index.json'), { force: true })
  mkdirSync(join(repo, 'index.json'))
  assert.is(await code(listCrashes(repo)), 'REPOSITORY_UNREADABLE')
}))

test.run()
