import { capsuleOf, rawZip, sampleDocuments, type RawEntry } from '../raw-zip'
import { BOMBS } from './bombs'

/** What each file of `fixtures/capsules` is, and how the corpus was made: `node --import tsx test/capsule/fuzz/write-corpus.ts`. */
export interface CorpusCase { what: string, code: string, make: () => Buffer }

const good = (): Buffer => capsuleOf(sampleDocuments())
const withEntry = (entry: RawEntry): Buffer => capsuleOf(sampleDocuments(), [entry])
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function changed (name: string, change: (document: any) => void): Buffer {
  const documents = sampleDocuments()
  change(documents[name])
  return capsuleOf(documents)
}
const text = (name: string, json: string): Buffer => capsuleOf({ ...sampleDocuments(), [name]: json })

/** By file name. `code`: of the error that reading gives; empty for capsules that are read. */
export const CORPUS: Readonly<Record<string, CorpusCase>> = {
  'good': { what: 'in order', code: '', make: good },
  'truncated-directory': { what: 'cut within its directory', code: 'CAPSULE_CORRUPT', make: () => good().subarray(0, -30) },
  'truncated-header': { what: 'three bytes', code: 'CAPSULE_NOT_A_ZIP', make: () => good().subarray(0, 3) },
  'bit-flipped': { what: 'one bit of the crash flipped', code: 'CAPSULE_CORRUPT', make: () => { const bytes = good(); bytes[bytes.indexOf('crash.json') + 60]! ^= 4; return bytes } },
  'traversal': { what: 'an entry named ../../evil.js', code: 'CAPSULE_CORRUPT', make: () => withEntry({ name: '../../evil.js', bytes: 'x' }) },
  'absolute': { what: 'an entry named /etc/cron.d/evil', code: 'CAPSULE_CORRUPT', make: () => withEntry({ name: '/etc/cron.d/evil', bytes: 'x' }) },
  'backslash': { what: 'an entry named ..\\evil', code: 'CAPSULE_CORRUPT', make: () => withEntry({ name: '..\\evil', bytes: 'x' }) },
  'nul-name': { what: 'an entry with a NUL in its name', code: 'CAPSULE_CORRUPT', make: () => withEntry({ name: 'a\0b', bytes: 'x' }) },
  'duplicate': { what: 'crash.json twice', code: 'CAPSULE_CORRUPT', make: () => withEntry({ name: 'crash.json', bytes: '{}' }) },
  'symlink': { what: 'an entry that ZIP tools would make a link to /etc/passwd', code: '', make: symlink },
  'wrong-crc': { what: 'a CRC-32 that does not fit', code: 'CAPSULE_CORRUPT', make: () => wrong({ crc: 7 }) },
  'wrong-size': { what: 'a size that does not fit', code: 'CAPSULE_CORRUPT', make: () => wrong({ declaredBytes: 9_999 }) },
  'encrypted': { what: 'an entry said to be encrypted', code: 'CAPSULE_CORRUPT', make: () => wrong({ flags: 0x801 }) },
  'no-manifest': { what: 'a ZIP without a manifest', code: 'CAPSULE_NOT_FAULTSNAP', make: () => rawZip([{ name: 'a.txt', bytes: 'x' }]) },
  'too-new': { what: 'format 2', code: 'CAPSULE_TOO_NEW', make: () => changed('manifest.json', manifest => { manifest.version = 2 }) },
  'version-text': { what: 'a version that is a text', code: 'CAPSULE_CORRUPT', make: () => changed('manifest.json', manifest => { manifest.version = '1' }) },
  'ref-outside': { what: 'a reference to a node that is not there', code: 'CAPSULE_CORRUPT', make: () => changed('crash.json', crash => { crash.frames[0].scopes[0].variables[0].value.ref = 99 }) },
  'ref-negative': { what: 'a reference to node -1', code: 'CAPSULE_CORRUPT', make: () => changed('crash.json', crash => { crash.frames[0].scopes[0].variables[0].value.ref = -1 }) },
  'ref-itself': { what: 'nodes that refer to themselves in every member', code: '', make: () => changed('crash.json', crash => { crash.nodes[2].elements = [{ ref: 2 }, { ref: 2 }, { ref: 1 }] }) },
  'prototype-names': { what: 'variables, keys and classes named __proto__ and constructor', code: '', make: () => text('crash.json', JSON.stringify(sampleDocuments()['crash.json'])
    .replaceAll('"order"', '"__proto__"').replaceAll('"Order"', '"constructor"').replaceAll('"items"', '"__proto__"')) },
  'proto-member': { what: 'a member __proto__ in the manifest', code: '', make: () => text('manifest.json', JSON.stringify(sampleDocuments()['manifest.json']).replace('{', '{"__proto__":{"polluted":1},')) },
  'infinite-number': { what: 'an exit code of 1e400', code: 'CAPSULE_CORRUPT', make: () => text('manifest.json', JSON.stringify(sampleDocuments()['manifest.json']).replace('"uptimeS":1', '"uptimeS":1,"exitCode":1e400')) },
  'far-time': { what: 'captured in the year 275760', code: '', make: () => changed('manifest.json', manifest => { manifest.capturedAt = '+275760-09-13T00:00:00.000Z' }) },
  'deep-lists': { what: 'a hundred thousand levels of lists', code: 'CAPSULE_TOO_LARGE', make: BOMBS['a hundred thousand levels']! },
  'deep-objects': { what: 'a hundred thousand levels of objects', code: 'CAPSULE_TOO_LARGE', make: BOMBS['a hundred thousand levels of objects']! },
  'many-numbers': { what: 'found: millions of numbers in 10 KB', code: '', make: BOMBS['a crash with as many numbers as fit']! },
  'many-lists': { what: 'found: half a million empty lists', code: '', make: BOMBS['a crash with as many empty lists as fit']! },
  'many-frames': { what: 'found: a hundred thousand frames, of which a page took a minute', code: 'CAPSULE_TOO_LARGE', make: BOMBS['a hundred thousand frames']! },
  'long-text': { what: 'found: a message of 19 million characters, whose page took 530 MB at 63 million', code: '', make: BOMBS['a crash of a single text']! },
  'lone-surrogates': { what: 'found: paths of files that are no text, over which a server fell', code: '', make: () => changed('crash.json', crash => {
    crash.scripts = [{ url: '/srv/\ud800.js' }]
    crash.frames = crash.frames.map((frame: object) => ({ ...frame, script: 0, file: '/srv/\udfff.js', original: { file: '/\ud800.ts', line1: 1, column1: 1 } }))
  }) },
  'long-names': { what: 'found: names of megabytes in objects that are shown often', code: '', make: () => changed('crash.json', crash => {
    const first = crash.nodes.length
    const name = 'n'.repeat(3_000_000)
    crash.nodes.push({ type: 'object', className: 'Object', properties: [{ name, value: 1 }] },
      { type: 'object', subtype: 'map', className: 'Map', size: 1, entries: [[name, name]] },
      { type: 'object', subtype: 'array', className: 'Array', size: 5_000, elements: Array.from({ length: 5_000 }, (_, index) => ({ ref: first + index % 2 })) })
    crash.frames[0].scopes[0].variables.push({ name: 'deep', value: { ref: first + 2 } })
  }) },
  'nested-zip': { what: 'a ZIP in a ZIP in a ZIP', code: '', make: BOMBS['a ZIP in a ZIP in a ZIP']! },
}

/** Unix mode 0120777 in the upper half of the external attributes. */
function symlink (): Buffer {
  const bytes = withEntry({ name: 'sources/link.js', bytes: '/etc/passwd' })
  bytes.writeUInt32LE(0o120777 * 65_536, bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 38)
  return bytes
}

function wrong (change: Partial<RawEntry>): Buffer {
  const { 'crash.json': crash, ...rest } = sampleDocuments()
  return capsuleOf(rest, [{ name: 'crash.json', bytes: JSON.stringify(crash), ...change }])
}
