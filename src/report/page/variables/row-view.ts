import { printable } from '../../../capsule/printable'
import { decodeBase64 } from '../../../values/bytes'
import { countText } from '../../../values/missing-words'
import { rowKey } from '../search/find-values'
import { element } from '../dom'
import { describe, type Description } from './describe'
import { stepFromOwner } from './first-places'
import { dumpWidth, hexDump } from './hex-dump'
import { marked } from './highlight'
import { hasMembers } from './members'
import type { Row } from './row'
import { sameObject } from './same-object'
import { goTo, type PageState } from './state'

/** Of the dump's font, as its rule in variables.css has it. */
const DUMP_CHARACTER_PX = 7.3

/** Characters of a long text that are drawn, and that are added each time. */
export const TEXT_CHUNK = 5_000

/** A row on the page. `moreOf`: not a row of its own, but what shows more rows of that one. */
export interface RowView {
  row: Row
  element: HTMLElement
  parent?: RowView
  moreOf?: RowView
  isOpen: boolean
  canOpen: boolean
  /** Rows below it that are drawn, and that there are. */
  shown: number
  total: number
  /** Characters of a long text that are drawn. */
  chars: number
  isAway: boolean
}

/** A view that is not on the page yet. `position` counts from 0 among `siblings`. */
export function createView (state: PageState, row: Row, position: number, siblings: number, parent?: RowView): RowView {
  const canOpen = hasMembers(state.crash, row)
  const view: RowView = { row, element: item(row, position, siblings), isOpen: false, canOpen, shown: 0, total: 0,
    chars: TEXT_CHUNK, isAway: false, ...(parent && { parent }) }
  if (canOpen) view.element.setAttribute('aria-expanded', 'false')
  return view
}

/** The last row below another when not all are drawn. */
export function createMoreView (of: RowView): RowView {
  const row: Row = { ...of.row, level: of.row.level + 1 }
  return { row, element: item(row, of.shown, of.total), moreOf: of, parent: of, isOpen: false, canOpen: false, shown: 0, total: 0,
    chars: 0, isAway: false }
}

function item ({ kind, nameKind, level }: Row, position: number, siblings: number): HTMLElement {
  const host = element('div', { role: 'treeitem', class: 'row', tabindex: '-1', 'data-kind': kind, 'data-name-kind': nameKind,
    'aria-level': String(level), 'aria-posinset': String(position + 1), 'aria-setsize': String(siblings) })
  // Not a style attribute, which the page's policy forbids.
  host.style.setProperty('--level', String(level))
  return host
}

/** (Re)draws the contents of a view, with what is searched for marked. */
export function drawView (state: PageState, view: RowView): void {
  const { row, element: host } = view
  if (view.moreOf) {
    host.dataset['kind'] = 'more'
    host.replaceChildren(element('span', { class: 'more' }, moreText(view.moreOf.shown, view.moreOf.total)))
    return
  }
  const pattern = state.search?.pattern
  const about = describe(state.crash, row)
  host.dataset['route'] = row.route
  host.classList.toggle('hidden-property', about.isHidden)
  host.classList.toggle('is-culprit', row.route === state.culprit)
  host.classList.toggle('hit', state.search?.found.hitKeys.has(rowKey(row.owner, stepFromOwner(row))) === true && isMember(row))
  const explanation = explain(about)
  if (explanation !== '') host.setAttribute('aria-description', explanation)
  host.replaceChildren(element('span', { class: 'twist', 'aria-hidden': 'true' }), ...contents(state, view, about, pattern))
}

const isMember = ({ kind }: Row): boolean => kind === 'value' || kind === 'entry'

/** Why a value is not there, and what its property is like, in sentences. */
export function explain ({ badge, flags }: Description): string {
  const sentences = flags.map(([flag, words]) => `${flag}: ${words}.`)
  return [...badge ? [`${badge.label}: ${badge.explanation}`] : [], ...sentences].join(' ')
}

const moreText = (shown: number, total: number): string =>
  `Show ${countText(Math.min(100, total - shown))} more of ${countText(total - shown)}`

function contents (state: PageState, view: RowView, about: Description, pattern: RegExp | undefined): Node[] {
  const { row } = view
  if (row.kind === 'scope') return [element('span', { class: 'scope-name' }, about.name)]
  if (row.kind === 'text') return [textBlock(view, pattern)]
  if (row.kind === 'bytes') return [bytesBlock(view, pattern)]
  const isNote = row.nameKind === 'note' && row.kind !== 'value'
  const parts: (Node | string)[] = []
  if (row.kind === 'location') parts.push(element('span', { class: 'note-name' }, about.name), ' ', locationLink(state, row))
  else if (row.kind !== 'cut') {
    parts.push(element('span', { class: isNote ? 'note-name' : 'name' }, ...marked(about.name, pattern)),
      element('span', { class: 'punctuation' }, row.nameKind === 'key' ? ' => ' : row.kind === 'entry' ? '' : ': '))
  }
  if (about.value !== '') {
    parts.push(element('span', { class: 'value', 'data-tone': about.tone }, ...marked(about.value, pattern)))
  }
  if (about.badge) parts.push(' ', badge(row, about, pattern))
  if (about.type !== '' && !saysType(about)) parts.push(' ', element('span', { class: 'type' }, ...marked(about.type, pattern)))
  if (about.size !== '') parts.push(' ', element('span', { class: 'size' }, about.size))
  for (const [flag, words] of about.flags) parts.push(' ', element('span', { class: 'flag', title: words }, flag))
  if (row.route === state.culprit) parts.push(' ', element('strong', { class: 'culprit-mark' }, '◂ the culprit'))
  const link = sameLink(state, row)
  if (link) parts.push(' ', link)
  return parts.map(asNode)
}

/** `Map(4) { … }` needs no type behind it. */
const saysType = ({ value, type }: Description): boolean => value.startsWith(`${type} `)

const asNode = (part: Node | string): Node => typeof part === 'string' ? document.createTextNode(part) : part

function badge ({ kind }: Row, { badge }: Description, pattern: RegExp | undefined): Node {
  const { reason, label, explanation } = badge!
  return element('span', { class: 'missing', 'data-reason': printable(reason, 40), title: explanation },
    ...marked(kind === 'cut' ? 'why?' : printable(label, 80), pattern))
}

/** Reached with the keyboard through the bar below the tree, or with Enter where the row does not open. */
function sameLink (state: PageState, row: Row): Node | undefined {
  const same = sameObject(state.crash, state.places, row)
  if (!same) return undefined
  const link = element('button', { type: 'button', class: 'same', tabindex: '-1' },
    `${same.isAbove ? '↑' : '↓'} same object as ${same.label}`)
  link.addEventListener('click', event => {
    event.stopPropagation()
    goTo(state, same.route)
  })
  return link
}

function textBlock (view: RowView, pattern: RegExp | undefined): Node {
  const text = view.row.text ?? ''
  const shown = printable(text.slice(0, view.chars).replace(/[\ud800-\udbff]$/, ''), Infinity, '\n\t')
  const left = text.length - view.chars
  const more = left > 0 ? [element('span', { class: 'more' }, `Show ${countText(Math.min(TEXT_CHUNK, left))} more of ${countText(
    left)} characters`)] : []
  return element('div', { class: 'block' }, element('pre', {}, ...marked(shown, pattern)), ...more)
}

function bytesBlock ({ row, element: host }: RowView, pattern: RegExp | undefined): Node {
  const room = (host.clientWidth - Number.parseFloat(getComputedStyle(host).paddingLeft || '0') - 30) / DUMP_CHARACTER_PX
  const perLine = [16, 8].find(bytes => dumpWidth(bytes) <= room) ?? 4
  const dump = hexDump(decodeBase64(row.text ?? ''), perLine)
  return element('div', { class: 'block' }, element('pre', { class: 'dump' }, ...marked(dump, pattern)))
}

function locationLink (state: PageState, row: Row): Node {
  const { file, line, column, isGenerated } = functionPlace(state, row)
  const text = printable(`${file}:${line}:${column}`, 200)
  const href = state.editorLink({ file, line, column })
  const link = href === undefined ? element('code', {}, text) : element('a', { href, tabindex: '-1' }, text)
  // Frames are mapped to the original source, functions are not.
  return isGenerated ? element('span', {}, link, ' in the generated script') : link
}

interface FunctionPlace { file: string, line: number, column: number, isGenerated: boolean }

/** Where V8 says that the function of a row's node was written; one-based. */
function functionPlace ({ crash }: PageState, { owner }: Row): FunctionPlace {
  const { script, lineNumber0, columnNumber0 } = crash.nodes[owner]!.location!
  const { url = '', originals = [] } = crash.scripts[script] ?? {}
  const path = url.replace(/^file:\/\/(?=\/)/, '').replace(/^\/(?=[A-Za-z]:\/)/, '')
  return { file: path === '' ? '‹unnamed script›' : decodedPath(path), line: lineNumber0 + 1, column: columnNumber0 + 1,
    isGenerated: originals.length > 0 }
}

function decodedPath (path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}
