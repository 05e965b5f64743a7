import { isText } from './encoded-copies'
import type { Spans } from './spans'
import { isScrambled } from './token-families'

/** Eight characters in a row that are a secret's are no chance. */
const CHUNK_CHARS = 8

const BITS = 16

/**
 * Finds parts of known secrets: a program cuts a token into halves, shows its first twelve characters, or has it in its source in two
 * literals. Only of what was generated: parts of pass
 * phrases are words, and those of a JSON Web Token's first halves are in every other one.
 */
export class ChunkIndex {
  private readonly chunks = new Set<string>()
  private readonly beginnings = new Uint8Array(1 << BITS)

  add (value: string): void {
    // A long one (a certificate's key) is known by its first part.
    const kept = value.length > 2_048 ? value.slice(0, 2_048) : value
    for (const run of kept.match(/[A-Za-z0-9+/=_-]{12,}/g) ?? []) {
      if (!isGenerated(run) || isText(Buffer.from(run.slice(0, 32), 'base64'))) continue
      for (let at = 0; at + CHUNK_CHARS <= run.length; at++) {
        const chunk = run.slice(at, at + CHUNK_CHARS)
        if (!/[A-Za-z]/.test(chunk) || (!/\d/.test(chunk) && !(/[A-Z]/.test(chunk) && /[a-z]/.test(chunk)))) continue
        // A prefix says what the token is for, and is in every one.
        if (at === 0 && /^[A-Za-z]{2,}[_-]/.test(chunk)) continue
        this.chunks.add(chunk)
        this.beginnings[hashAt(chunk, 0)] = 1
      }
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

function isGenerated (run: string): boolean {
  return isScrambled(run, 12) || (/^[\da-f-]+$/i.test(run) && (run.match(/\d/g)?.length ?? 0) >= 4)
}

const hashAt = (text: string, at: number): number =>
  (text.charCodeAt(at) * 40_503 + text.charCodeAt(at + 1) * 9_973 + text.charCodeAt(at + 2) * 769 + text.charCodeAt(at + 3) * 31) &
  ((1 << BITS) - 1)
