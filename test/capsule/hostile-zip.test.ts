import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readCapsule, readManifest } from '../../src/capsule/read'
import { verifyCapsule } from '../../src/capsule/verify'
import { writeCapsuleBytes } from '../../src/capsule/write'
import { FaultSnapError } from '../../src/errors'
import { capsuleOf, rawZip, sampleDocuments, type RawEntry } from './raw-zip'

const documents = sampleDocuments()
const { entries: _, ...head } = documents['manifest.json']
const written = (): Promise<Buffer> => writeCapsuleBytes(
  ['crash.json', 'environment.json', 'breadcrumbs.json'].map(path => ({ path,
    bytes: Buffer.from(JSON.stringify(documents[path])) })), head)

async function refusal (read: Promise<unknown>): Promise<FaultSnapError | undefined> {
  const error = await read.then(() => undefined, error => error)
  if (error !== undefined) assert.instance(error, FaultSnapError, error.stack)
  return error
}

test('a capsule cut at every 16th byte is refused', async () => {
  const bytes = await written()
  for (let length = 0; length < bytes.length; length += 16) {
    const error = await refusal(readCapsule(bytes.subarray(0, length)))
    assert.is(error?.code, length < 4 ? 'CAPSULE_NOT_A_ZIP' : 'CAPSULE_CORRUPT', `at ${length}`)
    assert.ok(await refusal(readManifest(bytes.subarray(0, length))))
  }
  assert.ok(await refusal(readCapsule(bytes.subarray(0, bytes.length - 1))))
  assert.ok(await refusal(readCapsule(bytes.subarray(1))))
})

test('a flipped bit anywhere is refused or changes nothing that is read', async () => {
  const bytes = await written()
  const intact = JSON.stringify(await readCapsule(bytes))
  let refusals = 0
  for (let at = 0; at < bytes.length; at++) {
    const damaged = Buffer.from(bytes)
    damaged[at]! ^= 1 << (at * 5) % 8
    const result = await readCapsule(damaged).then(capsule => JSON.stringify(capsule), error => error)
    if (typeof result === 'string') assert.is(result, intact, `byte ${at}`)
    else assert.instance(result, FaultSnapError, `byte ${at}: ${result.stack}`)
    if (typeof result !== 'string') refusals++
    await verifyCapsule(damaged).catch(error => assert.instance(error, FaultSnapError))
  }
  assert.ok(refusals > bytes.length / 2, `${refusals} of ${bytes.length}`)
})

test('bytes of 0xff and 0x00 over any directory field never crash a reader', async () => {
  const bytes = await written()
  const directory = bytes.indexOf('PK\x01\x02', 'latin1')
  for (let at = directory; at < bytes.length; at++) {
    for (const [fill, width] of [[0xff, 4], [0xff, 8], [0, 4]] as const) {
      const damaged = Buffer.from(bytes)
      damaged.fill(fill, at, Math.min(at + width, bytes.length))
      await refusal(readCapsule(damaged))
    }
  }
})

test('ZIP64 records with absurd offsets are refused', async () => {
  const bytes = await written()
  const end = bytes.subarray(-22)
  for (const offset of [0n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
    const locator = Buffer.alloc(20)
    locator.writeUInt32LE(0x07064b50, 0)
    locator.writeBigUInt64LE(offset, 8)
    locator.writeUInt32LE(1, 16)
    assert.is((await refusal(readCapsule(Buffer.concat([bytes.subarray(0, -22), locator, end]))))?.code, 'CAPSULE_CORRUPT')
  }
})

const NAMES: [string | Buffer, string][] = [
  ['../evil.js', '..'], ['a/../../evil.js', '..'], ['a/./b', '"."'], ['a//b', 'empty folder name'], ['/etc/passwd', 'absolute'],
    ['C:/x', 'absolute'],
  ['c:x', 'absolute'], ['a\\b', 'backslash'], ['..\\evil', 'backslash'], ['a\u0000b', 'control'], ['a\nb', 'control'], ['',
    'empty'],
  [Buffer.from([0x61, 0xff]), 'UTF-8'], ['Crash.json', 'two entries named'], ['crash.json', 'two entries named'],
    ['x'.repeat(513), '513 characters'],
]
for (const [name, words] of NAMES) {
  test(`the entry name ${JSON.stringify(name.toString()).slice(0, 30)} is refused`, async () => {
    const error = await refusal(readCapsule(capsuleOf(sampleDocuments(), [{ name, bytes: 'x' }])))
    assert.is(error?.code, 'CAPSULE_CORRUPT')
    assert.match(error!.message, words)
    assert.not.match(error!.message, /[\u0000-\u001f]/)
  })
}

test('names that only look unusual are accepted: 512 characters, two dots in a name, a folder', async () => {
  const more: RawEntry[] = [{ name: 'x'.repeat(512), bytes: 'x' }, { name: 'sources/a..b.js', bytes: 'x' }, { name: 'sources/',
    bytes: '' }, { name: 'é/c:x', bytes: '' }]
  const capsule = await readCapsule(capsuleOf(sampleDocuments(), more))
  assert.is(await capsule.readText('sources/a..b.js'), 'x')
  assert.is(await capsule.readText('sources/'), undefined)
})

test('a bomb stops at the size it declares, and at the limits whatever it declares', async () => {
  const bomb = Buffer.alloc(50_000_000)
  const { 'crash.json': _, ...rest } = sampleDocuments()
  const read = (entry: RawEntry, limits = {}): Promise<FaultSnapError | undefined> => refusal(readCapsule(capsuleOf(rest,
    [entry]), { limits }))
  assert.match((await read({ name: 'crash.json', bytes: bomb, declaredBytes: 1000 }))!.message,
    'cannot be inflated to the size it declares')
  assert.match((await read({ name: 'crash.json', bytes: bomb, declaredBytes: 0 }))!.message, 'cannot be inflated')
  assert.is((await read({ name: 'crash.json', bytes: bomb }, { maxEntryBytes: 49_999_999 }))!.code, 'CAPSULE_TOO_LARGE')
  assert.is((await read({ name: 'other', bytes: 'x', declaredBytes: 0xfffffffe }))!.code, 'CAPSULE_TOO_LARGE')
})

test('nesting and counts are bounded before JSON is parsed', async () => {
  const documents = { ...sampleDocuments(), 'crash.json': '['.repeat(1_000_000) }
  assert.is((await refusal(readCapsule(capsuleOf(documents))))?.code, 'CAPSULE_TOO_LARGE')
  const many = { ...sampleDocuments(), 'crash.json': `{"nodes":[${'{},'.repeat(2_000_000)}{}]}` }
  assert.is((await refusal(readCapsule(capsuleOf(many))))?.code, 'CAPSULE_TOO_LARGE')
})

test('wrong sizes, checksums, names, methods and encryption are refused', async () => {
  const { 'crash.json': crash, ...rest } = sampleDocuments()
  const good = { name: 'crash.json', bytes: JSON.stringify(crash) }
  assert.is(await refusal(readCapsule(capsuleOf(rest, [good]))), undefined)
  for (const [change, words] of [
    [{ crc: 1 }, 'CRC-32'], [{ declaredBytes: 10_000 }, 'declared are 10000'], [{ localName: 'crash.jsom' }, 'another name'],
    [{ method: 9 }, 'method 9'], [{ flags: 0x801 }, 'encrypted'],
  ] as const) {
    const error = await refusal(readCapsule(capsuleOf(rest, [{ ...good, ...change }])))
    assert.is(error?.code, 'CAPSULE_CORRUPT')
    assert.match(error!.message, words)
  }
})

test('text that is not JSON or not UTF-8 is refused', async () => {
  for (const text of ['', '{', '{"a":1}x', Buffer.from([0x22, 0xff, 0x22])]) {
    assert.is((await refusal(readCapsule(capsuleOf({ ...sampleDocuments(), 'crash.json': text }))))?.code, 'CAPSULE_CORRUPT')
  }
})

test('a ZIP without entries and a file that is only its end are refused', async () => {
  assert.is((await refusal(readCapsule(rawZip([]))))?.code, 'CAPSULE_NOT_A_ZIP')
})

test.run()
