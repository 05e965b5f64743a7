import { isBinary } from './binary-secrets'
import { isText } from './encoded-copies'
import { secretOfKey } from './key-secrets'
import type { Spans } from './spans'
import { isScrambled } from './token-families'

/** Eight characters in a row that are a secret's are no chance. */
const CHUNK_CHARS = 8

const BITS = 16

/** Of what people choose: no word, no number, and nothing that has a place in a path or an address. */
const MIXED = /^(?=[a-z]*\d[a-z]*\d)(?=\d*[a-z]\d*[a-z])[a-z\d]{8}$/i

const PREFIX = /^(?:[A-Za-z]{1,12}\d{0,2}[_.-]){1,4}/

/**
 * Finds parts of known secrets: a program cuts a token into halves, shows its first twelve characters, or has it in its source in two
 * literals. Of what was generated, and of what has digits
 * among its letters: parts of pass phrases are words, and those of a JSON Web Token's first halves are in every other one.
 */
export class ChunkIndex {
  private readonly chunks = new Set<string>()
  private readonly beginnings = new Uint8Array(1 << BITS)

  add (value: string): void {
    // A long one (a certificate's key) is known by its first part.
    const key = secretOfKey(value)
    const kept = key?.slice(0, 4_096) ?? (value.length > 2_048 ? value.slice(0, 2_048) : value)
    if (isBinary(kept)) return this.addBinary(kept)
    // What is in front says what the token is for, and is in every one.
    const secret = kept.slice(PREFIX.exec(kept)?.[0].length ?? 0).replace(/-----[A-Z ]+-----/g, ' ')
    const isRandom = isGenerated(secret) || isJumbled(secret) || secret.split(/[-_.:/\s]/).some(isGenerated)
    for (const run of secret.match(/[A-Za-z0-9+/=_~-]{8,}/g) ?? []) {
      if (isText(Buffer.from(run.slice(0, 32), 'base64'))) continue
      for (let at = 0; at + CHUNK_CHARS <= run.length; at++) {
        const chunk = run.slice(at, at + CHUNK_CHARS)
        if (!isRandom && !MIXED.test(chunk)) continue
        if (new Set(chunk).size < 4 || !/[A-Za-z]/.test(chunk) || /^[a-z]*$|^[^A-Za-z0-9]|--/.test(chunk)) continue
        this.chunks.add(chunk)
        this.beginnings[hashAt(chunk, 0)] = 1
      }
    }
  }

  /** Of bytes eight in a row are no chance if they differ. */
  private addBinary (bytes: string): void {
    for (let at = 0; at + CHUNK_CHARS <= bytes.length; at++) {
      const chunk = bytes.slice(at, at + CHUNK_CHARS)
      if (new Set(chunk).size < 6) continue
      this.chunks.add(chunk)
      this.beginnings[hashAt(chunk, 0)] = 1
    }
  }

  find (text: string, spans: Spans): void {
    if (this.chunks.size === 0) return
    const last = text.length - CHUNK_CHARS
    for (let at = 0; at <= last; at++) {
      if (this.beginnings[hashAt(text, at)] === 0 || !this.chunks.has(text.slice(at, at + CHUNK_CHARS))) continue
      const start = at
      while (at < last && this.chunks.has(text.slice(at + 1, at + 1 + CHUNK_CHARS))) at++
      spans.push(start, at + CHUNK_CHARS)
      at += CHUNK_CHARS - 1
    }
  }
}

/** Whether no human chose it: letters and digits in no order that words have, hexadecimal digits, or capitals with digits. */
export function isGenerated (secret: string): boolean {
  return isScrambled(secret, 12) || (secret.length >= 12 && /^[\da-f-]+$/i.test(secret) && (secret.match(/\d/g)?.length ?? 0) >= 4) ||
    (/^[A-Z\d]{16,}$/.test(secret) && /\d/.test(secret))
}

const hashAt = (text: string, at: number): number =>
  (text.charCodeAt(at) * 40_503 + text.charCodeAt(at + 1) * 9_973 + text.charCodeAt(at + 2) * 769 + text.charCodeAt(at + 3) * 31) &
  ((1 << BITS) - 1)

/** Small letters and digits that no words are made of: five consonants in a row. */
const isJumbled = (secret: string): boolean => /^[a-z\d]{16,}$/.test(secret) && /\d.*\d/.test(secret) && /[bcdfghjklmnpqrstvwxz]{5}/.test(secret)
