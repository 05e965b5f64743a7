/**
 * Bytes as a dump of `perLine` bytes a line: offset, hex, and the printable ASCII characters, a dot for the others.
 * `0000  68 69 0a 00  hi..`
 */
export function hexDump (bytes: Uint8Array, perLine: number): string {
  const lines: string[] = []
  for (let offset = 0; offset < bytes.length; offset += perLine) {
    const line = Array.from(bytes.subarray(offset, offset + perLine))
    const hex = line.map(byte => byte.toString(16).padStart(2, '0')).join(' ').padEnd(perLine * 3 - 1)
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${hex}  ${asciiText(line)}`)
  }
  return lines.join('\n')
}

/** Characters of a line of such a dump. */
export const dumpWidth = (perLine: number): number => 4 + 2 + perLine * 3 - 1 + 2 + perLine

/** Printable ASCII as it is, a dot for everything else. */
export const asciiText = (bytes: readonly number[]): string =>
  bytes.map(byte => byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.').join('')
