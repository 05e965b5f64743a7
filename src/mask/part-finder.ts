import { findAwsSecrets } from './rare-shapes'
import type { Spans } from './spans'
import { ChunkIndex } from './taint-chunks'

/** Finds pieces of known secrets, and secrets that only the company of another gives away. Grows with what is known. */
export class PartFinder {
  private readonly chunks = new ChunkIndex()
  private known = 0
  private hasAwsKey = false

  /** `values`: all secrets that are known, in the order they came. */
  find (text: string, values: readonly string[], spans: Spans): void {
    if (values.length === 0 || text.length < 8) return
    for (; this.known < values.length; this.known++) {
      const value = values[this.known]!
      this.chunks.add(value)
      this.hasAwsKey ||= /^A[KS]IA[A-Z0-9]{16}$/.test(value)
    }
    this.chunks.find(text, spans)
    if (this.hasAwsKey && text.length >= 40) findAwsSecrets(text, spans)
  }
}
