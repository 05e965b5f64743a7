import { fromBuffer } from 'yauzl'

/** The inflated entries of a ZIP, path to bytes, in its order. By another reader than the library's. */
export async function zipEntries (bytes: Buffer): Promise<Map<string, Buffer>> {
  return await new Promise((resolve, reject) => {
    const entries = new Map<string, Buffer>()
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error)
      zip.on('entry', entry => zip.openReadStream(entry, (failure, stream) => {
        if (failure !== null) return reject(failure)
        const chunks: Buffer[] = []
        stream.on('data', chunk => chunks.push(chunk as Buffer)).on('error', reject).on('end', () => {
          entries.set(entry.fileName, Buffer.concat(chunks))
          zip.readEntry()
        })
      }))
      zip.on('end', () => resolve(entries)).on('error', reject)
      zip.readEntry()
    })
  })
}
