import { execFileSync } from 'node:child_process'
import { createHash, pbkdf2 } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import zlib from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, readManifest } from '../../src/capsule/read'
import { verifyCapsule } from '../../src/capsule/verify'
import { writeCapsuleBytes } from '../../src/capsule/write'
import { withFolder } from '../pack/sample-record'
import { sampleDocuments } from './raw-zip'

const documents = sampleDocuments()
const { entries: _, ...manifest } = documents['manifest.json']
const entries = ['crash.json', 'environment.json', 'breadcrumbs.json'].map(path => ({ path,
  bytes: Buffer.from(JSON.stringify(documents[path])) }))

const python = (script: string, ...args: string[]): string => execFileSync('python3', ['-c', script, ...args],
  { encoding: 'utf8' })
const withUnzip = (file: string): string => {
  try {
    return execFileSync('unzip', ['-t', file], { encoding: 'utf8' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return python('import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None; print("No errors detected")', file)
  }
}

test('any ZIP tool accepts a capsule, whose manifest comes first and whose entries keep their order', () =>
  withFolder(async folder => {
  const file = join(folder, 'c.faultsnap')
  const bytes = await writeCapsuleBytes([...entries, { path: 'sources/0.js', bytes: Buffer.from('größe()') }], manifest)
  writeFileSync(file, bytes)
  assert.match(withUnzip(file), /No errors/)
  assert.is(bytes.toString('latin1', 30, 43), 'manifest.json')
  const names = [...bytes.toString('latin1').matchAll(/PK\x01\x02[\s\S]{42}([a-z0-9./]+\.(?:json|js))/g)].map(match => match[1])
  assert.equal(names, ['manifest.json', 'crash.json', 'environment.json', 'breadcrumbs.json', 'sources/0.js'])
}))

test('every size and checksum of the manifest holds, and a read capsule equals what was written', async () => {
  const bytes = await writeCapsuleBytes(entries, manifest)
  const capsule = await readCapsule(bytes)
  assert.equal(capsule.manifest.entries, entries.map(({ path, bytes }) =>
    ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })))
  assert.equal(await verifyCapsule(bytes), [])
  assert.equal(capsule.crash, documents['crash.json'])
  assert.is(capsule.crash.exception.cause?.message, 'low \ud800 level')
  assert.equal(capsule.environment, documents['environment.json'])
  assert.equal(await readManifest(bytes), capsule.manifest)
})

test('entries carry the time of capture in UTC', async () => {
  const bytes = await writeCapsuleBytes(entries, manifest)
  const at = bytes.indexOf(Buffer.from('UT\x05\x00\x03', 'latin1'))
  assert.is(bytes.readUInt32LE(at + 5), Math.floor(Date.parse('2026-06-13T23:29:34Z') / 1000))
})

test('writing does not wait for libuv\'s thread pool and leaves zlib as it was', async () => {
  const { deflateRaw } = zlib
  // Each of the pool's four threads is busy for far longer than writing takes; were one needed, these would end first.
  let isPoolDone = false
  const busy = Promise.race(Array.from({ length: 4 }, () => new Promise(resolve => pbkdf2('p', 's', 300_000, 64, 'sha512',
    resolve))))
    .then(() => { isPoolDone = true })
  await writeCapsuleBytes(entries, manifest)
  assert.not(isPoolDone)
  assert.is(zlib.deflateRaw, deflateRaw)
  await busy
})

test('a thousand arrays of a hundred numbers, each shared ten times, pack into less than ten kilobytes', async () => {
  const nodes = Array.from({ length: 1000 }, () =>
    ({ type: 'object' as const, subtype: 'array' as const, className: 'Array', size: 100, elements: Array.from({ length: 100 },
      (_, n) => n) }))
  const owners = Array.from({ length: 10 }, () =>
    ({ type: 'object' as const, subtype: 'array' as const, className: 'Array', size: 1000, elements: nodes.map((_, ref) =>
      ({ ref })) }))
  const crash = { ...documents['crash.json'], nodes: [...nodes, ...owners] }
  const bytes = await writeCapsuleBytes([{ path: 'crash.json', bytes: Buffer.from(JSON.stringify(crash)) }], manifest)
  assert.ok(bytes.length < 10 * 1024, `${bytes.length} bytes`)
  const { crash: read } = await readCapsule(bytes)
  assert.equal(read.nodes[999]!.elements!.at(-1), 99)
})

test.run()
