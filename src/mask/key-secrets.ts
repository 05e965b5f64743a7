import { isBinary } from './binary-secrets'
import { privateKeyLength } from './key-structure'

const OCTETS = 0x04
const SEQUENCE = 0x30

/** A key of 4,096 bits in hexadecimal; what is behind that of a longer one is not looked for in pieces. */
const MAX_CHARS = 10_000

/**
 * Of a private key in bytes, base64, hexadecimal or PEM the characters that are its secret, without line breaks: what says of which kind it is, and
 * its public part, stand in public keys and certificates, too. Undefined if `value` is no such key.
 */
export function secretOfKey (value: string): string | undefined {
  if (!/^(?:-----BEGIN|M[A-K]|30|0[\x2e-\x82])/.test(value)) return undefined
  if (isBinary(value)) {
    const bytes = Buffer.from(value.slice(0, MAX_CHARS), 'latin1')
    return privateKeyLength(bytes) === 0 ? undefined : value.slice(...secretRange(bytes, 0))
  }
  const text = value.slice(0, MAX_CHARS).replace(/-----[A-Z ]+-----/g, '').replace(/\\[nr]|\s/g, '')
  const isHex = /^[\da-f]+$/i.test(text)
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64')
  if (privateKeyLength(bytes) === 0) return undefined
  const [start, end] = secretRange(bytes, 0)
  return isHex ? text.slice(start * 2, end * 2) : text.slice(Math.floor(start * 4 / 3), Math.ceil(end * 4 / 3))
}

/** Where the secret of the structure at `at` begins and ends. */
function secretRange (bytes: Buffer, at: number): [number, number] {
  const outer = contentOf(bytes, at)
  const end = Math.min(bytes.length, outer.end)
  // An encrypted key's: its algorithm is followed by it.
  if (bytes[outer.start] === SEQUENCE) return [contentOf(bytes, outer.start).end, end]
  let next = contentOf(bytes, outer.start).end
  // PKCS#12 goes on in structures of its own, which begin alike in all of them.
  if (bytes[outer.start + 2] === 3) return [Math.min(end, next + 64), end]
  if (bytes[next] === SEQUENCE) next = contentOf(bytes, next).end
  else if (bytes[next] !== OCTETS) return [Math.min(end, contentOf(bytes, contentOf(bytes, next).end).end), end]
  const key = contentOf(bytes, next)
  if (bytes[key.start] === SEQUENCE && privateKeyLength(bytes.subarray(key.start)) > 0) return secretRange(bytes, key.start)
  return [key.start, Math.min(bytes.length, key.end)]
}

/** Of the element at `at`. */
function contentOf (bytes: Buffer, at: number): { start: number, end: number } {
  const length = bytes[at + 1] ?? 0
  if (length < 0x80) return { start: at + 2, end: at + 2 + length }
  const more = length - 0x80
  if (more > 3 || at + 2 + more > bytes.length || more === 0) return { start: at + 2, end: bytes.length }
  const start = at + 2 + more
  return { start, end: start + bytes.readUIntBE(at + 2, more) }
}
