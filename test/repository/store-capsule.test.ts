import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readManifest } from '../../src/capsule/read'
import type { PackingOptions } from '../../src/model'
import { packCrash } from '../../src/pack/pack-crash'
import { readIndex } from '../../src/repository/crash-index'
import { readMetadata } from '../../src/repository/fingerprint-metadata'
import { scanCapsules } from '../../src/repository/scan'
import { sampleRecord, withFolder } from '../pack/sample-record'

const store = (repo: string, capturedAt: string, packing: Partial<PackingOptions> = {}, type = 'TypeError') => {
  const record = sampleRecord(repo, { capturedAt }, packing)
  record.crash.exception.type = type
  return packCrash(record)
}
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

test('a repository that is made is left out of git, one that was there is as it was', () => withFolder(async folder => {
  const repo = join(folder, 'FaultSnaps')
  await store(repo, '2026-06-14T01:29:34.567+02:00', { maxDaysToKeep: 36_500 })
  assert.match(readFileSync(join(repo, '.gitignore'), 'utf8'), /^#.*\n\*\n$/)
  await store(folder, '2026-06-14T01:29:34.567+02:00', { maxDaysToKeep: 36_500 })
  assert.not(existsSync(join(folder, '.gitignore')))
}))

test('a crash lies under its type, day and fingerprint in UTC, with metadata, index and latest', () => withFolder(async repo => {
  const { capsuleFile, htmlFile, fingerprint, id } = await store(repo, '2026-06-14T01:29:34.567+02:00', { maxDaysToKeep: 36_500 })
  const folder = `TypeError/2026-06-13/${fingerprint.slice(0, 8)}`
  assert.is(relative(repo, capsuleFile), join(folder, `crash_232934_${id}.faultsnap`))
  assert.is(htmlFile, capsuleFile.replace('.faultsnap', '.html'))
  assert.equal(readdirSync(join(repo, folder)).sort(), [`crash_232934_${id}.faultsnap`, `crash_232934_${id}.html`,
    'metadata.json'])
  assert.equal(readdirSync(repo).sort(), ['.spool', 'TypeError', 'index.json', 'latest'])
  assert.equal(readFileSync(join(repo, 'latest/latest.faultsnap')), readFileSync(capsuleFile))
  assert.equal(readFileSync(join(repo, 'latest/latest.html')), readFileSync(htmlFile!))
  assert.is(readFileSync(join(repo, '.spool/.gitignore'), 'utf8'), '*\n')
  const metadata = readMetadata(join(repo, folder))!
  assert.equal({ ...metadata, exception: metadata.exception.type }, {
    format: 'faultsnap-metadata', version: 1, fingerprint, exception: 'TypeError',
    place: { function: 'total', file: '/srv/shop/cart.js', line: 12, column: 20 },
    count: 1, removed: 0, firstSeen: '2026-06-13T23:29:34.000Z', lastSeen: '2026-06-13T23:29:34.000Z',
      capsules: [`crash_232934_${id}.faultsnap`],
  })
  const [crash] = readIndex(repo)!
  assert.is(crash!.path, `${folder}/crash_232934_${id}.faultsnap`)
  assert.is(crash!.capturedAt, '2026-06-13T23:29:34.567Z')
  assert.is((await readManifest(capsuleFile)).id, id)
}))

test('the time zone of the machine changes no path', () => withFolder(async repo => {
  const zone = process.env['TZ']
  try {
    for (const TZ of ['Pacific/Kiritimati', 'America/Los_Angeles']) {
      process.env['TZ'] = TZ
      const { capsuleFile } = await store(join(repo, basename(TZ)), '2026-01-01T00:00:00.000Z', { maxDaysToKeep: 36_500 })
      assert.match(capsuleFile, /2026-01-01[\\/][0-9a-f]{8}[\\/]crash_000000_/)
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
}))

test('latest stays the newest when an older crash is stored later, and loses the page that the newest does not have', () =>
  withFolder(async repo => {
  const newer = await store(repo, daysAgo(0))
  await store(repo, daysAgo(1))
  assert.equal(readFileSync(join(repo, 'latest/latest.faultsnap')), readFileSync(newer.capsuleFile))
  assert.equal(readFileSync(join(repo, 'latest/latest.html')), readFileSync(newer.htmlFile!))
  const newest = await store(repo, new Date(Date.now() + 1000).toISOString(), { html: false })
  assert.is(newest.htmlFile, undefined)
  assert.equal(readdirSync(join(repo, 'latest')), ['latest.faultsnap'])
  assert.equal(readFileSync(join(repo, 'latest/latest.faultsnap')), readFileSync(newest.capsuleFile))
}))

test('of a fingerprint the first and the newest are kept, maxReportsPerFingerprint in all, over several days', () =>
  withFolder(async repo => {
  const stored: string[] = []
  for (const days of [4, 3, 2, 1, 0]) stored.push(relative(repo, (await store(repo, daysAgo(days),
    { maxReportsPerFingerprint: 4 })).capsuleFile))
  const expected = [stored[0], stored[2], stored[3], stored[4]]
  const found = (): string[] => scanCapsules(repo).map(path => join(path)).sort()
  assert.equal(found(), expected.sort() as string[])
  assert.equal(readIndex(repo)!.map(crash => crash.path).sort(), scanCapsules(repo).sort())
  assert.not(existsSync(dirname(join(repo, stored[1]!))), 'the emptied day is gone')
  const sixth = await store(repo, new Date(Date.now() + 1000).toISOString(), { maxReportsPerFingerprint: 1 })
  assert.equal(found(), [stored[0], relative(repo, sixth.capsuleFile)].sort() as string[])
}))

test('metadata goes on counting crashes that retention removed', () => withFolder(async repo => {
  const day = '2026-06-13T10:00:'
  let last = ''
  for (const second of ['01', '02', '03', '04', '05']) {
    last = (await store(repo, `${day}${second}.000Z`, { maxReportsPerFingerprint: 3, maxDaysToKeep: 36_500 })).capsuleFile
  }
  const { count, removed, capsules, firstSeen, lastSeen } = readMetadata(dirname(last))!
  assert.equal([count, removed, capsules.length], [5, 2, 3])
  assert.equal([firstSeen, lastSeen], [`${day}01.000Z`, `${day}05.000Z`])
}))

test('a capsule maxDaysToKeep days old stays, one of the day before goes', () => withFolder(async repo => {
  await store(repo, daysAgo(11), {}, 'OldError')
  const kept = await store(repo, daysAgo(10), {}, 'KeptError')
  assert.is(scanCapsules(repo).length, 2)
  const now = await store(repo, daysAgo(0), { maxDaysToKeep: 10 })
  assert.equal(scanCapsules(repo).map(path => join(repo, path)).sort(), [kept.capsuleFile, now.capsuleFile].sort())
  assert.not(existsSync(join(repo, 'OldError')))
  assert.is(readIndex(repo)!.length, 2)
}))

test('a crash that is recovered after more than maxDaysToKeep days is stored all the same', () => withFolder(async repo => {
  const { capsuleFile } = await store(repo, daysAgo(100), { maxDaysToKeep: 1 })
  assert.ok(existsSync(capsuleFile))
}))

test('a repository of just maxRepositoryBytes keeps all, one byte less costs the oldest capsule', () => withFolder(async repo => {
  const first = await store(repo, daysAgo(2), {}, 'AError')
  const second = await store(repo, daysAgo(1), {}, 'BError')
  const third = await store(repo, daysAgo(0), {}, 'CError')
  const bytes = (): number => readIndex(repo)!.reduce((sum, crash) => sum + crash.bytes, 0)
  const size = bytes()
  const record = sampleRecord(repo, { capturedAt: new Date(Date.now() + 1000).toISOString() })
  record.crash.exception.type = 'DError'
  const fourth = await packCrash(structuredClone(record))
  const all = bytes()
  assert.ok(all > size)
  record.packing.maxRepositoryBytes = all
  await packCrash(structuredClone(record))
  assert.is(scanCapsules(repo).length, 4)
  record.packing.maxRepositoryBytes = all - 1
  await packCrash(structuredClone(record))
  assert.equal(scanCapsules(repo).map(path => join(repo, path)).sort(), [second, third, fourth].map(crash => crash.capsuleFile)
    .sort())
  assert.not(existsSync(first.htmlFile!))
  record.packing.maxRepositoryBytes = 1
  await packCrash(structuredClone(record))
  assert.equal(scanCapsules(repo).map(path => join(repo, path)), [fourth.capsuleFile])
}))

test('retention removes no file of anybody else', () => withFolder(async repo => {
  const old = await store(repo, daysAgo(50), { maxDaysToKeep: 365 }, 'OldError')
  const folder = dirname(old.capsuleFile)
  const theirs = [join(folder, 'notes.txt'), join(folder, 'crash_232934.faultsnap'), join(repo, 'OldError', 'README'),
    join(repo, 'Mine/2001-01-01/report.txt')]
  mkdirSync(join(repo, 'Mine/2001-01-01'), { recursive: true })
  for (const file of theirs) writeFileSync(file, 'mine')
  const outside = join(repo, '..', `${basename(repo)}-outside`)
  mkdirSync(join(outside, '2001-01-01/12345678'), { recursive: true })
  const linked = join(outside, '2001-01-01/12345678/crash_000000_12345678.faultsnap')
  writeFileSync(linked, 'mine')
  if (process.platform !== 'win32') symlinkSync(outside, join(repo, 'Linked'))
  await store(repo, daysAgo(0), { maxDaysToKeep: 10, maxRepositoryBytes: 1, maxReportsPerFingerprint: 1 })
  assert.not(existsSync(old.capsuleFile))
  assert.not(existsSync(join(folder, 'metadata.json')))
  for (const file of [...theirs, linked]) assert.is(readFileSync(file, 'utf8'), 'mine', file)
  const { rmSync } = await import('node:fs')
  rmSync(outside, { recursive: true })
}))

test('an index that names files outside the repository removes none of them', () => withFolder(async folder => {
  const repo = join(folder, 'repo')
  await store(repo, daysAgo(1))
  const victim = join(folder, 'victim.faultsnap')
  writeFileSync(victim, 'x')
  const index = JSON.parse(readFileSync(join(repo, 'index.json'), 'utf8'))
  index.crashes.push({ ...index.crashes[0], id: '00000000', capturedAt: '2000-01-01T00:00:00.000Z', path: '../victim.faultsnap' })
  writeFileSync(join(repo, 'index.json'), JSON.stringify(index))
  await store(repo, daysAgo(0), { maxRepositoryBytes: 1 })
  assert.ok(existsSync(victim))
}))

test('temporary files of a killed process are cleared once they are an hour old', () => withFolder(async repo => {
  const first = await store(repo, daysAgo(0))
  const temporary = `${first.capsuleFile}.0123456789ab.tmp`
  const young = `${first.capsuleFile}.0123456789ac.tmp`
  for (const file of [temporary, young]) writeFileSync(file, 'half')
  utimesSync(temporary, new Date(), new Date(Date.now() - 3_700_000))
  await store(repo, daysAgo(0))
  assert.not(existsSync(temporary))
  assert.ok(existsSync(young))
}))

test.run()
