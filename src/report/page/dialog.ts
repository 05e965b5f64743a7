import { element } from './dom'

/** Shows a dialog with a heading and a way out; Escape closes it and the focus goes back to where it was. */
export function openDialog (title: string, ...content: Node[]): HTMLDialogElement {
  for (const open of document.querySelectorAll('dialog')) open.remove()
  const before = document.activeElement
  const close = element('button', { type: 'button' }, 'Close')
  const dialog = element('dialog', { 'aria-labelledby': 'dialog-title' }, element('h2', { id: 'dialog-title' }, title), ...content, close)
  close.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
