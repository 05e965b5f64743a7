import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * A capsule as lines of a log, for a container that can write nowhere: `faultsnap:1:<id>:<sha>:<n>/<total>:<crc>:<data>;`.
 *
 * - `id`: the capsule's; `sha`: the first 32 hex digits of the capsule's SHA-256, which tells two capsules of one id apart and proves the
 *   whole; `n` from 1 to `total`; `crc`: 8 hex digits, CRC-32 of the bytes in this line.
 * - `data`: base64url without padding (RFC 4648, section 5). Of the whole line a JSON encoder escapes at most the `/`, and no log driver
 *   has a reason to touch the rest. `;` ends it: a line that was cut short has none.
 *
 * A line has at most {@link MAX_LINE_BYTES} with its line break, which a pipe takes in one piece (PIPE_BUF of Linux, POSIX `write`): lines
 * of several processes do not mix.
 */
export const LOG_LINE = /faultsnap:1:([0-9a-f]{8}):([0-9a-f]{32}):([1-9]\d{0,5})\\*\/([1-9]\d{0,5}):([0-9a-f]{8}):([A-Za-z0-9_-]{1,4000});/g
/** What every line contains, and what a reader looks for. */
export const LOG_LINE_MARK = 'faultsnap:1:'
export const MAX_LINE_BYTES = 4096
/** Bytes of the capsule per line: 3,999 characters of base64url, and at most 86 around them. */
export const BYTES_PER_LINE = 2999
/** A capsule of more bytes is not written to a log: 2,800 lines are more than anybody wants in one. */
export const MAX_LOGGED_BYTES = 8 * 1024 * 1024

/** The lines of a capsule, each with its line break; at least one. Throws a RangeError above {@link MAX_LOGGED_BYTES}. */
export function logLines (id: string, bytes: Buffer): string[] {
  if (bytes.length > MAX_LOGGED_BYTES) throw new RangeError(`the capsule has ${bytes.length} bytes, a log takes ${MAX_LOGGED_BYTES}`)
  const sha = shaOf(bytes)
  const total = Math.ceil(bytes.length / BYTES_PER_LINE)
  return Array.from({ length: total }, (_, index) => {
    const part = bytes.subarray(index * BYTES_PER_LINE, (index + 1) * BYTES_PER_LINE)
    return `${LOG_LINE_MARK}${id}:${sha}:${index + 1}/${total}:${crcOf(part)}:${part.toString('base64url')};\n`
  })
}

/** What a line says of its bytes: 8 hex digits. */
export const crcOf = (bytes: Buffer): string => crc32(bytes).toString(16).padStart(8, '0')

/** What a line says of its capsule: 32 hex digits. */
export const shaOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32)
