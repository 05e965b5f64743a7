import { crc32, inflateRawSync } from 'node:zlib'
import type { Readable } from 'node:stream'
import { RandomAccessReader, fromRandomAccessReader, type Entry, type ZipFile } from 'yauzl'
import { FaultSnapError } from '../errors'
import { acceptedLimits, CAPSULE_LIMITS, type CapsuleLimits } from './capsule-limits'
import { entryNameProblem } from './entry-name'
import { printable } from './printable'

/** Where the bytes of a capsule come from. `label` names it in messages. `readAt` gives exactly `length` bytes or throws. */
export interface ByteSource { label: string, size: number, readAt (position: number, length: number): Buffer }

/** The files of an opened ZIP, by name. */
export interface OpenedZip {
  names: string[]
  /** The inflated bytes; undefined if there is no such entry. Throws CAPSULE_CORRUPT or CAPSULE_TOO_LARGE. */
  readEntry (name: string, maxBytes?: number): Promise<Buffer | undefined>
}

const LOCAL_HEADER_SIGNATURE = 0x04034b50
const STORED = 0
const DEFLATED = 8

/**
 * Reads the directory of a ZIP and refuses what a capsule never is: not a ZIP, damaged, too large, with unsafe or repeated
 * names. Nothing is inflated yet. Throws CAPSULE_NOT_A_ZIP, CAPSULE_CORRUPT or CAPSULE_TOO_LARGE.
 */
export async function openZip (source: ByteSource, limits: CapsuleLimits): Promise<OpenedZip> {
  const { label } = source
  if (source.size > limits.maxFileBytes) throw tooLarge(label, `the file has ${source.size} bytes`, limits.maxFileBytes)
  if (source.size < 4 || source.readAt(0, 4).readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) {
    const why = 'a capsule is a ZIP file, and this does not begin like one. Give a .faultsnap file.'
    throw new FaultSnapError('CAPSULE_NOT_A_ZIP', `${label} is not a capsule: ${why}`)
  }
  const zip = await openDirectory(source)
  if (zip.entryCount > limits.maxEntries) throw tooLarge(label, `it has ${zip.entryCount} entries`, limits.maxEntries)
  const entries = indexEntries(await readDirectory(zip, label), label, limits)
  return {
    names: [...entries.keys()],
    async readEntry (name, maxBytes = limits.maxEntryBytes) {
      const entry = entries.get(name)
      if (entry === undefined) return undefined
      const bytes = entry.uncompressedSize
      if (bytes > maxBytes) throw tooLarge(label, `${printable(name)} has ${bytes} bytes`, maxBytes)
      return await inflate(source, zip, entry, name)
    },
  }
}

/**
 * yauzl over a {@link ByteSource}. Its own readers hand out-of-range positions of a damaged file to `fs.read`, which throws in
 * a callback, where nobody can catch it.
 */
class BoundedReader extends RandomAccessReader {
  constructor (private readonly source: ByteSource) { super() }

  override read (
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    try {
      if (!(position >= 0 && position + length <= this.source.size)) throw new Error('unexpected end of file')
      this.source.readAt(position, length).copy(buffer, offset)
    } catch (error) {
      return callback(error as Error)
    }
    callback(null)
  }

  override _readStreamForRange (): Readable { throw new Error('entries are read at once, never as a stream') }
}

function openDirectory (source: ByteSource): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // Names are decoded by us: as UTF-8 or not at all, and never with backslashes turned into slashes.
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false }
    fromRandomAccessReader(new BoundedReader(source), source.size, options, (error, zip) => {
      if (error) reject(corrupt(source.label, error.message, error))
      else resolve(zip)
    })
  })
}

function readDirectory (zip: ZipFile, label: string): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    const fail = (error: Error): void => reject(corrupt(label, error.message, error))
    // Not within the event: yauzl would recurse once per entry.
    const next = (): void => queueMicrotask(() => {
      try { zip.readEntry() } catch (error) { fail(error as Error) }
    })
    zip.on('entry', (entry: Entry) => { entries.push(entry); next() })
    zip.on('end', () => resolve(entries))
    zip.on('error', fail)
    next()
  })
}

function indexEntries (entries: Entry[], label: string, limits: CapsuleLimits): Map<string, Entry> {
  const index = new Map<string, Entry>()
  const seen = new Set<string>()
  let totalBytes = 0
  for (const entry of entries) {
    const name = decodeName(entry, label)
    // ZIP tools that repack a capsule add entries for its folders.
    const isFolder = name.endsWith('/') && entry.uncompressedSize === 0
    const problem = entryNameProblem(isFolder ? name.slice(0, -1) : name)
    if (problem !== undefined) throw corrupt(label, `the entry name "${printable(name)}" ${problem}`)
    const folded = name.toLowerCase()
    if (seen.has(folded)) throw corrupt(label, `it has two entries named "${printable(name)}"`)
    seen.add(folded)
    totalBytes += entry.uncompressedSize
    if (totalBytes > limits.maxTotalBytes) {
      throw tooLarge(label, `its entries have ${totalBytes} bytes or more in all`, limits.maxTotalBytes)
    }
    if (!isFolder) index.set(name, entry)
  }
  return index
}

function decodeName (entry: Entry, label: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(entry.fileNameRaw)
  } catch (error) {
    throw corrupt(label, 'an entry name is not UTF-8', error)
  }
}

async function inflate (source: ByteSource, zip: ZipFile, entry: Entry, name: string): Promise<Buffer> {
  const damaged = (what: string, cause?: unknown): FaultSnapError => corrupt(source.label, `${printable(name)} ${what}`, cause)
  const header = await zip.readLocalFileHeaderPromise(entry).catch(error => { throw damaged('cannot be found', error) })
  if (!header.fileName.equals(entry.fileNameRaw)) throw damaged('has another name where its data begins')
  if (entry.isEncrypted()) throw damaged('is encrypted')
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw damaged(`is compressed with method ${entry.compressionMethod}, expected deflate`)
  }
  let bytes = source.readAt(header.fileDataStart, entry.compressedSize)
  if (entry.compressionMethod === DEFLATED) {
    try {
      // A bomb stops at the size it declared, which was checked before.
      bytes = inflateRawSync(bytes, { maxOutputLength: Math.max(1, entry.uncompressedSize) })
    } catch (error) {
      throw damaged('cannot be inflated to the size it declares', error)
    }
  }
  if (bytes.length !== entry.uncompressedSize) throw damaged(`has ${bytes.length} bytes, declared are ${entry.uncompressedSize}`)
  if (crc32(bytes) !== entry.crc32) throw damaged('does not match its checksum (CRC-32)')
  return bytes
}

/** A CAPSULE_CORRUPT error: one line that names the file, what is wrong and the next step. */
export function corrupt (label: string, what: string, cause?: unknown): FaultSnapError {
  const next = 'Copy it again from where it was recorded.'
  return new FaultSnapError('CAPSULE_CORRUPT', `${label} is damaged: ${printable(what, 400).replace(/\.$/, '')}. ${next}`, { cause })
}

/** A CAPSULE_TOO_LARGE error: what was found against the limit. */
export function tooLarge (label: string, what: string, limit: number): FaultSnapError {
  const why = `${what}, at most ${limit} are accepted.${largerHint()}`
  return new FaultSnapError('CAPSULE_TOO_LARGE', `${label} is larger than a reader accepts: ${why}`)
}

/** How to read a capsule of one's own that is that large; empty where that was said already. */
export const largerHint = (): string =>
  acceptedLimits() === CAPSULE_LIMITS ? ' If you trust it, set FAULTSNAP_LARGE_CAPSULES=1.' : ''
