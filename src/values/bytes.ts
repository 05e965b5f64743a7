const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BITS = new Map([...ALPHABET].map((character, value) => [character, value]))
// As Buffer reads it: the alphabet of URLs too (RFC 4648, section 5).
BITS.set('-', 62).set('_', 63)

/**
 * The bytes of base64, read as `Buffer.from(text, 'base64')` does: never an error, strangers are skipped, `=` ends it. In a
 * browser there is no Buffer, and `atob` throws.
 */
export function decodeBase64 (text: string): Uint8Array {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of text) {
    if (character === '=') break
    const value = BITS.get(character)
    if (value === undefined) continue
    held = (held << 6 | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push(held >> bits & 0xff)
  }
  return Uint8Array.from(bytes)
}

/** Two lower-case hex digits for each byte, with `between` between the bytes. At most `maxBytes` of them. */
export function hexText (bytes: Uint8Array, between = '', maxBytes = Infinity): string {
  return Array.from(bytes.subarray(0, Math.min(bytes.length, maxBytes)), byte => byte.toString(16).padStart(2, '0')).join(between)
}
