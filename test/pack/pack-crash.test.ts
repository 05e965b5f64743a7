import { existsSync, readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { CAPSULE_LIMITS } from '../../src/capsule/capsule-limits'
import { readCapsule } from '../../src/capsule/read'
import { verifyCapsule } from '../../src/capsule/verify'
import { fingerprintCrash } from '../../src/fingerprint/fingerprint'
import { MAX_SOURCE_CHARS, MAX_SOURCES } from '../../src/pack/collect-sources'
import { crashBytes } from '../../src/pack/crash-bytes'
import { packCrash } from '../../src/pack/pack-crash'
import { sampleCrash, sampleRecord, withFolder } from './sample-record'

/** Maps line 12, column 20 of the generated text to line 3, column 5 of /srv/shop/src/cart.ts. */
const sourceMap = (text: string): string => JSON.stringify({
  version: 3, file: 'cart.js', sources: ['src/cart.ts'], sourcesContent: [text], names: [], mappings: `${';'.repeat(11)}AAEI`,
})

test('a packed crash reads back with its sources, checksums, place and fingerprint', () => withFolder(async repo => {
  const record = sampleRecord(repo)
  const { capsuleFile, htmlFile, fingerprint, id } = await packCrash(record)
  const { manifest, crash, environment, breadcrumbs, readText } = await readCapsule(capsuleFile)
  assert.equal(await verifyCapsule(capsuleFile), [])
  assert.equal(manifest.entries.map(entry => entry.path), ['crash.json', 'environment.json', 'breadcrumbs.json', 'sources/0.js'])
  assert.is(id, record.id)
  assert.is(manifest.id, id)
  assert.is(manifest.fingerprint, fingerprint)
  assert.is(fingerprint, fingerprintCrash(sampleCrash(), record.process))
  assert.equal(manifest.place, { function: 'total', file: '/srv/shop/cart.js', line: 12, column: 20 })
  assert.equal(manifest.missing, record.missing)
  assert.equal(manifest.generator, { name: 'faultsnap', version: JSON.parse(readFileSync('package.json', 'utf8')).version })
  assert.is(crash.scripts[0]!.source, 'sources/0.js')
  assert.is(await readText('sources/0.js'), record.sourceTexts[0])
  assert.equal([environment, breadcrumbs], [record.environment, record.breadcrumbs])
  assert.match(readFileSync(htmlFile!, 'utf8'), 'TypeError')
}))

test('a source map gives original place and text, masked', () => withFolder(async repo => {
  const record = sampleRecord(repo, {}, { hasTaints: true })
  const original = 'const key = "hunter22"\nconst other = "s3cr3t"\n\n    order.items[0].price // s3cr3t-long'
  const { capsuleFile } = await packCrash(record, {
    sourceMaps: { 0: sourceMap(original) }, taints: ['s3cr3t', '', 's3cr3t-long'], maskSource: text => text.replace('hunter22',
      '[masked]'),
  })
  const { crash, manifest, readText } = await readCapsule(capsuleFile)
  assert.is(crash.frames[0]!.original?.line1, 3)
  assert.match(manifest.place!.file, /cart\.ts$/)
  assert.is(await readText(crash.scripts[0]!.originals![0]!.source!),
    'const key = "[masked]"\nconst other = "[masked]"\n\n    order.items[0].price // [masked]')
  assert.not.match(inflated(readFileSync(capsuleFile)), /hunter22|s3cr3t/)
  assert.equal(await verifyCapsule(capsuleFile), [])
}))

for (const [what, extras, packing] of [
  ['nobody can mask them', { taints: [] }, {}],
  ['secrets were seen whose values did not come along', { maskSource: (text: string) => text }, { hasTaints: true }],
  ['the config wants no sources', { maskSource: (text: string) => text, taints: [] }, { sources: false }],
] as const) {
  test(`original texts stay out when ${what}, original places do not`, () => withFolder(async repo => {
    const { capsuleFile } = await packCrash(sampleRecord(repo, {}, packing),
      { sourceMaps: { 0: sourceMap('let secret = "s3cr3t"') }, ...extras })
    const { crash, manifest } = await readCapsule(capsuleFile)
    assert.is(crash.frames[0]!.original?.line1, 3)
    assert.is(crash.scripts[0]!.originals?.[0]?.source, undefined)
    assert.not.match(inflated(readFileSync(capsuleFile)), /s3cr3t/)
    assert.not(manifest.entries.some(entry => entry.path.includes('original')))
    if ('sources' in packing) assert.not(manifest.entries.some(entry => entry.path.startsWith('sources/')))
  }))
}

test('without html there is a capsule and no page', () => withFolder(async repo => {
  const { capsuleFile, htmlFile } = await packCrash(sampleRecord(repo, {}, { html: false }))
  assert.is(htmlFile, undefined)
  assert.not(existsSync(capsuleFile.replace('.faultsnap', '.html')))
}))

test('a source of MAX_SOURCE_CHARS is packed, a longer one is missing for its size', () => withFolder(async repo => {
  const record = sampleRecord(repo, { sourceTexts: { 0: 'x'.repeat(MAX_SOURCE_CHARS), 1: 'x'.repeat(MAX_SOURCE_CHARS + 1) } })
  record.crash.scripts.push({ url: 'file:///b.js' })
  const { crash } = await readCapsule((await packCrash(record)).capsuleFile)
  assert.equal(crash.scripts.map(({ source, missing }) => [source, missing]), [['sources/0.js', undefined], [undefined, 'total']])
}))

test('MAX_SOURCES scripts are packed, the next one is missing', () => withFolder(async repo => {
  const record = sampleRecord(repo, { sourceTexts: Object.fromEntries(Array.from({ length: MAX_SOURCES + 1 }, (_, n) => [n,
    `${n}`])) })
  record.crash.scripts = Array.from({ length: MAX_SOURCES + 1 }, () => ({ url: 'file:///a.js' }))
  const { crash } = await readCapsule((await packCrash(record)).capsuleFile)
  assert.equal(crash.scripts.at(-2), { url: 'file:///a.js', source: `sources/${MAX_SOURCES - 1}.js` })
  assert.equal(crash.scripts.at(-1), { url: 'file:///a.js', missing: 'total' })
}))

test('a crash larger than readers accept keeps its stack and says that the variables were too many', () =>
  withFolder(async repo => {
  const record = sampleRecord(repo)
  const size = Buffer.byteLength(JSON.stringify(record.crash))
  assert.equal(crashBytes(record, { ...CAPSULE_LIMITS, maxEntryBytes: size, maxNodes: 4 }).missing, { masked: 2, async: 1 })
  assert.is(record.crash.nodes.length, 4)
  for (const limits of [{ ...CAPSULE_LIMITS, maxEntryBytes: size - 1 }, { ...CAPSULE_LIMITS, maxNodes: 3 }]) {
    const record = sampleRecord(repo)
    const { bytes, missing } = crashBytes(record, limits)
    const crash = JSON.parse(bytes.toString())
    assert.equal(missing, { masked: 2, async: 1, total: 4 })
    assert.equal(crash.frames[0].missing, 'total')
    assert.equal(crash.exception.value, { missing: 'total' })
    assert.match(crash.notes[0], '4 objects')
    await readCapsule((await packCrash(record)).capsuleFile)
  }
}))

test('a long message is whole in the crash and cut in the manifest', () => withFolder(async repo => {
  const pack = async (message: string) => {
    const record = sampleRecord(repo)
    record.crash.exception.message = message
    const { manifest, crash } = await readCapsule((await packCrash(record)).capsuleFile)
    assert.is(crash.exception.message, message)
    return manifest.exception.message
  }
  assert.is(await pack('m'.repeat(1000)), 'm'.repeat(1000))
  assert.is(await pack('m'.repeat(1001)), `${'m'.repeat(1000)}…`)
  assert.is(await pack(`${'m'.repeat(999)}😀`), `${'m'.repeat(999)}…`)
}))

/** All entries of a capsule as text, inflated by hand: what a search for secrets has to look at. */
function inflated (zip: Buffer): string {
  let text = zip.toString('latin1')
  for (let at = zip.indexOf('PK\x03\x04', 0, 'latin1'); at !== -1; at = zip.indexOf('PK\x03\x04', at + 4, 'latin1')) {
    const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    text += inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 18))).toString()
  }
  assert.match(text, '"format":"faultsnap"')
  return text
}

test.run()
