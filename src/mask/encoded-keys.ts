import { HEAD_BYTES, privateKeyLength } from './key-structure'
import type { Spans } from './spans'

/** A spelling of bytes: how a key's beginning is found in it, read, and followed to its end. */
interface Spelling {
  /** Rare, in the first bytes of every key; one fast search each. */
  marks: readonly string[]
  /** What a key begins with, and how far before a mark that may be. */
  first: string
  back: number
  decode: (text: string) => Buffer
  headChars: number
  charsPerByte: number
  /** A run of the spelling. */
  run: RegExp
}

const ENCODED: readonly Spelling[] = [
  // Versions 0, 1 and 3 behind a length of one, two and three bytes; PKCS's object identifier at two of its three offsets.
  {
    marks: ['CAQ', 'AgE', 'IBA', 'G9w0B', 'b3DQE'], first: 'M', back: 36, decode: text => Buffer.from(text, 'base64'), headChars: 88,
    charsPerByte: 4 / 3, run: /[A-Za-z0-9+/_-]+={0,2}/y,
  },
  {
    marks: ['02010', '864886'], first: '30', back: 56, decode: text => Buffer.from(text, 'hex'), headChars: HEAD_BYTES * 2,
    charsPerByte: 2, run: /[\da-fA-F]+/y,
  },
]

const BINARY: Spelling = {
  marks: ['\x02\x01', '\x86\x48\x86\xf7'], first: '0', back: 24, decode: text => Buffer.from(text, 'latin1'), headChars: HEAD_BYTES,
  charsPerByte: 1, run: /[\0-\xff]+/y,
}

/** A format of its own, of OpenSSH, minisign and signify: how a key begins, and what it consists of. */
type Format = readonly [beginning: string, body: RegExp]

const BINARY_FORMATS: readonly Format[] = [['openssh-key-v1\0', /[\0-\xff]+/y]]
const ENCODED_FORMATS: readonly Format[] = [
  ['b3BlbnNzaC1rZXktdj', /(?:[A-Za-z0-9+/_=-]|\\[nr](?=[A-Za-z0-9+/=]{20})|\s(?=[A-Za-z0-9+/=]{20}))+/y],
  ['6f70656e7373682d6b65792d76', /[\da-f]+/y],
  ['RWRTY0Iy', /[A-Za-z0-9+/]{40,}={0,2}/y],
  ['RWQAAEIy', /[A-Za-z0-9+/]{40,}={0,2}/y],
  ['RWRCSwAA', /[A-Za-z0-9+/]{40,}={0,2}/y],
]

/** What stands between the lines of a key, or the literals that it was cut into, if another line of it follows. */
const BREAK = /(?:\s|\\+[nr]|["'`][ \t]{0,40}[+,.]?\s{0,40}["'`]){1,40}/y
const MIN_LINE_CHARS = 16

/** The shortest key in use has 48 bytes. */
const MIN_CHARS = 40

/**
 * Adds private keys without a PEM armour: as DER in base64 (both alphabets, in lines or in one), in hexadecimal and as a text of bytes,
 * which is how buffers are looked at; so, too, OpenSSH's and minisign's.
 *
 * @param hasRuns whether there is a run of letters and digits as long as a token: without one there is nothing to look for but bytes.
 */
export function findEncodedKeys (text: string, hasRuns: boolean, spans: Spans): void {
  if (text.length < MIN_CHARS) return
  findSpelt(text, [BINARY], BINARY_FORMATS, spans)
  if (hasRuns) findSpelt(text, ENCODED, ENCODED_FORMATS, spans)
}

function findSpelt (text: string, spellings: readonly Spelling[], formats: readonly Format[], spans: Spans): void {
  for (const spelling of spellings) for (const mark of spelling.marks) findKeys(text, spelling, mark, spans)
  for (const [beginning, body] of formats) {
    for (let at = text.indexOf(beginning); at !== -1; at = text.indexOf(beginning, at + beginning.length)) {
      body.lastIndex = at
      if (!body.test(text)) continue
      spans.push(at, body.lastIndex)
      at = body.lastIndex - beginning.length
    }
  }
}

function findKeys (text: string, spelling: Spelling, mark: string, spans: Spans): void {
  // Where the last key ended, or where none begins before.
  let from = 0
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, Math.max(at + 1, from))) {
    let start = Math.max(from, at - spelling.back)
    from = Math.max(from, at)
    for (; start < at; start++) {
      if (!text.startsWith(spelling.first, start)) continue
      const length = privateKeyLength(spelling.decode(text.slice(start, start + spelling.headChars)))
      if (length === 0) continue
      from = keyEnd(text, start, Math.ceil(length * spelling.charsPerByte), spelling)
      spans.push(start, from)
      break
    }
  }
}

/** Where the key ends that has `chars` characters besides its line breaks. What is missing of it was cut off. */
function keyEnd (text: string, start: number, chars: number, { run }: Spelling): number {
  let end = start
  for (let at = start, left = chars; left > 0;) {
    run.lastIndex = at
    const length = run.test(text) ? Math.min(run.lastIndex - at, left) : 0
    // Another word is no other line of it.
    if (length < Math.min(left, MIN_LINE_CHARS)) break
    left -= length
    end = at + length
    BREAK.lastIndex = end
    if (!BREAK.test(text)) break
    at = BREAK.lastIndex
  }
  while (text[end] === '=') end++
  return end
}
