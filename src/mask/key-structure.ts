/** As many bytes of a key's beginning as tell it from everything else. */
export const HEAD_BYTES = 64

const RSA = 0x02
const OCTETS = 0x04
const OID = 0x06
const SEQUENCE = 0x30

/** PKCS#5 and PKCS#12 encryption, PKCS#7 data: RFC 8018, RFC 7292. */
const PKCS = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01]

/**
 * How many bytes the private key has that begins with `head`, or 0 if none does: DER of PKCS#8 (RFC 5208, RFC 5958), also encrypted, of
 * PKCS#1 (RSA) and its like for DSA, of SEC 1 (EC), of PKCS#12. Public keys, certificates and requests for them begin otherwise.
 */
export function privateKeyLength (head: Uint8Array): number {
  const outer = readTag(head, 0)
  if (outer === undefined || outer.tag !== SEQUENCE || outer.length < 20) return 0
  const first = readTag(head, outer.start)
  if (first === undefined) return 0
  const isKey = first.tag === SEQUENCE ? isEncrypted(head, first.start)
    : first.tag === 0x02 && first.length === 1 && isVersioned(head, head[first.start]!, first.start + 1)
  return isKey ? outer.start + outer.length : 0
}

function isVersioned (head: Uint8Array, version: number, at: number): boolean {
  const next = readTag(head, at)
  if (next === undefined) return false
  if (version === 3) {
    const type = readTag(head, next.start)
    return next.tag === SEQUENCE && type?.tag === OID && isPkcs(head, type.start) && head[type.start + 7] === 7
  }
  if (version > 1) return false
  if (next.tag === OCTETS) return version === 1 && next.length >= 20 && next.length <= 72
  if (next.tag === RSA) return version === 0 && next.length >= 32
  if (next.tag !== SEQUENCE) return false
  // An algorithm, and then the key: of encrypted data another sequence's end would be far off.
  const after = head[next.start + next.length]
  return head[next.start] === OID && (after === undefined || after === OCTETS)
}

function isEncrypted (head: Uint8Array, at: number): boolean {
  const type = readTag(head, at)
  return type?.tag === OID && isPkcs(head, type.start) && (head[type.start + 7] === 5 || head[type.start + 7] === 12)
}

const isPkcs = (head: Uint8Array, at: number): boolean => PKCS.every((byte, index) => head[at + index] === byte)

function readTag (head: Uint8Array, at: number): { tag: number, start: number, length: number } | undefined {
  const tag = head[at]
  const length = head[at + 1]
  if (tag === undefined || length === undefined) return undefined
  if (length < 0x80) return { tag, start: at + 2, length }
  if (length === 0x81) return { tag, start: at + 3, length: head[at + 2] ?? 0 }
  if (length === 0x82) return { tag, start: at + 4, length: (head[at + 2] ?? 0) * 256 + (head[at + 3] ?? 0) }
  return undefined
}
