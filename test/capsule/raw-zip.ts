import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { sampleCrash } from '../pack/sample-record'

/** An entry as it is to stand in the ZIP, true or not. */
export interface RawEntry { name: string | Buffer, bytes: Buffer | string, declaredBytes?: number, crc?: number,
  localName?: string, method?: number, flags?: number }

/** A ZIP with whatever a hostile author writes into it (APPNOTE 4.3). Deflated. */
export function rawZip (entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const bytes = Buffer.from(entry.bytes as string)
    const data = entry.method === 0 ? bytes : deflateRawSync(bytes)
    const name = Buffer.from(entry.name as string)
    const localName = Buffer.from(entry.localName ?? name as unknown as string)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(entry.flags ?? 0x800, 2)
    common.writeUInt16LE(entry.method ?? 8, 4)
    common.writeUInt32LE(entry.crc ?? crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(entry.declaredBytes ?? bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const localCommon = Buffer.from(common)
    localCommon.writeUInt16LE(localName.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localCommon, localName, data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]))
    locals.push(local)
    offset += local.length
  }
  const directoryBytes = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directoryBytes.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directoryBytes, end])
}

/** Documents of a valid capsule by entry name; change them and give them to {@link capsuleOf}. */
export function sampleDocuments (): Record<string, any> {
  return {
    'manifest.json': {
      format: 'faultsnap', version: 1, id: '0badcafe', capturedAt: '2026-06-13T23:29:34.123Z', signal: 'uncaughtException',
      exception: { type: 'TypeError', message: 'm' }, fingerprint: 'ab'.repeat(32),
      runtime: { name: 'node', version: 'v22.0.0', v8: '12', platform: 'linux', arch: 'x64' },
      process: { pid: 1, ppid: 0, argv: ['node'], execArgv: [], cwd: '/', uptimeS: 1 },
      missing: {}, generator: { name: 'faultsnap', version: '0.1.0' }, entries: [],
    },
    'crash.json': sampleCrash(),
    'environment.json': { policy: 'safe', variables: {}, total: 0 },
    'breadcrumbs.json': [],
  }
}

/** A capsule of these documents; strings and buffers are taken as they are. */
export function capsuleOf (documents: Record<string, any>, more: readonly RawEntry[] = []): Buffer {
  const textOf = (value: any): string => typeof value === 'string' ? value : JSON.stringify(value)
  const bytesOf = (value: any): Buffer => Buffer.isBuffer(value) ? value : Buffer.from(textOf(value))
  const manifest = documents['manifest.json']
  if (Array.isArray(manifest?.entries) && manifest.entries.length === 0) {
    manifest.entries = Object.entries(documents).slice(1).map(([path, value]) =>
      ({ path, bytes: bytesOf(value).length, sha256: createHash('sha256').update(bytesOf(value)).digest('hex') }))
  }
  return rawZip([...Object.entries(documents).map(([name, value]) => ({ name, bytes: bytesOf(value) })), ...more])
}
