import { framePlace } from '../../values/frame-place'
import { editorLink, isEditorTemplate } from '../editor-link'
import { button } from './copy-out'
import { element } from './dom'
import type { PageModel } from './model'
import { remember, remembered } from './storage'

const NAME = 'editor template'
const KNOWN = ['vscode://file/{path}:{line}:{column}', 'cursor://file/{path}:{line}:{column}', 'zed://file/{path}:{line}:{column}',
  'idea://open?file={path}&line={line}&column={column}', 'webstorm://open?file={path}&line={line}&column={column}']

/** Takes the reader's own template, if there is one: from then on it is the model's. */
export function useEditorTemplate (model: PageModel): void {
  original = model.editorUrl
  const chosen = remembered(NAME)
  if (chosen === undefined || !isEditorTemplate(chosen)) return
  model.editorUrl = chosen
  updateLinks(model)
}

/** The page's own. */
let original = ''

function updateLinks (model: PageModel): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.frame[data-frame]')) {
    const record = model.crash.frames[Number(frame.dataset['frame'])]
    const link = frame.querySelector(':scope > .frame-body .editor-link')
    if (!record || !link) continue
    const href = editorLink(model.editorUrl, model.pathMap, framePlace(record))
    if (href === undefined) link.removeAttribute('href')
    else link.setAttribute('href', href)
  }
}

/** The choice of the editor. */
export function editorForm (model: PageModel): HTMLElement {
  const input = element('input', { id: 'editor-template', type: 'text', list: 'editor-templates', spellcheck: 'false', autocomplete: 'off' })
  input.value = model.editorUrl
  const status = element('span', { role: 'status', class: 'note' })
  const use = (template: string | undefined): void => {
    if (template !== undefined && !isEditorTemplate(template)) {
      status.textContent = 'A link like vscode://file/{path}:{line}:{column} is expected.'
      input.setAttribute('aria-invalid', 'true')
      return
    }
    input.removeAttribute('aria-invalid')
    model.editorUrl = template ?? original
    remember(NAME, template)
    input.value = model.editorUrl
    updateLinks(model)
    status.textContent = 'Links now open this editor.'
  }
  const form = element('form', { class: 'editor-template' },
    element('label', { for: 'editor-template' }, 'Links into the editor'), input,
    element('datalist', { id: 'editor-templates' }, ...KNOWN.map(value => element('option', { value }))),
    element('button', { type: 'submit' }, 'Use'), button('Reset', () => use(undefined)), status)
  form.addEventListener('submit', event => {
    event.preventDefault()
    use(input.value.trim())
  })
  return form
}
