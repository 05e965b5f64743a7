import stringWidth from 'string-width'

/** Columns that a text takes on a terminal: two for wide characters and emoji, none for combining ones. */
export const widthOf = (text: string): number => isAscii(text) ? text.length : stringWidth(text)

/** The text if it fits into so many columns, else its beginning and `…`. For text without escape sequences. */
export function clipEnd (text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let taken = 0
  for (const character of charactersOf(text)) {
    taken += widthOf(character)
    if (taken > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** The text if it fits into so many columns, else `…` and its end: of a path, what tells files apart. */
export function clipStart (text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let taken = 0
  for (const character of [...charactersOf(text)].reverse()) {
    taken += widthOf(character)
    if (taken > columns - 1) break
    kept = character + kept
  }
  return `…${kept}`
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

let graphemes: Intl.Segmenter | undefined

/** What a reader takes for one character each. A text far longer than any line need not be split to its end. */
function * charactersOf (text: string): Generator<string> {
  if (isAscii(text)) return yield * text
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment } of graphemes.segment(text)) yield segment
}
