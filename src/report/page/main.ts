/**
 * The script of the report. The page is complete without it; it makes the page comfortable. What a test can hold to:
 *
 * - `#report-data` the data · `#culprit` · `#stack` with `details.frame#frame-N[data-frame=N]` (open or not), in `details.run` when
 *   folded · in a frame: `summary`, `.source` (`.line`, `.line.failing`, `.column`), `.frame-variables` · `#path` (the graph) ·
 *   `#breadcrumbs` `#environment` `#missing`
 */
import { readModel } from './model'
import { mountSearch } from './search/index'
import { mountPins, mountVariables } from './variables/index'

const model = readModel()
if (model) {
  const openFrame = (index: number, isFocused = false): void => {
    const frame = document.getElementById(`frame-${index}`)
    if (!(frame instanceof HTMLDetailsElement)) return
    for (let around: Element | null = frame; around; around = around.parentElement?.closest('details') ?? null) {
      (around as HTMLDetailsElement).open = true
    }
    fill(frame)
    if (isFocused) frame.querySelector('summary')?.focus()
  }
  const filled = new WeakSet<Element>()
  const fill = (host: HTMLElement): void => {
    const frame = model.crash.frames[Number(host.dataset['frame'])]
    const variables = host.querySelector<HTMLElement>('.frame-variables')
    if (!frame || !variables || filled.has(host)) return
    filled.add(host)
    mountVariables(model, frame, variables)
  }
  const pins = document.getElementById('pins')
  const search = document.getElementById('search')
  if (pins) mountPins(model, model.manifest.id, pins)
  if (search) mountSearch(model, search, { openFrame })
  document.addEventListener('toggle', ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open && target.matches('.frame')) fill(target)
  }, true)
  for (const frame of document.querySelectorAll<HTMLElement>('details.frame[open]')) fill(frame)
}
