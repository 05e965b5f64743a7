import { copyButton, button } from './copy-out'
import { jsonOf, markdownOf, promptOf } from './copy-text'
import { openDialog } from './dialog'
import { element } from './dom'
import { editorForm } from './editor'
import type { PageModel } from './model'
import { remember, remembered } from './storage'

/** Copying, light and dark, help. */
export function mountToolbar (model: PageModel, host: HTMLElement): void {
  host.setAttribute('role', 'group')
  host.setAttribute('aria-label', 'Report')
  const theme = button('', () => setTheme(isDark() ? 'light' : 'dark'), { class: 'theme' })
  const setTheme = (name: 'light' | 'dark' | undefined): void => {
    if (name) document.documentElement.dataset['theme'] = name
    remember('theme', name)
    theme.textContent = isDark() ? '☀ Light' : '☾ Dark'
  }
  const known = remembered('theme')
  setTheme(known === 'light' || known === 'dark' ? known : undefined)
  host.append(
    copyButton('Copy Markdown', 'Markdown', () => markdownOf(model)),
    copyButton('Copy prompt', 'Prompt for a coding agent', () => promptOf(model)),
    copyButton('Copy JSON', 'JSON', () => jsonOf(model)),
    theme, button('?', () => showHelp(model), { 'aria-label': 'Help', title: 'Keys and settings', class: 'help' }))
}

function isDark (): boolean {
  const chosen = document.documentElement.dataset['theme']
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark'
}

const KEYS: readonly (readonly [string, string])[] = [
  ['j', 'next frame'], ['k', 'previous frame'], ['Enter', 'open or close the frame, follow a link'], ['/', 'filter the variables of all frames'],
  ['?', 'this help'], ['Esc', 'leave'], ['← → ↑ ↓', 'walk through a tree of variables'],
]

/** The keys, and the choice of the editor. */
export function showHelp (model: PageModel): void {
  openDialog('Keys and settings',
    element('dl', { class: 'keys' }, ...KEYS.flatMap(([key, does]) => [element('dt', {}, element('kbd', {}, key)), element('dd', {}, does)])),
    editorForm(model))
}
