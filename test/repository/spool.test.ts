import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CrashRecord } from '../../src/model'
import { packCrash } from '../../src/pack/pack-crash'
import { listCrashes } from '../../src/repository/list-crashes'
import { recoverSpool } from '../../src/repository/recover-spool'
import { spoolFile, writeSpool } from '../../src/repository/spool'
import { claimSpool, releaseClaimed, removeClaimed } from '../../src/repository/spool-claim'
import { sampleRecord, withFolder } from '../pack/sample-record'

const age = (file: string, ms: number): void => utimesSync(file, new Date(), new Date(Date.now() - ms))
const spooled = (repo: string): string[] => readdirSync(join(repo, '.spool')).filter(name => !name.startsWith('.') &&
  name !== 'index').sort()
const recover = (repo: string) => recoverSpool(repo, record => packCrash(record))

async function deadPid (): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

test('a spool file holds the record as it is, and is found by its id', () => withFolder(repo => {
  const record = sampleRecord(repo)
  assert.is(writeSpool(repo, record), spoolFile(repo, record.id))
  assert.equal(JSON.parse(readFileSync(spoolFile(repo, record.id), 'utf8')), record)
}))

test('a young spool file of a living program is left alone, one over five seconds old is packed', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  const file = writeSpool(repo, record)
  age(file, 4_000)
  assert.equal((await recover(repo)).packed, [])
  assert.ok(existsSync(file))
  age(file, 5_100)
  const { packed, failed, broken } = await recover(repo)
  assert.equal([packed[0]?.id, failed, broken], [record.id, [], []])
  assert.equal((await listCrashes(repo)).map(crash => crash.id), [record.id])
  assert.equal(spooled(repo), [])
}))

test('a young spool file of a dead program is packed at once, unless the program ran on another machine', () =>
  withFolder(async repo => {
  const pid = await deadPid()
  const here = sampleRecord(repo)
  here.process = { ...here.process, pid, hostname: hostname() }
  const there = sampleRecord(repo)
  there.process = { ...there.process, pid, hostname: `${hostname()}-other` }
  writeSpool(repo, here)
  writeSpool(repo, there)
  assert.equal((await recover(repo)).packed.map(crash => crash.id), [here.id])
  assert.equal(spooled(repo), [`${there.id}.json`])
}))

test('a record is packed into the folder where it was found, wherever it was written for', () => withFolder(async folder => {
  const record = sampleRecord('/somewhere/else', { id: '00000001' })
  age(writeSpool(folder, record), 6_000)
  const { packed } = await recover(folder)
  assert.ok(packed[0]!.capsuleFile.startsWith(folder))
}))

test('of many that recover at once one packs each file', () => withFolder(async repo => {
  for (let n = 0; n < 10; n++) age(writeSpool(repo, sampleRecord(repo)), 6_000)
  const results = await Promise.all(Array.from({ length: 5 }, () => recover(repo)))
  assert.is(results.reduce((sum, { packed }) => sum + packed.length, 0), 10)
  assert.is((await listCrashes(repo)).length, 10)
}))

test('a claim of a process that is gone keeps nobody away, one of another machine does', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  writeSpool(repo, record)
  const claimed = claimSpool(repo, `${record.id}.json`)!
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const elsewhere = claimed.replace(/-\d+-[0-9a-f]{8}$/, `-${pid}-00000000`)
  renameSync(claimed, elsewhere)
  assert.equal((await recover(repo)).packed, [])
  renameSync(elsewhere, claimed.replace(/-\d+-([0-9a-f]{8})$/, `-${pid}-$1`))
  assert.equal((await recover(repo)).packed.map(crash => crash.id), [record.id])
}))

test('a crash that was stored before its packer died is not packed again', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  writeSpool(repo, record)
  const claimed = claimSpool(repo, `${record.id}.json`)!
  const { capsuleFile } = await packCrash(sampleRecord(repo, { id: record.id }))
  const bytes = readFileSync(capsuleFile)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  renameSync(claimed, claimed.replace(/-\d+-([0-9a-f]{8})$/, `-${pid}-$1`))
  assert.equal(await recover(repo), { packed: [], failed: [], broken: [] })
  assert.equal(spooled(repo), [])
  assert.equal(readFileSync(capsuleFile), bytes)
}))

test('a claim keeps others away until it is released, or is a minute old', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  writeSpool(repo, record)
  const name = `${record.id}.json`
  const claimed = claimSpool(repo, name)!
  assert.is(claimSpool(repo, name), undefined)
  age(claimed, 600_000)
  assert.equal((await recover(repo)).packed, [])
  releaseClaimed(repo, record.id, claimed)
  const again = claimSpool(repo, name)!
  const left = again.replace(/claimed-\d+/, `claimed-${Date.now() - 61_000}`)
  writeFileSync(left, readFileSync(again))
  removeClaimed(again)
  assert.equal((await recover(repo)).packed.map(crash => crash.id), [record.id])
  assert.equal(spooled(repo), [])
}))

test('half-written and foreign files are set aside once, never packed', () => withFolder(async repo => {
  const record = sampleRecord(repo, { id: '00000001' })
  const text = readFileSync(writeSpool(repo, record), 'utf8')
  const contents = [text.slice(0, -10), '', 'null', '{"spoolVersion":2}', JSON.stringify({ ...record, crash: { frames: [] } }),
    JSON.stringify({ ...record, id: '../../../etc' })]
  for (const [n, content] of contents.entries()) {
    const file = spoolFile(repo, `0000000${n + 1}`)
    writeFileSync(file, content)
    age(file, 6_000)
  }
  const { packed, broken } = await recover(repo)
  assert.equal([packed.length, broken.length], [0, contents.length])
  assert.ok(spooled(repo).every(name => name.includes('.broken-')), spooled(repo).join())
  assert.equal((await recover(repo)).broken, [])
}))

test('a whole record whose program died before the rename is packed', () => withFolder(async repo => {
  const record = sampleRecord(repo, { id: '00000001' })
  const file = writeSpool(repo, record)
  const temporary = `${file}.0123456789ab.tmp`
  writeFileSync(temporary, readFileSync(file))
  removeClaimed(file)
  age(temporary, 6_000)
  assert.equal((await recover(repo)).packed.map(crash => crash.id), ['00000001'])
}))

test('a crash that cannot be packed now waits for the next time', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  age(writeSpool(repo, record), 6_000)
  const error = new Error('disk full')
  assert.equal((await recoverSpool(repo, async () => { throw error })).failed, [{ id: record.id, error }])
  assert.equal(spooled(repo), [`${record.id}.json`])
  assert.is((await recover(repo)).packed.length, 1)
}))

test('without a spool nothing happens', () => withFolder(async repo => {
  assert.equal(await recover(join(repo, 'none')), { packed: [], failed: [], broken: [] })
}))

test('what packing changes in a record does not get back into the spool', () => withFolder(async repo => {
  const records: CrashRecord[] = []
  age(writeSpool(repo, sampleRecord(repo)), 6_000)
  await recoverSpool(repo, async record => { records.push(record) })
  assert.is(records[0]!.packing.repositoryDir, repo)
}))

test.run()
