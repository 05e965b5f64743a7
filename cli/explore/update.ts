import { findRows, NO_FILTER } from './filter'
import type { Key } from './keys'
import type { Row } from './row'
import { bodyLines, isOpen, type FrameSource, type Size, type State } from './state'
import type { Tree } from './tree'
import { visibleRows } from './visible-rows'

export type Event =
  | { kind: 'key', key: Key }
  | { kind: 'resize', size: Size }
  | { kind: 'source', frame: number, source: FrameSource }
  | { kind: 'message', text: string }

/** What the terminal's side is to do. `source`: load the source of these frames and send it as an event. */
export type Effect =
  | { kind: 'leave' }
  | { kind: 'suspend' }
  | { kind: 'open', frame: number }
  | { kind: 'source', frames: number[] }

export interface Step { state: State, effects: Effect[] }

/** The explorer as it begins: at the frame that matters first. */
export function firstStep (tree: Tree, size: Size, showsAll: boolean): Step {
  const roots = tree.roots(showsAll)
  const selected = (roots.find(row => row.isOpenAtFirst) ?? roots[0])?.id ?? ''
  const state: State = { tree, ...size, showsAll, toggled: new Set(), toggledInFilter: new Set(),
    selected, selectedBefore: selected, top: 0, filter: NO_FILTER, isTyping: false,
    showsHelp: false, message: '', sources: new Map() }
  return settled(scrolled(state), [])
}

/** The next state after an event. */
export function update (state: State, event: Event): Step {
  switch (event.kind) {
    case 'resize': return settled(scrolled({ ...state, ...event.size }), [])
    case 'message': return settled({ ...state, message: event.text }, [])
    case 'source':
      return settled(scrolled({ ...state, sources: new Map(state.sources).set(event.frame, event.source) }), [])
    case 'key': {
      const { state: next, effects } = pressed({ ...state, message: '' }, event.key)
      return settled(scrolled(next), effects)
    }
  }
}

/** Asks for the sources of frames that were opened. */
function settled (state: State, effects: Effect[]): Step {
  const frames = visibleRows(state)
    .filter(row => row.kind === 'frame' && !state.sources.has(row.frame!.index) && isOpen(state, row))
    .map(row => row.frame!.index)
  if (frames.length === 0) return { state, effects }
  const sources = new Map(state.sources)
  for (const frame of frames) sources.set(frame, 'loading')
  return { state: { ...state, sources }, effects: [...effects, { kind: 'source', frames }] }
}

function pressed (state: State, key: Key): Step {
  if (key.name === 'ctrl-c') return { state, effects: [{ kind: 'leave' }] }
  if (key.name === 'ctrl-z') return { state, effects: [{ kind: 'suspend' }] }
  if (state.showsHelp) return only({ ...state, showsHelp: false })
  if (state.isTyping) return only(typed(state, key))
  switch (key.name) {
    case 'q': return { state, effects: [{ kind: 'leave' }] }
    case 'e': case 'o': return opened(state)
    default: return only(browsed(state, key.name))
  }
}

const only = (state: State): Step => ({ state, effects: [] })

function opened (state: State): Step {
  const frame = selectedRow(state)?.frame
  return frame ? { state, effects: [{ kind: 'open', frame: frame.index }] } : only({ ...state, message: 'No frame is selected' })
}

function typed (state: State, { name, text }: Key): State {
  const { filter } = state
  switch (name) {
    case 'return': return { ...state, isTyping: false }
    case 'escape': return filtered({ ...state, isTyping: false }, '')
    case 'up': case 'down': case 'pageup': case 'pagedown': return browsed(state, name)
    case 'backspace': return filter.text === '' ? { ...state, isTyping: false }
      : filtered(state, [...filter.text].slice(0, -1).join(''))
    case 'ctrl-u': return filtered(state, '')
    default: return text === undefined ? state : filtered(state, filter.text + text)
  }
}

function browsed (state: State, name: string): State {
  const page = Math.max(1, bodyLines(state) - 1)
  switch (name) {
    case 'up': case 'k': return moved(state, -1)
    case 'down': case 'j': return moved(state, 1)
    case 'pageup': case 'ctrl-b': return moved(state, -page)
    case 'pagedown': case 'ctrl-f': return moved(state, page)
    case 'home': case 'g': return moved(state, -Infinity)
    case 'end': case 'G': return moved(state, Infinity)
    case 'right': case 'l': return expanded(state)
    case 'left': case 'h': return collapsed(state)
    case 'return': case 'space': return toggled(state)
    case 'a': return { ...state, showsAll: !state.showsAll }
    case 'n': return toHit(state, 1)
    case 'N': return toHit(state, -1)
    case '/': return { ...state, isTyping: true, ...state.filter.text === '' && { selectedBefore: state.selected } }
    case 'escape': return filtered(state, '')
    case '?': return { ...state, showsHelp: true }
    default: return state
  }
}

function selectedRow (state: State): Row | undefined {
  return visibleRows(state).find(row => row.id === state.selected)
}

function moved (state: State, by: number): State {
  const rows = visibleRows(state)
  const at = rows.findIndex(row => row.id === state.selected)
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
  return next ? { ...state, selected: next.id } : state
}

function toggled (state: State): State {
  const row = selectedRow(state)
  if (!row?.canOpen) return state
  const which = state.filter.text === '' ? 'toggled' : 'toggledInFilter'
  return revealed({ ...state, [which]: flipped(state[which], row.id) }, row)
}

function flipped (ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Opens a row; of an open one the first below it is selected. */
function expanded (state: State): State {
  const row = selectedRow(state)
  if (!row?.canOpen) return state
  if (!isOpen(state, row)) return toggled(state)
  const rows = visibleRows(state)
  const next = rows[rows.findIndex(({ id }) => id === row.id) + 1]
  return next?.parent === row.id ? { ...state, selected: next.id } : state
}

/** Closes a row; of a closed one the row that it hangs on is selected. */
function collapsed (state: State): State {
  const row = selectedRow(state)
  if (row && isOpen(state, row)) return toggled(state)
  return row?.parent === undefined ? state : { ...state, selected: row.parent }
}

/** Scrolls so far that as much as possible of what was just opened is on the screen. */
function revealed (state: State, row: Row): State {
  const rows = visibleRows(state)
  const at = rows.findIndex(({ id }) => id === row.id)
  let last = at
  while ((rows[last + 1]?.level ?? 0) > row.level) last++
  return { ...state, top: Math.max(state.top, Math.min(at, last - bodyLines(state) + 1)) }
}

function toHit (state: State, by: 1 | -1): State {
  const { hits, text } = state.filter
  if (text === '') return { ...state, message: 'No filter: / begins one' }
  const rows = visibleRows(state)
  const from = rows.findIndex(row => row.id === state.selected)
  for (let distance = 1; distance <= rows.length; distance++) {
    const row = rows[(((from + by * distance) % rows.length) + rows.length) % rows.length]!
    if (hits.has(row.id)) return { ...state, selected: row.id }
  }
  return state
}

function filtered (state: State, text: string): State {
  if (text === state.filter.text) return state
  const filter = findRows(state.tree, text, state.filter)
  const next = { ...state, filter, toggledInFilter: new Set<string>() }
  if (text === '') return state.filter.hits.size === 0 ? { ...next, selected: state.selectedBefore } : opensTo(next)
  const first = visibleRows(next).find(row => filter.hits.has(row.id))
  return filter.hits.has(state.selected) || first === undefined ? next : { ...next, selected: first.id }
}

/** Once the filter is gone: what was found stays in sight, opened as far as it takes. */
function opensTo (state: State): State {
  let ids = state.toggled
  const parts = state.selected.replace(/#\d+$/, '').split('/')
  let showsAll = state.showsAll
  let rows = state.tree.roots(state.showsAll)
  if (!rows.some(({ id }) => id === parts[0])) {
    showsAll = true
    rows = state.tree.roots(true)
  }
  for (let depth = 1; depth < parts.length; depth++) {
    const row = rows.find(({ id }) => id === parts.slice(0, depth).join('/'))
    if (row === undefined) break
    if (row.canOpen && !isOpen({ ...state, toggled: ids }, row)) ids = flipped(ids, row.id)
    rows = state.tree.children(row)
  }
  return { ...state, toggled: ids, showsAll }
}

/**
 * With the selected row on the screen. One that is hidden now hands over to the nearest around it that is not, or to the first.
 */
function scrolled (state: State): State {
  const rows = visibleRows(state)
  const height = bodyLines(state)
  let selected = state.selected
  let at = rows.findIndex(row => row.id === selected)
  while (at < 0 && selected.includes('/')) {
    selected = selected.slice(0, selected.lastIndexOf('/'))
    at = rows.findIndex(row => row.id === selected)
  }
  if (at < 0) at = nearest(rows, state.selected)
  const top = Math.max(0, Math.min(state.top, at, rows.length - height), at - height + 1)
  return { ...state, selected: rows[at]?.id ?? state.selected, top }
}

/** A frame that was folded into a run hands over to it. */
function nearest (rows: readonly Row[], id: string): number {
  const index = Number(/^f(\d+)/.exec(id)?.[1] ?? 0)
  let best = 0
  for (const [at, row] of rows.entries()) {
    const first = Number(/^(?:f|run)(\d+)$/.exec(row.id)?.[1] ?? Infinity)
    if (first <= index) best = at
  }
  return best
}
