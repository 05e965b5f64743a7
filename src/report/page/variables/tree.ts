import { rowKey } from '../search/find-values'
import { element } from '../dom'
import { AboutRow } from './about-row'
import { stepFromOwner } from './first-places'
import { childRows, rowsTo } from './frame-rows'
import type { Row } from './row'
import { createMoreView, createView, drawView, TEXT_CHUNK, type RowView } from './row-view'
import { sameObject } from './same-object'
import { goTo, type PageState } from './state'

/** Rows of a collection that are drawn at once. */
const CHUNK = 100
/** Rows that a tree shows before anybody opened one: scopes that fit in are open. */
const OPEN_ROWS = 40
/** From here on a tree may be taller than a window. */
const LONG_ROWS = 25

/**
 * A tree of values after the WAI-ARIA pattern. All rows are siblings, with `aria-level`: an object as deep as the program likes
 * is no deeper in the page. Rows are made when the one above them is opened, and thrown away when it is closed.
 */
export class VariablesTree {
  readonly element: HTMLElement
  readonly #state: PageState
  readonly #list: HTMLElement
  readonly #about: AboutRow
  readonly #none = element('p', { class: 'no-match', hidden: '' }, 'Nothing here matches the filter.')
  readonly #viewsByElement = new WeakMap<Element, RowView>()
  #views: RowView[] = []
  #current: RowView | undefined
  #isPressed = false

  constructor (state: PageState, rows: readonly Row[], label: string) {
    this.#state = state
    this.#list = element('div', { role: 'tree', class: 'rows', 'aria-label': label })
    this.#about = new AboutRow(state)
    this.element = element('div', { class: 'variables' }, this.#list, this.#none, this.#about.element)
    this.#list.addEventListener('keydown', event => this.#onKey(event))
    this.#list.addEventListener('click', event => this.#onClick(event))
    this.#list.addEventListener('focusin', event => {
      const view = this.#viewOf(event.target)
      // Between press and release nothing may move: the click would miss its row.
      if (view && !this.#isPressed) this.#select(view)
    })
    this.#list.addEventListener('pointerdown', () => { this.#isPressed = true })
    for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => { this.#isPressed = false })
    this.setRows(rows)
  }

  /** Replaces the rows of the first level; what was open closes. */
  setRows (rows: readonly Row[]): void {
    this.#current = undefined
    this.#about.clear()
    this.#views = []
    this.#list.replaceChildren()
    this.#insert(0, rows.map((row, index) => createView(this.#state, row, index, rows.length)))
    this.#makeCurrent(this.#views[0])
    let room = OPEN_ROWS
    for (const [index, view] of this.#views.filter(({ row }) => row.kind === 'scope').entries()) {
      const { total } = childRows(this.#state.crash, view.row, 0, 0)
      if (index > 0 && total > room) continue
      this.#open(view)
      room -= total
    }
  }

  /** Opens what is around a row, and goes there. `false`: the route leads to no row of this tree; what is nearest is shown. */
  reveal (route: string, takesFocus: boolean): boolean {
    const view = this.#viewAt(route)
    if (!view) return false
    // A text that only its own row shows as a whole.
    if (this.#state.search && view.canOpen && !view.isOpen && view.element.querySelector('mark') === null) this.#open(view)
    this.#makeCurrent(view)
    if (takesFocus) view.element.focus({ preventScroll: true })
    view.element.scrollIntoView({ block: 'nearest' })
    if (this.#state.search) view.element.classList.add('current-hit')
    flash(view.element)
    return view.row.route === route
  }

  /** Opens what is around a row, and stays where it is. */
  show (route: string): void {
    this.#viewAt(route)
  }

  /** Draws again, after the search changed. */
  redraw (): void {
    for (const view of this.#views) drawView(this.#state, view)
    this.#filter()
  }

  #viewAt (route: string): RowView | undefined {
    let view: RowView | undefined
    for (const row of rowsTo(this.#state.crash, route)) {
      const next = this.#child(view, row.route)
      if (!next) continue
      view = next
      if (row.route !== route) this.#open(view)
    }
    return view
  }

  #child (parent: RowView | undefined, route: string): RowView | undefined {
    for (;;) {
      const found = this.#views.find(view => !view.moreOf && view.parent === parent && view.row.route === route)
      if (found || !parent || !parent.isOpen || parent.shown >= parent.total) return found
      this.#showMore(parent)
    }
  }

  #open (view: RowView): void {
    if (view.isOpen || !view.canOpen) return
    view.isOpen = true
    view.element.setAttribute('aria-expanded', 'true')
    this.#showMore(view)
  }

  #close (view: RowView): void {
    if (!view.isOpen) return
    const from = this.#views.indexOf(view) + 1
    const end = this.#endOf(view)
    if (this.#current && this.#views.indexOf(this.#current) >= from && this.#views.indexOf(this.#current) < end) {
      this.#makeCurrent(view)
    }
    for (const gone of this.#views.splice(from, end - from)) gone.element.remove()
    view.isOpen = false
    view.shown = 0
    view.element.setAttribute('aria-expanded', 'false')
    this.#filter()
  }

  /** The next rows below a view; gives the first of them. */
  #showMore (view: RowView): RowView | undefined {
    const { rows, total } = childRows(this.#state.crash, view.row, view.shown, view.shown + CHUNK)
    let at = this.#endOf(view)
    if (this.#views[at - 1]?.moreOf === view) this.#views.splice(--at, 1)[0]!.element.remove()
    const views = rows.map((row, index) => createView(this.#state, row, view.shown + index, total, view))
    view.shown = Math.min(total, view.shown + CHUNK)
    view.total = total
    if (view.shown < total) views.push(createMoreView(view))
    this.#insert(at, views)
    return views[0]
  }

  /** The index behind the last row below a view. */
  #endOf (view: RowView): number {
    let at = this.#views.indexOf(view) + 1
    while (at < this.#views.length && this.#views[at]!.row.level > view.row.level) at++
    return at
  }

  #insert (at: number, views: RowView[]): void {
    const before = this.#views[at]?.element ?? null
    this.#views.splice(at, 0, ...views)
    for (const view of views) {
      this.#viewsByElement.set(view.element, view)
      this.#list.insertBefore(view.element, before)
      drawView(this.#state, view)
    }
    this.#filter()
  }

  /** Takes away what is neither a hit, nor around one, nor in one. */
  #filter (): void {
    this.element.classList.toggle('is-long', this.#views.length > LONG_ROWS)
    const { search } = this.#state
    let seen = 0
    for (const view of this.#views) {
      view.isAway = search?.isFilter === true && !this.#isWanted(view)
      view.element.hidden = view.isAway
      if (!view.isAway) seen++
    }
    this.#none.hidden = seen > 0 || this.#views.length === 0
    if (this.#current?.isAway) {
      this.#about.clear()
      this.#makeCurrent(this.#views.find(view => !view.isAway) ?? this.#current)
    }
  }

  #isWanted (view: RowView): boolean {
    const { hitKeys, wayKeys } = this.#state.search!.found
    const { row } = view
    if (row.kind === 'scope') return [...hitKeys, ...wayKeys].some(key => key.startsWith(`-1 ${row.route}.`))
    const key = rowKey(row.owner, stepFromOwner(row))
    const isMember = row.kind === 'value' || row.kind === 'entry'
    if (!view.moreOf && isMember && (hitKeys.has(key) || wayKeys.has(key) || isOfEntry(row, hitKeys, wayKeys))) return true
    for (let around = view.parent; around !== undefined; around = around.parent) {
      if (around.element.classList.contains('hit')) return true
    }
    return false
  }

  #toggle (view: RowView): void {
    if (view.moreOf) return this.#makeCurrent(this.#showMore(view.moreOf), true)
    if (view.row.kind === 'text' && view.chars < (view.row.text ?? '').length) {
      view.chars += TEXT_CHUNK
      return drawView(this.#state, view)
    }
    if (view.canOpen) return view.isOpen ? this.#close(view) : this.#open(view)
    const same = sameObject(this.#state.crash, this.#state.places, view.row)
    if (same) goTo(this.#state, same.route)
  }

  #onClick (event: MouseEvent): void {
    const view = this.#viewOf(event.target)
    if (!view || event.target instanceof HTMLAnchorElement) return
    this.#makeCurrent(view, true)
    this.#select(view)
    // Whoever marks a text to copy it does not want the row to close.
    if (document.getSelection()?.isCollapsed === false || view.row.kind === 'bytes') return
    this.#toggle(view)
  }

  #onKey (event: KeyboardEvent): void {
    const view = this.#viewOf(event.target)
    if (!view || event.ctrlKey || event.metaKey || event.altKey || event.target !== view.element) return
    const seen = this.#views.filter(each => !each.isAway)
    const at = seen.indexOf(view)
    const go = (to: RowView | undefined): void => this.#makeCurrent(to, true)
    switch (event.key) {
      case 'ArrowDown': go(seen[at + 1]); break
      case 'ArrowUp': go(seen[at - 1]); break
      case 'Home': go(seen[0]); break
      case 'End': go(seen.at(-1)); break
      case 'ArrowRight':
        if (view.canOpen && !view.isOpen) this.#open(view)
        else if (view.isOpen) go(seen[at + 1])
        break
      case 'ArrowLeft':
        if (view.isOpen) this.#close(view)
        else go(view.parent)
        break
      case '*':
        for (const sibling of this.#views.filter(each => each.parent === view.parent)) this.#open(sibling)
        break
      case 'Enter': case ' ': {
        const link = view.element.querySelector('a')
        if (link) link.click()
        else this.#toggle(view)
        break
      }
      default: return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  #makeCurrent (view: RowView | undefined, takesFocus = false): void {
    if (!view) return
    if (this.#current) this.#current.element.tabIndex = -1
    this.#current = view
    view.element.tabIndex = 0
    if (takesFocus) view.element.focus()
  }

  /** A row that has the focus is the one that the bar below is about. */
  #select (view: RowView): void {
    this.#makeCurrent(view)
    for (const selected of this.#list.querySelectorAll('[aria-selected]')) selected.removeAttribute('aria-selected')
    view.element.setAttribute('aria-selected', 'true')
    if (view.moreOf) this.#about.clear()
    else this.#about.show(view.row)
  }

  #viewOf (target: EventTarget | null): RowView | undefined {
    const host = target instanceof Element ? target.closest('[role=treeitem]') : null
    return host === null ? undefined : this.#viewsByElement.get(host)
  }
}

/** The entry of a Map whose key is an object has no key of its own: it is wanted for the sake of its key or value. */
function isOfEntry ({ kind, owner, step }: Row, ...sets: Set<string>[]): boolean {
  if (kind !== 'entry') return false
  const index = step.slice(1)
  return sets.some(keys => keys.has(rowKey(owner, `${step}/k${index}`)) || keys.has(rowKey(owner, `${step}/v${index}`)))
}

function flash (host: HTMLElement): void {
  host.classList.remove('flash')
  // Read, so that the animation begins again.
  void host.offsetWidth
  host.classList.add('flash')
  host.addEventListener('animationend', () => host.classList.remove('flash'), { once: true })
}
