import { printable } from '../../capsule/printable'
import type { FrameRecord } from '../../model'
import { sourcePlace } from '../frame-source'
import { button, copyButton } from './copy-out'
import { element } from './dom'
import type { PageModel } from './model'
import { sourceView } from './source-view'
import { mountVariables } from './variables/index'

/** The longest path of Linux: what is shown can be copied whole. */
const MAX_PATH_CHARS = 4_096

/** On paper nothing can be opened: this many frames of the program itself are. */
const MAX_PRINTED = 20

/** The frames of the page: what is in one is made when it is opened for the first time. */
export class Frames {
  readonly #model: PageModel
  readonly #filled = new WeakSet<Element>()

  constructor (model: PageModel) {
    this.#model = model
    document.addEventListener('toggle', ({ target }) => {
      if (target instanceof HTMLDetailsElement && target.open && target.matches('.frame')) this.#fill(target)
    }, true)
    for (const host of document.querySelectorAll<HTMLElement>('.frame[open]')) this.#fill(host)
    this.#openForPrint()
  }

  /** Opens a frame and the fold around it. `isFocused`: goes there. Nothing for a frame that there is not. */
  open (index: number, isFocused = false): void {
    const host = document.getElementById(`frame-${Math.trunc(index)}`)
    if (!(host instanceof HTMLDetailsElement)) return
    const around = host.parentElement?.closest('details')
    if (around) around.open = true
    host.open = true
    this.#fill(host)
    if (isFocused) focusSummary(host)
  }

  /** Goes to the next frame that can be seen, or back. */
  go (by: 1 | -1): void {
    const summaries = [...document.querySelectorAll<HTMLElement>(
      '.frames > details > summary, .frames > .run[open] > .frame > summary')]
    const active = document.activeElement
    const inside = active?.closest('.frame, .run')?.querySelector<HTMLElement>(':scope > summary')
    const at = inside ? summaries.indexOf(inside) : -1
    const next = at < 0 ? (by > 0 ? 0 : summaries.length - 1) : Math.min(summaries.length - 1, Math.max(0, at + by))
    const host = summaries[next]?.parentElement
    if (host) focusSummary(host)
  }

  #openForPrint (): void {
    let opened: HTMLDetailsElement[] = []
    addEventListener('beforeprint', () => {
      opened = [...document.querySelectorAll<HTMLDetailsElement>('.frame.is-own:not([open])')].slice(0, MAX_PRINTED)
      for (const host of opened) {
        host.open = true
        this.#fill(host)
      }
    })
    addEventListener('afterprint', () => { for (const host of opened) host.open = false })
  }

  #fill (host: HTMLElement): void {
    const frame = this.#model.crash.frames[Number(host.dataset['frame'])]
    if (!frame || this.#filled.has(host)) return
    this.#filled.add(host)
    const variables = host.querySelector<HTMLElement>('.frame-variables')
    if (variables) mountVariables(this.#model, frame, variables)
    const tools = host.querySelector<HTMLElement>('.frame-tools')
    const source = host.querySelector<HTMLElement>('.frame-source')
    if (tools && source) new FrameSource(this.#model, frame, tools, source)
  }
}

function focusSummary (host: HTMLElement): void {
  const summary = host.querySelector<HTMLElement>(':scope > summary')
  summary?.focus({ preventScroll: true })
  summary?.scrollIntoView({ block: 'nearest' })
}

/** The source of a frame and its tools. */
class FrameSource {
  readonly #model: PageModel
  readonly #frame: FrameRecord
  readonly #host: HTMLElement
  readonly #more: HTMLButtonElement
  #isGenerated = false
  #isWhole = false

  constructor (model: PageModel, frame: FrameRecord, tools: HTMLElement, host: HTMLElement) {
    this.#model = model
    this.#frame = frame
    this.#host = host
    const path = tools.querySelector('.full-place')
    tools.append(copyButton('Copy path', 'Path', () => path?.textContent ?? ''))
    if (frame.original) {
      const toggle = button('Generated code', () => {
        this.#isGenerated = !this.#isGenerated
        toggle.setAttribute('aria-pressed', String(this.#isGenerated))
        this.#draw()
      }, { 'aria-pressed': 'false', class: 'generated' })
      tools.append(toggle)
    }
    this.#more = button('More lines', () => {
      this.#isWhole = !this.#isWhole
      this.#draw()
    }, { class: 'more-lines' })
    tools.append(this.#more)
    this.#draw()
  }

  #draw (): void {
    const shown = sourceView(this.#model, this.#frame, { isGenerated: this.#isGenerated, isWhole: this.#isWhole })
    const { file, line, column } = sourcePlace(this.#model.crash, this.#frame, this.#isGenerated)
    const path = this.#host.parentElement?.querySelector('.full-place')
    if (path) path.textContent = (printable(file, MAX_PATH_CHARS) || 'unnamed code') + (line > 0 ? `:${line}${column > 0 ? `:${column}` : ''}` : '')
    this.#more.hidden = !shown || !(shown.hasMore || this.#isWhole)
    this.#more.textContent = this.#isWhole ? 'Fewer lines' : 'More lines'
    this.#host.replaceChildren(shown?.view ?? element('p', { class: 'note' }, 'The source is not in the capsule.'))
  }
}
