import type { PackingOptions } from '../model'
import { storeCapsule, type StorableCapsule, type StoredCapsule } from '../repository/store-capsule'

/** `instead`: why the capsule is not in the repository but in the fallback directory, for people, one line. */
export interface PlacedCapsule extends StoredCapsule { instead?: string }

/** A capsule that no folder takes: it is whole, and only in memory. `message` says why, in one line. */
export class NotStored extends Error {
  constructor (message: string, readonly id: string, readonly bytes: Buffer, options: ErrorOptions) {
    super(message, options)
  }
}

/** Stores a capsule in its repository, or else in the fallback directory. Throws {@link NotStored}. */
export function storeSomewhere (capsule: StorableCapsule, packing: PackingOptions): PlacedCapsule {
  const { repositoryDir, fallbackDirectory = '' } = packing
  const notStored = (why: string, cause: unknown): NotStored => new NotStored(why, capsule.manifest.id, capsule.bytes, { cause })
  try {
    return storeCapsule(capsule, packing)
  } catch (error) {
    const instead = whyNotWritten(repositoryDir, error)
    if (fallbackDirectory === '') throw notStored(instead, error)
    try {
      return { ...storeCapsule(capsule, { ...packing, repositoryDir: fallbackDirectory }), instead }
    } catch (second) {
      throw notStored(`${instead}, nor ${whyNotWritten(fallbackDirectory, second)}`, second)
    }
  }
}

/** `/app/FaultSnaps cannot be written (EROFS: read-only file system)`: Node's messages name a path of their own, of a part of it. */
export function whyNotWritten (folder: string, error: unknown): string {
  const { message } = error as Error
  return `${folder} cannot be written (${/^(E[A-Z0-9]+: [^,]*)/.exec(message)?.[1] ?? message})`
}
