import type { Colours } from './colours'
import { clipEnd } from './clip'
import { textWidth } from './text-width'
import { safeText } from './safe-text'

/** `line` and `column` one-based; `column` 0 when unknown. */
export interface ExcerptOptions { line: number, column: number, colours: Colours, before?: number, after?: number,
  maxChars?: number }

/**
 * The lines around a place in a source, numbered, the line itself marked with `>` and its column with `^` below it. Lines are cut
 * to `maxChars` columns; a long one (minified code) around the column. Empty if the source has no such line.
 */
export function codeExcerpt (source: string, options: ExcerptOptions): string[] {
  const { line, column, colours, before = 3, after = 2, maxChars = 120 } = options
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/)
  if (line < 1 || line > lines.length) return []
  const first = Math.max(1, line - before)
  const last = Math.min(lines.length, line + after)
  const digits = String(last).length
  // Where the column would be near the right edge, what is left of it goes, so that what follows it can be read.
  const start = column - 1 > maxChars - Math.min(20, Math.floor(maxChars / 3)) ? column - 1 - Math.floor(maxChars / 2) : 0
  const result: string[] = []
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1]!
    const isPlace = number === line
    const from = isPlace ? start : 0
    const shown = clipEnd((from > 0 ? '…' : '') + visible(text.slice(from, from + 2 * maxChars)), maxChars + (from > 0 ? 2 : 1)).trimEnd()
    result.push(`${isPlace ? colours.red('>') : ' '} ${colours.dim(
      `${String(number).padStart(digits)} |`)} ${isPlace || shown === '' ? shown : colours.dim(shown)}`.trimEnd())
    if (isPlace && column > 0 && column - 1 <= text.length) {
      const caret = (from > 0 ? 1 : 0) + textWidth(visible(text.slice(from, column - 1)))
      result.push(`  ${' '.repeat(digits)} ${colours.dim('|')} ${' '.repeat(caret)}${colours.red('^')}`)
    }
  }
  return result
}

const visible = (text: string, maxChars?: number): string => safeText(text.replace(/\t/g, '  '), maxChars)
