/**
 * The script of the report. The page is complete without it; it makes the page comfortable. What a test can hold to:
 *
 * - `#report-data` the data, as JSON
 * - header: `h1`, `.message`, `#culprit` (`.is-unknown`; links with `data-frame`, the summary's leads to the value's row), `.causes`, `dl.facts`
 * - `#toolbar` buttons "Copy Markdown", "Copy prompt", "Copy JSON", `.help`, `.theme` ("☾ Dark", "☀ Light"; then
 *   `html[data-theme]`)
 * - where the clipboard is refused: `dialog textarea`, selected; else a `.announcer[role=status]` says so
 * - `#stack`: `details.frame#frame-N[data-frame=N]` (`.is-own`, `.is-foreign`), folded ones in `details.run`; in a frame
 *   `summary`,
 *   `.frame-tools` (`.full-place`, `a.editor-link`, "Copy path", `.generated`, `.more-lines`), `.frame-source` with `pre.source`
 *   (`.line`, `.line.failing`, `mark.column`, `.inline-value`), `.frame-variables` (see variables/index.ts)
 * - `#search` (see search/index.ts), `#pins`
 * - `#path`: `svg a[data-frame=N]`, button "Copy Mermaid" · `#breadcrumbs .crumb` · `#environment` · `#missing`
 * - keys: `j` `k` `Enter` `/` `?` `Escape`; the help is a `dialog` with the editor's template in `#editor-template`
 * - `html[data-ready]` once the script has done its work
 */
import { executionPath } from '../../execution-path/execution-path'
import { toMermaid } from '../../execution-path/to-mermaid'
import { copyButton } from './copy-out'
import { useEditorTemplate } from './editor'
import { Frames } from './frames'
import { readModel, type PageModel } from './model'
import { mountSearch } from './search/index'
import { mountToolbar, showHelp } from './toolbar'
import { mountPins, showValue } from './variables/index'

/** A part that fails must not cost the others. */
function attempt (part: () => void): void {
  try {
    part()
  } catch (error) {
    console.error(error)
  }
}

function start (model: PageModel): void {
  const byId = (id: string): HTMLElement => document.getElementById(id)!
  useEditorTemplate(model)
  attempt(() => mountToolbar(model, byId('toolbar')))
  attempt(() => mountPins(model, model.manifest.id, byId('pins')))
  const frames = new Frames(model)
  attempt(() => mountSearch(model, byId('search'), { openFrame: index => frames.open(index) }))
  attempt(() => byId('path-tools').append(copyButton('Copy Mermaid', 'Mermaid source',
    () => toMermaid(executionPath(model.crash, { manifest: model.manifest })))))
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a[data-frame]') : null
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    const index = Number(link.getAttribute('data-frame'))
    frames.open(index, true)
    const { path } = model.manifest.culprit ?? {}
    if (path !== undefined && link.closest('.culprit-summary')) attempt(() => showValue(model, index, path))
  })
  document.addEventListener('keydown', event => onKey(event, model, frames))
  const linked = /^#frame-(\d+)$/.exec(location.hash)?.[1]
  if (linked !== undefined) frames.open(Number(linked), true)
  document.documentElement.dataset['ready'] = ''
}

function onKey (event: KeyboardEvent, model: PageModel, frames: Frames): void {
  const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog') !== null
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (event.key === 'j') frames.go(1)
  else if (event.key === 'k') frames.go(-1)
  else if (event.key === '?') showHelp(model)
  else return
  event.preventDefault()
}

const model = readModel()
if (model) start(model)
