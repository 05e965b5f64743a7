import { occasionLine } from '../occasion/occasion'
import type { OccasionPart } from '../occasion/part'
import { clipEnd } from '../terminal/clip'
import { factLines, wrapped } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { indent } from '../terminal/table'
import { hasMembers } from '../values/members'
import { previewValue } from '../values/preview'
import type { OpenedCrash } from './opened-crash'
import { renderValueTree } from './value-tree'
import type { ViewOptions } from './view-options'

/** In a pipe a value is whole, unless nobody would read it. */
const MAX_PIPED_CHARS = 10_000
/** On a terminal: characters of a list on its line, lines of a text, levels and lines of a value that does not fit its line. */
const MAX_LIST_CHARS = 240
const MAX_TEXT_LINES = 12
const TREE = { depth: 3, maxLines: 30 }

/** One part of the occasion as lines without its title: the headline, its facts, lists and values, and a text at its end. */
export function renderOccasion ({ crash }: OpenedCrash, part: OccasionPart, options: ViewOptions): string[] {
  const { colours, columns, isTerminal = true } = options
  const safe = (text: string): string => safeText(text, isTerminal ? 2_000 : MAX_PIPED_CHARS)
  const { headline, text } = part
  const head = headline === '' ? [] : isTerminal ? wrapped(safe(headline), Math.max(20, columns)) : [safe(headline)]
  const small = part.values.filter(({ value }) => !isLarge(crash, value, columns, isTerminal))
  const rows: [string, string][] = [
    ...part.facts,
    ...part.lists.map(({ title, rows: list }): [string, string] => [title, listText(list, isTerminal ? MAX_LIST_CHARS : MAX_PIPED_CHARS)]),
    ...small.map(({ name, value }): [string, string] => [name, previewValue(crash, value, isTerminal ? columns : MAX_PIPED_CHARS)]),
  ]
  const trees = part.values.filter(value => !small.includes(value)).flatMap(({ name, value }) => [
    colours.dim(name),
    ...indent(renderValueTree(crash, value, { ...TREE, maxChars: Math.max(20, columns - 6), columns: columns - 2 })),
  ])
  return [
    ...head.map(line => colours.bold(line)),
    ...factLines(rows.map(([name, fact]): [string, string] => [safeText(name, 80), safe(fact)]), { colours, columns, isTerminal }),
    ...trees,
    ...text === undefined ? [] : [colours.dim(text.title), ...indent(lastLines(text.text, options))],
  ]
}

/** The request or the test in a line, for below the error. Empty without them. */
export function renderOccasionLine ({ crash }: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions): string[] {
  const line = occasionLine(crash)
  if (line === '') return []
  const text = `in ${safeText(line, 1_000)}`
  return [colours.cyan(isTerminal ? clipEnd(text, Math.max(20, columns)) : text)]
}

function isLarge (crash: OpenedCrash['crash'], value: OccasionPart['values'][number]['value'], columns: number, isTerminal: boolean): boolean {
  return isTerminal && hasMembers(crash, value) && previewValue(crash, value, columns).length > columns - 14
}

/** `accept: text/html, host: shop`, and how many more there are. */
function listText (rows: readonly (readonly [string, string])[], maxChars: number): string {
  const shown: string[] = []
  let chars = 0
  for (const [name, value] of rows) {
    const text = `${name}: ${value}`
    if (shown.length > 0 && chars + text.length > maxChars) break
    shown.push(text.slice(0, maxChars))
    chars += text.length + 2
  }
  const left = rows.length - shown.length
  return shown.join(', ') + (left > 0 ? `, … ${left} more` : '')
}

function lastLines (text: string, { columns, isTerminal = true, colours }: ViewOptions): string[] {
  const lines = text.replace(/\s+$/, '').split(/\r?\n/)
  const shown = isTerminal ? lines.slice(-MAX_TEXT_LINES) : lines
  const left = lines.length - shown.length
  return [
    ...left > 0 ? [colours.dim(`… ${left} earlier`)] : [],
    ...shown.map(line => isTerminal ? clipEnd(safeText(line, 1_000), Math.max(20, columns - 2)) : safeText(line, MAX_PIPED_CHARS)),
  ]
}
