import { createHash } from 'node:crypto'
import { deflateRawSync, crc32 } from 'node:zlib'
import { CAPSULE_LIMITS } from '../../../src/capsule/capsule-limits'
import { capsuleOf, rawZip, sampleDocuments, type RawEntry } from '../raw-zip'

/** Capsules that are small, or that a reader accepts by its size, and that would be enormous if they were read. By name. */
export const BOMBS: Readonly<Record<string, () => Buffer>> = {
  'an entry of 10 GiB that says it has 15 MiB': () => bombEntry(15 * 2 ** 20, 10),
  'sources that inflate to just under the limit of an entry': () => capsuleOf({ ...sampleDocuments(), 'sources/0.js': Buffer.alloc(LARGE, ' ') }),
  'four sources that inflate to the limit of all': () => capsuleOf({ ...sampleDocuments(), ...Object.fromEntries([0, 1, 2, 3].map(at => [`sources/${at}.js`, Buffer.alloc(LARGE, 'x')])) }),
  'a crash of a single text': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withMessage(`"${'x'.repeat(LARGE - 20_000)}"`) }),
  'a crash of a single text in two-byte characters': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withMessage(`"${'漢'.repeat((LARGE - 20_000) / 3)}"`) }),
  'a crash of a single text of escapes': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withMessage(`"${'\\u6f22'.repeat((LARGE - 20_000) / 6)}"`) }),
  'a crash with as many empty objects as the limit allows': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withNodes('{"type":"object","className":"A"}') }),
  'a crash with as many empty lists as fit': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withExtra('[]') }),
  'a crash with as many empty unknown objects as fit': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withExtra('{}') }),
  'a crash with as many numbers as fit': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withExtra('0.5') }),
  'a crash with as many different keys as fit': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withKeys() }),
  'a crash with as many small texts as fit': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withTexts() }),
  'variables of small texts': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withNodes(`{"type":"object","className":"A","elements":[${'"ab",'.repeat(40)}"z"]}`, CAPSULE_LIMITS.maxJsonStrings / 46) }),
  'breadcrumbs without an end': () => capsuleOf({ ...sampleDocuments(), 'breadcrumbs.json': `[${repeated('{"at":"","category":"","level":"","message":""}', CAPSULE_LIMITS.maxJsonStrings / 8 - 1_000)}]` }),
  'an environment without an end': () => capsuleOf({ ...sampleDocuments(), 'environment.json': `{"variables":{${keys(CAPSULE_LIMITS.maxJsonStrings / 2 - 1_000)}}}` }),
  'a manifest of a mebibyte': () => capsuleOf({ ...sampleDocuments(), 'manifest.json': { ...sampleDocuments()['manifest.json'], occasion: 'x'.repeat(2 ** 20 - 3_000) } }),
  '65,535 entries': () => rawZip(Array.from({ length: 65_535 }, (_, at) => ({ name: `e${at}`, bytes: '' }))),
  'two thousand entries that share their bytes': () => overlapping(),
  'a ZIP in a ZIP in a ZIP': () => [1, 2, 3].reduce<Buffer>(inner => capsuleOf({ ...sampleDocuments(), 'inner.faultsnap': inner }), Buffer.alloc(1_000_000)),
  'a hundred thousand levels': () => capsuleOf({ ...sampleDocuments(), 'crash.json': `${'['.repeat(100_000)}${']'.repeat(100_000)}` }),
  'a hundred thousand levels of objects': () => capsuleOf({ ...sampleDocuments(), 'crash.json': `${'{"a":'.repeat(100_000)}0${'}'.repeat(100_000)}` }),
  'a graph that refers to itself everywhere': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withNodes(`{"type":"object","className":"A","elements":[${'{"ref":0},'.repeat(40)}{"ref":1}]}`, 3_000) }),
  'a hundred thousand frames': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withFrames(100_000) }),
  'as many frames as are accepted': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withFrames(CAPSULE_LIMITS.maxFrames) }),
  'a chain of a hundred causes': () => capsuleOf({ ...sampleDocuments(), 'crash.json': withCauses(90) }),
}

/** A little below what a reader accepts of one entry. */
const LARGE = CAPSULE_LIMITS.maxEntryBytes - 2 ** 20

const crash = (): Record<string, unknown> => sampleDocuments()['crash.json'] as Record<string, unknown>
/** The crash as JSON, with `text` for the member. */
function withMember (member: string, text: string): string {
  return JSON.stringify({ ...crash(), [member]: '@' }).replace('"@"', () => text)
}
const withMessage = (text: string): string => withMember('exception', `{"type":"Error","message":${text},"stack":"","value":null}`)
const repeated = (text: string, most = Infinity): string => {
  const count = Math.min(most, Math.floor((LARGE - 20_000) / (text.length + 1)))
  return `${`${text},`.repeat(count - 1)}${text}`
}
const withExtra = (text: string): string => withMember('extra', `[${repeated(text, text === '0.5' ? CAPSULE_LIMITS.maxJsonValues - 1_000 : CAPSULE_LIMITS.maxJsonContainers - 1_000)}]`)
const withNodes = (text: string, most = CAPSULE_LIMITS.maxNodes - 1_000): string => withMember('nodes', `[${repeated(text, most)}]`)
const keys = (count: number): string => Array.from({ length: count }, (_, at) => `"key${at}":"v"`).join()
const withKeys = (): string => withMember('extra', `{${keys(CAPSULE_LIMITS.maxJsonStrings / 2 - 1_000)}}`)
const withTexts = (): string => withMember('extra', `[${Array.from({ length: CAPSULE_LIMITS.maxJsonStrings - 2_000 }, (_, at) => `"t${at}"`).join()}]`)
const withFrames = (count: number): string => {
  const frame = '{"index":0,"kind":"call","function":"f","file":"/a.js","lineNumber0":0,"columnNumber0":0,"inApp":true,"scopes":[]}'
  return withMember('frames', `[${repeated(frame, count)}]`)
}
const withCauses = (count: number): string => {
  const head = '{"type":"Error","message":"m","stack":"","value":null,"cause":'
  return withMember('exception', `${head.repeat(count)}{"type":"Error","message":"m","stack":"","value":null}${'}'.repeat(count)}`)
}

/** Deflated zeros, 10 GiB of them in 10 MB: each block of the stream stands for a mebibyte. */
function bombEntry (declaredBytes: number, gibibytes: number): Buffer {
  const { 'crash.json': _, ...rest } = sampleDocuments()
  const zeros = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: 2 })
  const data = Buffer.concat([...Array.from({ length: 1024 * gibibytes }, () => zeros), Buffer.from([3, 0])])
  return withRawEntry(rest, 'crash.json', data, declaredBytes)
}

/** An entry whose compressed bytes are given. */
function withRawEntry (documents: Record<string, unknown>, name: string, data: Buffer, declaredBytes: number): Buffer {
  const stored: RawEntry = { name, bytes: data, method: 0, declaredBytes }
  const zip = capsuleOf(documents, [stored])
  // It was stored; say that it is deflated, in both places that say so.
  for (const signature of ['PK\x03\x04', 'PK\x01\x02']) {
    const header = zip.lastIndexOf(Buffer.from(signature, 'latin1'))
    zip.writeUInt16LE(8, header + (signature === 'PK\x03\x04' ? 8 : 10))
  }
  return zip
}

/** As David Fifield's overlapped bombs: one kernel of bytes, which each entry of the directory points to. */
function overlapping (): Buffer {
  const kernel = deflateRawSync(Buffer.alloc(100_000))
  const local = Buffer.alloc(30 + 1)
  local.write('PK\x03\x04', 'latin1')
  local.writeUInt16LE(20, 4)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(crc32(Buffer.alloc(100_000)), 14)
  local.writeUInt32LE(kernel.length, 18)
  local.writeUInt32LE(100_000, 22)
  local.writeUInt16LE(1, 26)
  local.write('k', 30)
  const directory = Array.from({ length: 1_999 }, (_, at) => {
    const name = Buffer.from(`k${at}`)
    const entry = Buffer.alloc(46 + name.length)
    entry.write('PK\x01\x02', 'latin1')
    local.copy(entry, 6, 4, 30)
    entry.writeUInt16LE(name.length, 28)
    name.copy(entry, 46)
    return entry
  })
  const all = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(all.length, 12)
  end.writeUInt32LE(local.length + kernel.length, 16)
  return Buffer.concat([local, kernel, all, end])
}

/** For a list of found cases: what identifies a capsule. */
export const nameOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12)
