/**
 * Lines of a source that belong together. `line1`: the number of the first. `starts`: by index, the column (zero-based) at which
 * the text of a line begins that was too long to be kept.
 */
export interface SourceWindow { line1: number, lines: string[], starts?: Record<number, number> }

/** A place that is looked at, one-based. `around`: the lines before and after it. */
export interface WantedLine { line: number, column: number, around: number }

/** Longer lines are of bundles: around the place is what matters. */
export const MAX_LINE_CHARS = 400

/** The lines around the places, in order, those that touch each other in one window. Places that the text has not give none. */
export function sourceWindows (text: string, wanted: readonly WantedLine[]): SourceWindow[] {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  const columns = new Map(wanted.map(({ line, column }) => [line, column]))
  const ranges = wanted.filter(({ line }) => line >= 1 && line <= lines.length)
    .map(({ line, around }) => [Math.max(1, line - around), Math.min(lines.length, line + around)] as [number, number])
    .sort(([a], [b]) => a - b)
  const merged: [number, number][] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (last && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1])
    else merged.push(range)
  }
  return merged.map(([from, to]) => windowOf(lines, from, to, columns))
}

function windowOf (lines: readonly string[], from: number, to: number, columns: ReadonlyMap<number, number>): SourceWindow {
  const starts: Record<number, number> = {}
  const kept = lines.slice(from - 1, to).map((line, index) => {
    if (line.length <= MAX_LINE_CHARS) return line
    const column0 = Math.min(line.length, (columns.get(from + index) ?? 1) - 1)
    const start = Math.max(0, Math.min(column0 - MAX_LINE_CHARS / 2, line.length - MAX_LINE_CHARS))
    if (start > 0) starts[index] = start
    return line.slice(start, start + MAX_LINE_CHARS)
  })
  return { line1: from, lines: kept, ...Object.keys(starts).length > 0 && { starts } }
}

/** A line of an excerpt. `column0`: where the place is in `text`, on the line of the place. */
export interface ExcerptLine { number: number, text: string, isCutBefore: boolean, isPlace: boolean, column0?: number }

/** The lines from `before` to `after` lines around a place, as far as the windows have them. */
export function excerpt (windows: readonly SourceWindow[] | undefined, { line, column }: { line: number, column: number },
  before: number, after: number): ExcerptLine[] {
  const found = windows?.find(({ line1, lines }) => line >= line1 && line < line1 + lines.length)
  if (!found) return []
  const from = Math.max(0, line - before - found.line1)
  return found.lines.slice(from, Math.max(0, line + after - found.line1) + 1).map((text, index) => {
    const number = found.line1 + from + index
    const start = found.starts?.[from + index] ?? 0
    const isPlace = number === line
    const column0 = column - 1 - start
    return { number, text, isCutBefore: start > 0, isPlace, ...isPlace && column > 0 && column0 >= 0 && column0 <= text.length && { column0 } }
  })
}

/** The word, or the one character, that begins at a column: `[from, to]`, zero-based. */
export function wordAt (text: string, column0: number): [number, number] {
  const word = /^(?:[\p{L}\p{N}_$#]+|[^])/u.exec(text.slice(column0, column0 + 200))?.[0] ?? ''
  return [column0, column0 + word.length]
}
