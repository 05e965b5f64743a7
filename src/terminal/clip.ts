import { textWidth } from './text-width'

/** The text if it fits into so many columns, else its beginning and `…`. For text without escape sequences. */
export function clipEnd (text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let taken = 0
  for (const character of charactersOf(text)) {
    taken += textWidth(character)
    if (taken > columns - 1) break
    kept += character
  }
  return `${kept}…`
}

/** The text if it fits into so many columns, else `…` and its end: of a path, what tells files apart. */
export function clipStart (text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let taken = 0
  for (const character of [...charactersOf(text)].reverse()) {
    taken += textWidth(character)
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
