/** What replaces a secret, everywhere. */
export const MASKED = '[masked]'

/**
 * Parts of a text that are secrets: starts and ends in turn, as offsets in UTF-16 code units, ends exclusive. In no order, and
 * possibly overlapping, until {@link mergeSpans}.
 */
export type Spans = number[]

/** The same parts in order; those that overlap or touch are one. */
export function mergeSpans (spans: Spans): Spans {
  if (spans.length <= 2) return spans
  const order = Array.from({ length: spans.length / 2 }, (_, index) => index * 2).sort((a, b) => spans[a]! - spans[b]!)
  const merged: Spans = []
  for (const at of order) {
    const start = spans[at]!
    const end = spans[at + 1]!
    if (merged.length > 0 && start <= merged[merged.length - 1]!) {
      if (end > merged[merged.length - 1]!) merged[merged.length - 1] = end
    } else {
      merged.push(start, end)
    }
  }
  return merged
}

/** The first `endAt` characters of the text, each merged span that starts there replaced by {@link MASKED}. */
export function replaceSpans (text: string, merged: Spans, endAt: number): string {
  let result = ''
  let from = 0
  for (let index = 0; index < merged.length && merged[index]! < endAt; index += 2) {
    result += text.slice(from, merged[index]) + MASKED
    from = merged[index + 1]!
  }
  return from < endAt ? result + text.slice(from, endAt) : result
}
