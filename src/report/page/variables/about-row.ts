import { printable } from '../../../capsule/printable'
import { element } from '../dom'
import { copyOf } from './copy-row'
import { describe } from './describe'
import { readablePath } from './member-path'
import type { Row } from './row'
import { explain } from './row-view'
import { sameObject } from './same-object'
import { goTo, type PageState } from './state'

/**
 * The bar below a tree, about the row that was chosen: its path, why its value is missing, and what can be done with it. It keeps
 * buttons out of the rows, where each would be one more stop for the keyboard.
 */
export class AboutRow {
  readonly element = element('div', { class: 'about-row', role: 'group', 'aria-label': 'Chosen row', hidden: '' })
  readonly #state: PageState

  constructor (state: PageState) {
    this.#state = state
  }

  clear (): void {
    this.element.hidden = true
    this.element.replaceChildren()
  }

  show (row: Row): void {
    const { crash, places, pins } = this.#state
    const path = readablePath(crash, row)
    const copy = copyOf(crash, row)
    const same = sameObject(crash, places, row)
    const explanation = explain(describe(crash, row))
    const status = element('span', { class: 'status', role: 'status' })
    const button = (name: string, action: () => void): HTMLElement => {
      const host = element('button', { type: 'button' }, name)
      host.addEventListener('click', action)
      return host
    }
    const buttons: HTMLElement[] = []
    if (copy) buttons.push(button(copy.action, () => { void this.#copy(copy.text(), status) }))
    if (path !== undefined) buttons.push(button('Copy path', () => { void this.#copy(path, status) }))
    if (same) buttons.push(button('Go to the object', () => { goTo(this.#state, same.route) }))
    if (pins && row.kind === 'value') {
      const isPinned = pins.has(row.route)
      buttons.push(button(isPinned ? 'Unpin' : 'Pin', () => {
        pins.toggle(row.route)
        if (this.element.isConnected && !this.element.hidden) this.show(row)
        status.textContent = isPinned ? 'Unpinned' : 'Pinned'
      }))
    }
    if (pins?.tree.element.contains(this.element)) buttons.push(button('Go to its frame', () => { goTo(this.#state, row.route) }))
    if (buttons.length === 0 && explanation === '') return this.clear()
    this.element.hidden = false
    this.element.replaceChildren(
      ...path === undefined ? [] : [element('code', { class: 'path' }, printable(path, 200))],
      ...explanation === '' ? [] : [element('span', { class: 'explanation' }, explanation)],
      element('span', { class: 'buttons' }, ...buttons), status)
  }

  /** Where the clipboard is refused, the text is shown, marked, to be copied by hand. */
  async #copy (text: string, status: HTMLElement): Promise<void> {
    this.element.querySelector('textarea')?.remove()
    try {
      await navigator.clipboard.writeText(text)
      status.textContent = 'Copied'
    } catch {
      const box = element('textarea', { readonly: '', rows: '4', 'aria-label': 'Text to copy' })
      box.value = text
      this.element.append(box)
      box.focus()
      box.select()
      status.textContent = 'The browser refused: copy it from here'
    }
  }
}
