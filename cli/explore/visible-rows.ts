import { createColours } from '../../src/terminal/colours'
import { codeExcerpt } from '../../src/terminal/code-excerpt'
import { wrapped } from '../../src/terminal/facts'
import { safeText } from '../../src/terminal/safe-text'
import type { Row, Style } from './row'
import { isOpen, type State } from './state'
import type { Tree } from './tree'

/** The last answer per tree, and what it followed from: moving the selection does not change it. */
const computed = new WeakMap<Tree, { from: readonly unknown[], rows: readonly Row[] }>()

/** The rows of a state from top to bottom, those that do not fit on the screen included. */
export function visibleRows (state: State): readonly Row[] {
  const { tree, filter, toggled, toggledInFilter, showsAll, sources, columns } = state
  const from = [filter, toggled, toggledInFilter, showsAll, sources, columns]
  const last = computed.get(tree)
  if (last?.from.every((each, index) => each === from[index])) return last.rows
  const rows = filter.text === '' ? allRows(state, tree.roots(showsAll)) : filteredRows(state, tree.roots(true))
  computed.set(tree, { from, rows })
  return rows
}

function allRows (state: State, rows: readonly Row[]): Row[] {
  return rows.flatMap(row => {
    if (row.kind === 'source') return sourceRows(state, row)
    if (row.kind === 'text') return textRows(state, row)
    return isOpen(state, row) ? [row, ...allRows(state, state.tree.children(row))] : [row]
  })
}

/** Hits and what leads to them. Below a hit that leads to no other, all there is, once it is opened. */
function filteredRows (state: State, rows: readonly Row[]): Row[] {
  const { hits, ways } = state.filter
  return rows.filter(({ id }) => hits.has(id) || ways.has(id)).flatMap(row => {
    if (!isOpen(state, row)) return [row]
    const children = state.tree.children(row)
    return [row, ...ways.has(row.id) ? filteredRows(state, children) : allRows(state, children)]
  })
}

/** Columns of a line that are left for a row's own text: the rest is the gutter, the indentation and the arrow. */
export function roomFor ({ level }: Row, columns: number): number {
  return Math.max(1, columns - GUTTER - indentation(level, columns) - 2)
}

export const GUTTER = 2

/** Two columns per level, but never more than a third of the line: deep values must be readable on a narrow terminal. */
export const indentation = (level: number, columns: number): number => Math.min(level * 2, Math.floor(columns / 3))

const plain = createColours({ isTTY: false, env: {}, isRefused: true })

function sourceRows (state: State, row: Row): Row[] {
  const source = state.sources.get(row.frame!.index) ?? 'loading'
  if (source === 'loading') return []
  if (source === 'none') return [line(row, 0, '(the capsule has no source of this frame)', 'dim')]
  // Number, bar and the cut marks take about ten columns.
  const maxChars = Math.max(20, Math.min(200, roomFor(row, state.columns) - String(source.line).length - 7))
  return codeExcerpt(source.text, { line: source.line, column: source.column, colours: plain, maxChars })
    .map((text, index) => line(row, index, text, /^>/.test(text) ? 'plain' : /^[ |]*\^$/.test(text) ? 'error' : 'dim'))
}

const MAX_TEXT_LINES = 1_000

function textRows (state: State, row: Row): Row[] {
  const room = roomFor(row, state.columns)
  const lines = row.text!.split(/\r\n|[\n\r]/).flatMap(text => wrapped(safeText(text), room))
  return lines.slice(0, MAX_TEXT_LINES).map((text, index) => line(row, index, text, row.style ?? 'plain'))
}

function line (row: Row, index: number, text: string, style: Style): Row {
  return { ...row, id: `${row.id}#${index}`, label: () => [{ text, style }] }
}
