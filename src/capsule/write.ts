import { createHash } from 'node:crypto'
import zlib from 'node:zlib'
import { ZipFile } from 'yazl'
import type { Manifest } from '../model'

/** A file of the capsule. `path` is its name in the ZIP: relative, forward slashes. */
export interface CapsuleEntry { path: string, bytes: Buffer }

/**
 * The bytes of a `.faultsnap` file: a ZIP with `manifest.json` first, so that the start of the file tells what it is, then
 * `entries` in the given order. All deflated, names in UTF-8, times set to `manifest.capturedAt`. The manifest's `entries` get
 * the size and the SHA-256 of each.
 */
export async function writeCapsuleBytes (entries: readonly CapsuleEntry[], manifest: Omit<Manifest, 'entries'>): Promise<Buffer> {
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
  const listed: Manifest = {
    ...manifest,
    entries: entries.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: sha256(bytes) })),
  }
  const zip = new ZipFile()
  const mtime = new Date(manifest.capturedAt)
  const chunks: Buffer[] = []
  const done = new Promise<void>((resolve, reject) => {
    zip.on('error', reject)
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', resolve).on('error', reject)
  })
  withSyncDeflate(() => {
    zip.addBuffer(Buffer.from(JSON.stringify(listed)), 'manifest.json', { mtime })
    for (const { path, bytes } of entries) zip.addBuffer(bytes, path, { mtime })
  })
  zip.end()
  await done
  return Buffer.concat(chunks)
}

/**
 * Runs `add` with `zlib.deflateRaw` answering at once. yazl deflates through libuv's thread pool, which the whole process
 * shares: in a dying program it may be filled with stuck DNS look-ups or password hashes, and the packer would wait for them
 * while the main thread waits for the packer. yazl calls `deflateRaw` within `addBuffer`, so the exchange lasts only for this
 * synchronous call and nobody else can see it.
 */
function withSyncDeflate (add: () => void): void {
  const deflateRaw = zlib.deflateRaw
  type Callback = (error: Error | null, result: Buffer) => void
  const deflateAtOnce = (buffer: Buffer, options: zlib.ZlibOptions, callback: Callback): void =>
    callback(null, zlib.deflateRawSync(buffer, options))
  zlib.deflateRaw = deflateAtOnce as typeof zlib.deflateRaw
  try {
    add()
  } finally {
    zlib.deflateRaw = deflateRaw
  }
}
