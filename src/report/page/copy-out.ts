import { element } from './dom'
import { openDialog } from './dialog'

let announcer: HTMLElement | undefined

/** Says something to whoever reads with eyes or with ears. */
export function announce (text: string): void {
  announcer ??= document.body.appendChild(element('div', { class: 'announcer', role: 'status', 'aria-live': 'polite' }))
  announcer.textContent = text
  document.querySelector('.toast')?.remove()
  const toast = document.body.appendChild(element('div', { class: 'toast', 'aria-hidden': 'true' }, text))
  setTimeout(() => toast.remove(), 2_500)
}

/** Copies a text; where the clipboard is refused, shows it selected, to be copied by hand. `what`: for the message. */
export async function copyOut (text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    announce(`${what} copied`)
  } catch {
    const area = element('textarea', { 'aria-label': what, readonly: '' })
    area.value = text
    openDialog(`${what}: copy it from here`, area)
    area.focus()
    area.select()
  }
}

/** A button that copies. */
export function copyButton (label: string, what: string, text: () => string): HTMLButtonElement {
  return button(label, () => void copyOut(text(), what))
}

/** A button that does something. */
export function button (label: string, run: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const host = element('button', { type: 'button', ...attributes }, label)
  host.addEventListener('click', run)
  return host
}
