import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { CapsuleLimits } from '../../src/capsule/capsule-limits'
import { readCapsule, readManifest } from '../../src/capsule/read'
import { verifyCapsule } from '../../src/capsule/verify'
import { FaultSnapError, type FaultSnapErrorCode } from '../../src/errors'
import { withFolder } from '../pack/sample-record'
import { capsuleOf, sampleDocuments } from './raw-zip'

/** That `read` is refused with this code, in one line that contains `words`. */
export async function refused (read: Promise<unknown>, code: FaultSnapErrorCode, words = ''): Promise<void> {
  const error = await read.then(() => undefined, error => error)
  assert.instance(error, FaultSnapError, `expected ${code}, got ${error?.stack ?? 'no error'}`)
  assert.is(error.code, code, error.message)
  assert.not.match(error.message, /[\u0000-\u001f\u007f-\u009f\u202e]/)
  assert.ok(error.message.includes(words), error.message)
}

const changed = (path: string, change: (document: any) => void): Buffer => {
  const documents = sampleDocuments()
  change(documents[path])
  return capsuleOf(documents)
}

test('lists that a capsule leaves out are empty, documents that it leaves out too, and unknown members stay', async () => {
  const documents = sampleDocuments()
  delete documents['environment.json']
  delete documents['breadcrumbs.json']
  delete documents['crash.json'].notes
  delete documents['crash.json'].frames[1].scopes
  delete documents['manifest.json'].process.execArgv
  documents['crash.json'].frames[0].future = { a: 1 }
  const capsule = await readCapsule(capsuleOf(documents))
  assert.equal(capsule.crash.notes, [])
  assert.equal(capsule.crash.frames[1]!.scopes, [])
  assert.equal(capsule.manifest.process.execArgv, [])
  assert.equal(capsule.breadcrumbs, [])
  assert.equal(capsule.environment, { policy: 'none', variables: {}, total: 0 })
  assert.equal((capsule.crash.frames[0] as any).future, { a: 1 })
})

test('a document that the manifest lists must be there', async () => {
  const documents = sampleDocuments()
  documents['manifest.json'].entries = [{ path: 'breadcrumbs.json', bytes: 2, sha256: '0'.repeat(64) }]
  delete documents['breadcrumbs.json']
  await refused(readCapsule(capsuleOf(documents)), 'CAPSULE_CORRUPT', 'breadcrumbs.json is missing')
  const { 'crash.json': _, ...rest } = sampleDocuments()
  await refused(readCapsule(capsuleOf(rest)), 'CAPSULE_CORRUPT', 'crash.json is missing')
})

const WRONG: [string, string, (document: any) => void][] = [
  ['crash.json', '.frames: expected an array, found object', crash => { crash.frames = {} }],
  ['crash.json', '.frames[0]: expected an object, found null', crash => { crash.frames[0] = null }],
  ['crash.json', '.frames[1].function: expected a string, found number', crash => { crash.frames[1].function = 7 }],
  ['crash.json', '.frames[0].lineNumber0: expected a finite number', crash => { crash.frames[0].lineNumber0 = '11' }],
  ['crash.json', '.frames[0].script: expected the index of one of 1 scripts', crash => { crash.frames[0].script = 1 }],
  ['crash.json', '.frames[0].scopes[0].variables[0].value: expected the index of one of 4 nodes',
    crash => { crash.frames[0].scopes[0].variables[0].value = { ref: 4 } }],
  ['crash.json', '.frames[0].scopes[0].variables[0].value: expected a value',
    crash => { delete crash.frames[0].scopes[0].variables[0].value }],
  ['crash.json', '.nodes[2].elements[0]', crash => { crash.nodes[2].elements[0] = { ref: -1 } }],
  ['crash.json', '.nodes[2].elements[0].type: expected a string', crash => { crash.nodes[2].elements[0] = {} }],
  ['crash.json', '.nodes[2].elements[0]: expected an object, found an array', crash => { crash.nodes[2].elements[0] = [] }],
  ['crash.json', '.nodes[3].entries[0]: expected a pair', crash => { crash.nodes[3].entries[0] = ['a'] }],
  ['crash.json', '.nodes[0].className', crash => { crash.nodes[0].className = null }],
  ['crash.json', '.exception: expected an object, found null', crash => { crash.exception = null }],
  ['crash.json', '.exception.cause.message', crash => { crash.exception.cause.message = {} }],
  ['crash.json', '.thread', crash => { delete crash.thread }],
  ['environment.json', '.variables.A', environment => { environment.variables.A = 1 }],
  ['breadcrumbs.json', '[0].message', breadcrumbs => { breadcrumbs.push({ at: '', category: '', level: '', message: 1 }) }],
  ['manifest.json', '.id: expected 8 hex digits', manifest => { manifest.id = '../../..' }],
  ['manifest.json', '.fingerprint', manifest => { manifest.fingerprint = 'AB'.repeat(32) }],
  ['manifest.json', '.capturedAt', manifest => { manifest.capturedAt = 'yesterday' }],
  ['manifest.json', '.process.argv', manifest => { manifest.process.argv = 'node' }],
  ['manifest.json', '.entries[0].bytes', manifest => { manifest.entries = [{ path: 'a', bytes: -1, sha256: '0'.repeat(64) }] }],
]
for (const [path, words, change] of WRONG) {
  test(`a wrong type is refused by its path: ${path}${words.split(':')[0]} (${words.split(': ')[1] ?? 'type'})`, async () => {
    await refused(readCapsule(changed(path, change)), 'CAPSULE_CORRUPT', `${path}${words}`)
  })
}

test('a newer version, another format and a ZIP of something else are told apart', async () => {
  await refused(readCapsule(changed('manifest.json', manifest => { manifest.version = 2; manifest.entries = 'new meaning' })),
    'CAPSULE_TOO_NEW', 'Update faultsnap')
  await refused(readCapsule(changed('manifest.json', manifest => { manifest.version = 0 })), 'CAPSULE_CORRUPT', 'version')
  await refused(readCapsule(changed('manifest.json', manifest => { manifest.format = 'other' })), 'CAPSULE_NOT_FAULTSNAP',
    'format')
  await refused(readCapsule(capsuleOf({ 'manifest.json': 'null' })), 'CAPSULE_NOT_FAULTSNAP')
  await refused(readCapsule(capsuleOf({ 'other.json': '{}' })), 'CAPSULE_NOT_FAULTSNAP', 'without manifest.json')
  await refused(readManifest(Buffer.from('# not a zip')), 'CAPSULE_NOT_A_ZIP')
  await refused(readManifest(Buffer.alloc(0)), 'CAPSULE_NOT_A_ZIP')
})

test('a path that is missing, a folder or has control characters gives one clean line', () => withFolder(async folder => {
  await refused(readCapsule(join(folder, 'none.faultsnap')), 'CAPSULE_NOT_FOUND', 'does not exist')
  await refused(readCapsule(join(folder, 'a\u202eb\u001b[2J')), 'CAPSULE_NOT_FOUND', 'a\\u{202e}b\\u{1b}[2J')
  await refused(readCapsule(folder), 'CAPSULE_NOT_FOUND', 'is not a file')
}))

test('a capsule is read from a file as from its bytes, and can be removed while it is in use', () => withFolder(async folder => {
  const file = join(folder, 'c.faultsnap')
  writeFileSync(file, capsuleOf({ ...sampleDocuments(), 'sources/0.js': 'let a = "ü"' }))
  const capsule = await readCapsule(file)
  writeFileSync(file, '')
  assert.is(capsule.file, file)
  assert.is(await capsule.readText('sources/0.js'), 'let a = "ü"')
  assert.is(await capsule.readText('sources/1.js'), undefined)
  assert.is(await capsule.readText('../sources/0.js'), undefined)
}))

test('a member named __proto__ is dropped wherever it stands, and no prototype changes', async () => {
  const documents = sampleDocuments()
  for (const path of ['crash.json', 'environment.json', 'manifest.json']) {
    if (path === 'environment.json') documents[path].variables.POLLUTED = 'x'
    documents[path] = JSON.stringify(documents[path]).replace('{', '{"__proto__":{"polluted":1},').replace('"POLLUTED":"x"',
      '"__pr\\u006fto__":{"missing":"masked"}')
  }
  const { crash, environment, manifest } = await readCapsule(capsuleOf(documents))
  for (const object of [crash, environment, environment.variables, manifest]) {
    assert.not(Object.hasOwn(object, '__proto__'))
    assert.is(Object.getPrototypeOf(object), Object.prototype)
    assert.is((object as any).polluted, undefined)
  }
})

const documents = sampleDocuments()
const bytes = capsuleOf({ ...documents, 'sources/0.js': 'x'.repeat(5000) })
const crashBytes = Buffer.byteLength(JSON.stringify(documents['crash.json']))
const manifestBytes = Buffer.byteLength(JSON.stringify(documents['manifest.json']))
const total = ['crash.json', 'environment.json', 'breadcrumbs.json', 'manifest.json'].reduce((sum, path) =>
  sum + Buffer.byteLength(JSON.stringify(documents[path])), 5000)
const count = (text: string, pattern: RegExp): number => text.match(pattern)!.length
const structure = JSON.stringify({ ...documents['crash.json'], exception: { ...documents['crash.json'].exception, message: '',
  stack: '' } })
const LIMITS: [keyof CapsuleLimits, number, string][] = [
  ['maxFileBytes', bytes.length, 'bytes'],
  ['maxEntries', 5, 'entries'],
  ['maxEntryBytes', crashBytes, 'crash.json has'],
  ['maxTotalBytes', total, 'in all'],
  ['maxManifestBytes', manifestBytes, 'manifest.json has'],
  ['maxJsonDepth', 8, 'nested deeper than'],
  ['maxJsonContainers', count(structure, /[[{]/g), 'objects and arrays'],
  ['maxNodes', 4, 'objects'],
  ['maxFrames', 2, 'frames'],
]
for (const [name, last, words] of LIMITS) {
  test(`${name}: ${last} is accepted, one less refuses the same capsule`, async () => {
    await readCapsule(bytes, { limits: { [name]: last } })
    await refused(readCapsule(bytes, { limits: { [name]: last - 1 } }), 'CAPSULE_TOO_LARGE', words)
  })
}

test('maxJsonValues: as many as there are is accepted, one less is refused', async () => {
  // Four members each, a hundred of them: 399 commas, those within strings not counted.
  const crumb = { at: '', category: '', level: '', message: ',' }
  const documents = { ...sampleDocuments(), 'breadcrumbs.json': Array.from({ length: 100 }, () => crumb) }
  await readCapsule(capsuleOf(documents), { limits: { maxJsonValues: 399 } })
  await refused(readCapsule(capsuleOf(documents), { limits: { maxJsonValues: 398 } }), 'CAPSULE_TOO_LARGE', 'values')
})

test('verifying names entries that changed, are missing, or were added', async () => {
  const documents = sampleDocuments()
  capsuleOf(documents)
  documents['breadcrumbs.json'] = '[ ]'
  documents['environment.json'].policy = 'SAFE'
  documents['extra.txt'] = 'x'
  documents['manifest.json'].entries.push({ path: 'sources/9.js', bytes: 1, sha256: '0'.repeat(64) })
  assert.equal(await verifyCapsule(capsuleOf(documents)), [
    { path: 'environment.json', problem: 'does not match its SHA-256' },
    { path: 'breadcrumbs.json', problem: 'has 3 bytes, the manifest says 2' },
    { path: 'sources/9.js', problem: 'is missing' },
    { path: 'extra.txt', problem: 'is not in the manifest' },
  ])
})

test.run()
