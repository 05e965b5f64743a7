import { stripVTControlCharacters } from 'node:util'
import { textWidth } from './text-width'

/**
 * Rows as aligned lines, two spaces between columns, none at the end of a line. Cells must be on one line and safe to print; they
 * may be coloured. The last column is not padded.
 */
export function table (rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, column) => { widths[column] = Math.max(widths[column] ?? 0, width(cell)) })
  return rows.map(row => row
    .map((cell, column) => column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - width(cell)))
    .join('  ')
    .trimEnd())
}

/** Every line with `spaces` spaces before it, empty ones as they are. */
export function indent (lines: readonly string[], spaces = 2): string[] {
  return lines.map(line => line === '' ? line : ' '.repeat(spaces) + line)
}

const width = (cell: string): number => textWidth(stripVTControlCharacters(cell))
