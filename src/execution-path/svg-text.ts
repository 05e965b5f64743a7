import { printable } from '../capsule/printable'
import { textWidth } from '../terminal/text-width'

const MAX_CHARS = 300

/**
 * Text on one line that fits into `columns` of a monospaced font, `…` for what does not: at its end, or with `isPlace` at its
 * beginning, for the end of a path says more.
 */
export function fitText (text: string, columns: number, isPlace = false): string {
  const room = Math.max(4, Math.floor(columns))
  // From the end of a long path, too; a pair of surrogates that is cut there becomes printable as such.
  const shown = isPlace ? printable(text.slice(-MAX_CHARS), MAX_CHARS) : printable(text, MAX_CHARS)
  const isWhole = !isPlace || text.length <= MAX_CHARS
  if (isWhole && textWidth(shown) <= room) return shown
  const characters = [...shown]
  if (isPlace) characters.reverse()
  let width = 1
  let count = 0
  while (count < characters.length) {
    width += textWidth(characters[count]!)
    if (width > room) break
    count++
  }
  const kept = characters.slice(0, count)
  return isPlace ? `…${kept.reverse().join('')}` : `${kept.join('')}…`
}
