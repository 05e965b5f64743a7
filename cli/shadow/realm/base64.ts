const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Neither Buffer nor `btoa` is among the language's own. */
export function base64 (bytes: ArrayLike<number>): string {
  let result = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = bytes[at]! << 16 | (bytes[at + 1] ?? 0) << 8 | (bytes[at + 2] ?? 0)
    const left = bytes.length - at
    result += ALPHABET[bits >> 18]! + ALPHABET[bits >> 12 & 63]! + (left > 1 ? ALPHABET[bits >> 6 & 63]! : '=') + (left > 2 ? ALPHABET[bits & 63]! : '=')
  }
  return result
}
