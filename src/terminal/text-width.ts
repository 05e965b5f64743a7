/**
 * Characters of which each takes one column by itself: ASCII, Latin 1 without its soft hyphen, quotes, dashes, `…`, arrows, boxes, `▸ ✓ ✗`.
 * Nearly all texts are made of them, and string-width alone costs as much to load as the rest of a command.
 */
const NARROW = /^[\x20-\x7e\xa1-\xac\xae-\xff\u2013\u2014\u2018-\u201d\u2022\u2026\u2190-\u2193\u2500-\u259f\u25b8\u2713\u2717]*$/

let measure: ((text: string) => number) | undefined

/** Columns that a text takes on a terminal: two for wide characters and emoji, none for combining ones and escape sequences. */
export function textWidth (text: string): number {
  if (NARROW.test(text)) return text.length
  measure ??= (require('string-width') as { default: (text: string) => number }).default
  return measure(text)
}
