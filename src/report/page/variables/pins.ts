import { printable } from '../../../capsule/printable'
import { element } from '../dom'
import { rowsTo } from './frame-rows'
import { shownPath } from './member-path'
import type { Row } from './row'
import { asTopRow, type PageState } from './state'
import { VariablesTree } from './tree'

const MAX_PINS = 50

/**
 * The rows that the reader pinned, of any frame, in a tree of their own that is hidden while there are none. They survive a
 * reload in the session's storage, where the browser has one for the page.
 */
export class Pins {
  readonly element: HTMLElement
  readonly tree: VariablesTree
  readonly #state: PageState
  readonly #key: string
  #routes: string[]

  /** `id` tells this report from others of the same origin: all files are one. */
  constructor (state: PageState, id: string) {
    this.#state = state
    this.#key = `faultsnap pins ${id}`
    this.#routes = this.#load()
    this.tree = new VariablesTree(state, [], 'Pinned variables')
    this.element = element('section', { class: 'pins', 'aria-label': 'Pinned', hidden: '' },
      element('h2', {}, 'Pinned'), this.tree.element)
    state.pins = this
    this.#draw()
  }

  has (route: string): boolean {
    return this.#routes.includes(route)
  }

  toggle (route: string): void {
    const hadFocus = this.element.contains(document.activeElement)
    this.#routes = this.has(route) ? this.#routes.filter(each => each !== route) : [...this.#routes, route].slice(-MAX_PINS)
    this.#save()
    this.#draw()
    // The button that was pressed is gone with its row.
    if (hadFocus) this.element.querySelector<HTMLElement>('[role=treeitem]')?.focus()
  }

  #draw (): void {
    const rows = this.#routes.flatMap(route => this.#row(route) ?? [])
    this.tree.setRows(rows)
    this.element.hidden = rows.length === 0
  }

  #row (route: string): Row | undefined {
    const rows = rowsTo(this.#state.crash, route)
    const row = rows.at(-1)
    if (row?.route !== route || row.kind !== 'value') return undefined
    const name = shownPath(row) ?? rows.filter(({ kind }) => kind === 'value').map(each => each.name).join(' ')
    const { function: called } = this.#state.crash.frames[row.frame]!
    return asTopRow(row, `${printable(name, 60)} (frame ${row.frame}${called === '' ? '' : `, ${printable(called, 40)}`})`)
  }

  #load (): string[] {
    try {
      const routes: unknown = JSON.parse(sessionStorage.getItem(this.#key) ?? '[]')
      return Array.isArray(routes) ? routes.filter(route => typeof route === 'string').slice(-MAX_PINS) : []
    } catch {
      return []
    }
  }

  #save (): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#routes))
    } catch {
      // Refused for files, or full: then a reload forgets them.
    }
  }
}
