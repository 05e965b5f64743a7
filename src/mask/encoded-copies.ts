import type { Spans } from './spans'

/** Finds the secrets of a decoded text. */
type FindIn = (decoded: string, spans: Spans) => void

const MAX_RUN_CHARS = 64 * 1024
const BASE64_RUN = /[A-Za-z0-9+/_-]{24,}/g
const HEX_RUN = /(?:[\da-fA-F]{2}){12,}/g
const PERCENT_RUN = /[^\s"'<>`]*%[2-7][\dA-Fa-f][^\s"'<>`]*/g

/**
 * Adds the parts of encoded texts that hold secrets: base64 (both alphabets), hexadecimal and percent-encoding, of whatever `find`
 * finds in the decoded text. Bytes that are no text (images, keys, hashes) are passed over after their first few.
 */
export function findEncoded (text: string, find: FindIn, spans: Spans): void {
  for (const match of text.matchAll(BASE64_RUN)) {
    if (match[0].length <= MAX_RUN_CHARS && !isMapOf(text, match.index)) findInBase64(match[0], match.index, find, spans)
  }
  for (const match of text.matchAll(HEX_RUN)) if (match[0].length <= MAX_RUN_CHARS) findInHex(match[0], match.index, find, spans)
  if (!text.includes('%')) return
  for (const match of text.matchAll(PERCENT_RUN)) if (match[0].length <= MAX_RUN_CHARS) findInPercent(match[0], match.index, find, spans)
}

/** An inline source map is no text of the program; it is packed on its own. */
const isMapOf = (text: string, at: number): boolean => text.slice(Math.max(0, at - 80), at).includes('sourceMappingURL=')

function findInBase64 (run: string, at: number, find: FindIn, spans: Spans): void {
  // In a path or a longer word the encoded text may begin later; whoever encodes a text by itself begins at its start.
  const bytes = Buffer.from(run, 'base64')
  if (!isText(bytes)) return
  const found: Spans = []
  find(bytes.toString('latin1'), found)
  for (let index = 0; index < found.length; index += 2) {
    spans.push(at + Math.floor(found[index]! * 4 / 3), at + Math.min(run.length, Math.ceil(found[index + 1]! * 4 / 3)))
  }
}

function findInHex (run: string, at: number, find: FindIn, spans: Spans): void {
  const bytes = Buffer.from(run, 'hex')
  if (!isText(bytes)) return
  const found: Spans = []
  find(bytes.toString('latin1'), found)
  for (let index = 0; index < found.length; index += 2) spans.push(at + found[index]! * 2, at + found[index + 1]! * 2)
}

function findInPercent (run: string, at: number, find: FindIn, spans: Spans): void {
  let decoded = ''
  const offsets: number[] = []
  for (let index = 0; index < run.length; index++) {
    offsets.push(at + index)
    const code = run[index] === '%' ? Number.parseInt(run.slice(index + 1, index + 3), 16) : Number.NaN
    if (code >= 0x20 && code < 0x7f) {
      decoded += String.fromCharCode(code)
      index += 2
    } else decoded += run[index]!
  }
  offsets.push(at + run.length)
  const found: Spans = []
  find(decoded, found)
  for (let index = 0; index < found.length; index += 2) spans.push(offsets[found[index]!]!, offsets[found[index + 1]!]!)
}

/** Whether bytes are printable ASCII, as far as the first 24 tell. */
export function isText (bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length && index < 24; index++) {
    const byte = bytes[index]!
    if ((byte < 0x20 || byte > 0x7e) && byte !== 10 && byte !== 13 && byte !== 9) return false
  }
  return true
}
