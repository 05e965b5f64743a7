import { oneLine, safeText } from '../../src/terminal/safe-text'
import { shownMessage } from '../../src/view/exception'
import { framePlaceText } from '../../src/view/stack-tree'
import { topFrame } from '../../src/view/frames'
import { clipEnd, clipStart } from '../../src/terminal/clip'
import { textWidth } from '../../src/terminal/text-width'
import { MAX_SEARCHED } from './filter'
import type { Row, Segment } from './row'
import { bodyLines, hasSubtitle, isOpen, type State } from './state'
import { GUTTER, indentation, visibleRows } from './visible-rows'

/** A line of the screen, no wider than it. `isSelected`: shown inverse where the terminal may. */
export interface Line { segments: Segment[], isSelected?: true }

/** The whole screen, exactly as many lines as it has. */
export function render (state: State): Line[] {
  const { lines, columns } = state
  const body = state.showsHelp ? HELP.map(text => plainLine(text)) : bodyOf(state)
  const height = bodyLines(state)
  const all = [
    titleLine(state),
    ...hasSubtitle(lines) ? [subtitleLine(state)] : [],
    ...Array.from({ length: height }, (_, index) => body[index] ?? plainLine('')),
    ...lines > 1 ? [statusLine(state)] : [],
  ]
  return all.slice(0, lines).map(line => ({ ...line, segments: clipped(line.segments, columns) }))
}

/** As many lines, and as wide, as the smallest screen has room for. */
const HELP = [
  '  up down   k j    move',
  '  right     l      open, then go in',
  '  left      h      close, then go out',
  '  enter space      open or close',
  '  g G pgup pgdn    first, last, a page',
  '  / n N esc        filter, hits, clear',
  '  a                all frames, folded',
  '  e                editor     q  leave',
]

const plainLine = (text: string, style?: Segment['style']): Line => ({ segments: [{ text, ...(style && { style }) }] })

function titleLine ({ tree: { capsule } }: State): Line {
  const { type, message } = capsule.crash.exception
  const text = oneLine(shownMessage({ type, message }), 1_000)
  return { segments: [{ text: safeText(type, 200), style: 'error' }, { text: text === '' ? '' : `: ${text}` }] }
}

/** What broke it, else where. */
function subtitleLine ({ tree: { capsule } }: State): Line {
  const { culprit } = capsule.manifest
  const top = topFrame(capsule)
  return plainLine(culprit ? safeText(culprit.summary, 400) : top ? framePlaceText(capsule, top) : '', 'dim')
}

function bodyOf (state: State): Line[] {
  const rows = visibleRows(state)
  if (rows.length > 0) return rows.slice(state.top, state.top + bodyLines(state)).map(row => rowLine(state, row))
  return [plainLine(state.filter.text === '' ? '  (no frames were recorded)' : '  (nothing has this text)', 'dim')]
}

function rowLine (state: State, row: Row): Line {
  const isSelected = row.id === state.selected
  const isHit = state.filter.hits.has(row.id)
  const arrow = row.canOpen ? isOpen(state, row) ? '▾ ' : '▸ ' : '  '
  const gutter = `${isSelected ? '>' : ' '}${isHit ? '*' : ' '}`.padEnd(GUTTER)
  const label = row.label()
  return {
    segments: [
      { text: gutter + ' '.repeat(indentation(row.level, state.columns)) + arrow },
      ...isHit ? marked(label, state.filter.text) : label,
    ],
    ...(isSelected && { isSelected }),
  }
}

/** The label with the parts that a filter found set apart. */
function marked (label: readonly Segment[], wanted: string): Segment[] {
  const needle = safeText(wanted).toLowerCase()
  return label.flatMap(segment => {
    const at = segment.text.toLowerCase().indexOf(needle)
    // A letter that changes its length with its case would set the wrong part apart.
    if (at < 0 || segment.text.toLowerCase().length !== segment.text.length) return [segment]
    const end = at + needle.length
    const found: Segment = { text: segment.text.slice(at, end), style: 'hit' }
    return [{ ...segment, text: segment.text.slice(0, at) }, found, { ...segment, text: segment.text.slice(end) }]
  })
}

function statusLine (state: State): Line {
  const { columns, filter, isTyping, message } = state
  const hint = state.showsHelp ? 'any key: back' : isTyping ? 'enter: keep  esc: clear' : '? help  q leave'
  const left = message !== '' ? message : filter.text !== '' || isTyping ? filterText(state) : placeText(state)
  const room = Math.max(0, columns - textWidth(hint) - 2)
  // Of a path its end tells more, of a sentence its beginning.
  const shown = message !== '' ? clipEnd(left, room) : clipStart(left, room)
  return {
    segments: [
      { text: shown, style: message === '' ? 'plain' : 'warning' },
      { text: ' '.repeat(Math.max(0, columns - textWidth(shown) - textWidth(hint))) },
      { text: hint, style: 'dim' },
    ],
  }
}

function filterText ({ filter, isTyping }: State): string {
  const count = filter.hits.size
  const found = filter.text === '' ? ''
    : `  ${count} hit${count === 1 ? '' : 's'}${filter.isCut ? ` in the first ${MAX_SEARCHED}` : ''}`
  return `/${safeText(filter.text, 200)}${isTyping ? '_' : ''}${found}`
}

function placeText (state: State): string {
  const row = visibleRows(state).find(({ id }) => id === state.selected)
  if (!row?.frame) return ''
  return `frame ${row.frame.index}${row.path === undefined ? '' : `  ${safeText(row.path, 300)}`}`
}

/** The segments as far as they fit; what was cut off ends with `…`. */
function clipped (segments: readonly Segment[], columns: number): Segment[] {
  const kept: Segment[] = []
  let left = columns
  for (const [index, segment] of segments.entries()) {
    const width = textWidth(segment.text)
    const hasMore = segments.slice(index + 1).some(({ text }) => text !== '')
    if (width < left || (width === left && !hasMore)) {
      kept.push(segment)
      left -= width
      continue
    }
    kept.push({ ...segment, text: width === left ? clipEnd(`${segment.text} `, left) : clipEnd(segment.text, left) })
    break
  }
  return kept
}
