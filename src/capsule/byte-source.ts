import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { FaultSnapError } from '../errors'
import type { CapsuleLimits } from './capsule-limits'
import { tooLarge, type ByteSource } from './open-zip'
import { printable } from './printable'

/**
 * Opens a capsule's bytes for the time of `use`: a buffer as it is, a file through a descriptor that is closed afterwards.
 * Throws CAPSULE_NOT_FOUND for a file that is missing, unreadable or not a regular file, CAPSULE_TOO_LARGE by its size.
 */
export async function withByteSource<T> (
  file: string | Buffer,
  limits: CapsuleLimits,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (typeof file !== 'string') {
    return await use({ label: 'The capsule', size: file.length, readAt: (position, length) => take(file, position, length) })
  }
  const label = printable(file, 1_000)
  const descriptor = open(file, label)
  try {
    const { size } = fstatSync(descriptor)
    if (size > limits.maxFileBytes) throw tooLarge(label, `the file has ${size} bytes`, limits.maxFileBytes)
    return await use({ label, size, readAt: (position, length) => readExactly(descriptor, position, length) })
  } finally {
    closeSync(descriptor)
  }
}

/** All bytes of a source. Its size was checked when it was opened. */
export const readWhole = (source: ByteSource): Buffer => source.readAt(0, source.size)

function open (file: string, label: string): number {
  try {
    // Asked before opening: a named pipe would wait for its writer.
    if (!statSync(file).isFile()) {
      throw new FaultSnapError('CAPSULE_NOT_FOUND', `${label} is not a file. Give the path of a .faultsnap file.`)
    }
    return openSync(file, constants.O_RDONLY)
  } catch (error) {
    if (error instanceof FaultSnapError) throw error
    const { code } = error as NodeJS.ErrnoException
    const what = code === 'ENOENT' || code === 'ENOTDIR' ? 'does not exist' : `cannot be read (${code})`
    throw new FaultSnapError('CAPSULE_NOT_FOUND', `${label} ${what}. Give the path of a .faultsnap file.`, { cause: error })
  }
}

function readExactly (descriptor: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, buffer, filled, length - filled, position + filled)
    if (count === 0) throw new FaultSnapError('CAPSULE_CORRUPT', 'The capsule became shorter while it was read. Try again.')
    filled += count
  }
  return buffer
}

function take (buffer: Buffer, position: number, length: number): Buffer {
  if (position + length > buffer.length) throw new Error('unexpected end of file')
  return buffer.subarray(position, position + length)
}
