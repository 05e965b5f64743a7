import { element } from '../dom'

/** A text cut where a pattern (global, never matching the empty text) matches: odd pieces are the matches. */
export function pieces (text: string, pattern: RegExp | undefined): string[] {
  if (!pattern || text === '') return [text]
  const found: string[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    found.push(text.slice(at, match.index), match[0])
    at = match.index + match[0].length
  }
  return [...found, text.slice(at)]
}

/** A text as nodes, with what matches in `<mark>`. */
export function marked (text: string, pattern: RegExp | undefined): (Node | string)[] {
  return pieces(text, pattern).flatMap((piece, index) => piece === '' ? [] : index % 2 === 1 ? element('mark', {}, piece) : piece)
}
