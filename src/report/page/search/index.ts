/**
 * The filter of the report. What a test can hold to: `[role=search]`; in it `input[type=search]` (`/` focuses it, Enter and
 * Shift+Enter go to the next and the previous hit, Escape clears), `[role=status]` (`2 of 12 hits in 3 frames`), buttons
 * "Previous hit" and "Next hit", and a checkbox "only matching rows". Rows that are hits have the class `hit`, the one that was
 * gone to has `current-hit`; so has the `summary` of a frame whose function or file is the hit. `.frame-hits` in a frame's
 * `summary` counts its hits.
 */
import { countText } from '../../../values/missing-words'
import { element } from '../dom'
import { eachTree, goTo, stateOf, type PageState, type VariablesModel } from '../variables/state'
import { MAX_HITS, searchPattern, ValueIndex, type Found } from './find-values'

/** How the page opens a frame: unfolds it, and mounts its variables if need be. */
export interface SearchHooks { openFrame: (frame: number) => void }

/** Hits whose rows are opened at once, in frames that are mounted; others when somebody goes there. */
const OPENED_HITS = 30
const DEBOUNCE_MS = 120

/** Puts the filter box into `host`, and the `/` key to use. */
export function mountSearch (model: VariablesModel, host: HTMLElement, { openFrame }: SearchHooks): void {
  const state = stateOf(model)
  state.openFrame = frame => openFrame(frame)
  const box = new SearchBox(state)
  host.append(box.element)
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.defaultPrevented || isTyping(event.target)) return
    event.preventDefault()
    box.focus()
  })
}

function isTyping (target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

class SearchBox {
  readonly element: HTMLElement
  readonly #state: PageState
  readonly #input = element('input', { type: 'search', id: 'find-values', autocomplete: 'off', spellcheck: 'false',
    placeholder: 'Filter names and values', 'aria-keyshortcuts': '/' })
  readonly #status = element('span', { class: 'hits', role: 'status' })
  readonly #only = element('input', { type: 'checkbox', checked: '' })
  readonly #buttons = [['Previous hit', '↑', -1], ['Next hit', '↓', 1]].map(([name, sign, by]) => {
    const attributes = { type: 'button', 'aria-label': String(name), title: String(name), disabled: '' }
    const button = element('button', attributes, String(sign))
    button.addEventListener('click', () => this.#go(Number(by)))
    return button
  })
  #index: ValueIndex | undefined
  #found: Found | undefined
  #at = -1
  #query = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor (state: PageState) {
    this.#state = state
    this.element = element('div', { class: 'find', role: 'search' },
      element('label', { for: 'find-values', class: 'find-label' }, 'Filter variables of all frames'),
      this.#input, element('kbd', { 'aria-hidden': 'true' }, '/'), ...this.#buttons,
      element('label', { class: 'only' }, this.#only, ' only matching rows'), this.#status)
    this.#input.addEventListener('focus', () => { this.#index ??= new ValueIndex(state.crash, state.places) })
    this.#input.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#search(), DEBOUNCE_MS)
    })
    this.#input.addEventListener('keydown', event => this.#onKey(event))
    this.#only.addEventListener('change', () => {
      if (state.search) state.search.isFilter = this.#only.checked
      eachTree(state, tree => tree.redraw())
    })
  }

  focus (): void {
    this.#input.focus()
    this.#input.select()
  }

  #onKey (event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.isComposing) {
      // What was typed a moment ago is not searched for yet.
      if (this.#input.value !== this.#query) this.#search()
      else this.#go(event.shiftKey ? -1 : 1)
    } else if (event.key === 'Escape') {
      this.#input.value = ''
      this.#search()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  #search (): void {
    clearTimeout(this.#timer)
    const { crash, places } = this.#state
    this.#query = this.#input.value
    const pattern = searchPattern(this.#query)
    this.#at = -1
    this.#clearCurrent()
    if (pattern) {
      this.#index ??= new ValueIndex(crash, places)
      this.#found = this.#index.find(this.#query)
      this.#state.search = { pattern, found: this.#found, isFilter: this.#only.checked }
    } else {
      this.#found = undefined
      delete this.#state.search
    }
    this.#markFrames()
    for (const button of this.#buttons) button.disabled = (this.#found?.hits.length ?? 0) === 0
    eachTree(this.#state, tree => tree.redraw())
    for (const hit of this.#found?.hits.slice(0, OPENED_HITS) ?? []) {
      if (!hit.isFrame) this.#state.trees.get(hit.frame)?.show(this.#index!.route(hit))
    }
    this.#say()
    if (this.#found && this.#found.hits.length > 0) this.#go(1)
  }

  /** The focus stays in the box: whoever types goes on typing. */
  #go (by: number): void {
    const hits = this.#found?.hits ?? []
    if (hits.length === 0) return
    this.#at = this.#at === -1 ? by > 0 ? 0 : hits.length - 1 : (this.#at + by + hits.length) % hits.length
    const hit = hits[this.#at]!
    this.#clearCurrent()
    if (hit.isFrame) this.#showFrame(hit.frame)
    else goTo(this.#state, this.#index!.route(hit), false)
    this.#say()
  }

  /** A frame that is folded shows how many hits are in it. */
  #markFrames (): void {
    for (const mark of document.querySelectorAll('.frame-hits')) mark.remove()
    for (const [frame, count] of this.#found?.frames ?? []) {
      document.querySelector(`#frame-${frame} > summary`)?.append(element('span', { class: 'frame-hits' }, plural(count, 'hit')))
    }
  }

  #showFrame (index: number): void {
    this.#state.openFrame?.(index)
    const summary = document.querySelector(`#frame-${index} > summary`)
    summary?.classList.add('current-hit')
    summary?.scrollIntoView({ block: 'nearest' })
  }

  #clearCurrent (): void {
    for (const row of document.querySelectorAll('.current-hit')) row.classList.remove('current-hit')
  }

  #say (): void {
    this.#status.textContent = this.#found ? statusText(this.#found, this.#at) : ''
  }
}

const plural = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`

/** `3 of 12 hits in 3 frames`. */
export function statusText ({ hits, frames, isCut }: Found, at: number): string {
  if (hits.length === 0) return 'No hits'
  const count = isCut ? `the first ${plural(MAX_HITS, 'hit')}` : plural(hits.length, 'hit')
  return `${at >= 0 ? `${countText(at + 1)} of ` : ''}${count} in ${plural(frames.size, 'frame')}`
}
