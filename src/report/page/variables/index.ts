/**
 * The variables of the report. What a test can hold to:
 *
 * - `.variables` one tree with its bar; in it `[role=tree]`, its rows `[role=treeitem]` with `data-route` (see row.ts),
 *   `data-kind` (`scope`, `value`, `entry`, `text`, `bytes`, `classes`, `location`, `cut`, `holes`, `more`), `aria-level`,
 *   `aria-expanded`
 * - in a row: `.name`, `.value[data-tone]`, `.type`, `.size`, `.flag`, `.missing[data-reason]` (with a `title`), `button.same`
 *   (leads to where a shared object stands), `pre` (a text or a dump), `.more` (more characters or rows), `mark` (a match)
 * - `.about-row` the bar below, once a row has the focus: `.path`, `.explanation`, buttons "Copy as JSON", "Copy text",
 *   "Copy hex", "Copy path", "Go to the object", "Pin", "Unpin", "Go to its frame", a `[role=status]`, and a `textarea` where the
 *   clipboard is refused
 * - `.pins` the pinned rows, hidden while there are none
 * - keys on a row: arrows, Home, End, Enter, Space, `*` opens all rows beside it
 */
import { printable } from '../../../capsule/printable'
import type { FrameRecord } from '../../../model'
import { missingWords } from '../../../values/missing-words'
import { element } from '../dom'
import { frameRows } from './frame-rows'
import { Pins } from './pins'
import type { Crash } from './row'
import { stateOf, type PageState } from './state'
import { VariablesTree } from './tree'

/** Fills `host` with the variables of a frame, once; what is in it goes. */
export function mountVariables (model: { crash: Crash }, frame: FrameRecord, host: HTMLElement): void {
  const state = stateOf(model)
  const rows = frameRows(state.crash, frame)
  if (rows.length === 0) return host.replaceChildren(noVariables(frame))
  const tree = new VariablesTree(state, rows,
    `Variables of frame ${frame.index}, ${printable(frame.function, 60) || 'anonymous function'}`)
  state.trees.set(frame.index, tree)
  host.replaceChildren(tree.element)
  tree.redraw()
}

/** The panel of the pinned rows; call it before the first frame is mounted. `id` is the capsule's. */
export function mountPins (model: { crash: Crash }, id: string, host: HTMLElement, editorLink?: PageState['editorLink']): void {
  const state = stateOf(model)
  if (editorLink) state.editorLink = editorLink
  host.append(new Pins(state, id).element)
}

function noVariables ({ missing }: FrameRecord): HTMLElement {
  if (missing === undefined) return element('p', { class: 'no-variables' }, 'No variables.')
  const { label, explanation } = missingWords(missing)
  return element('p', { class: 'no-variables' }, 'No variables: ',
    element('span', { class: 'missing', 'data-reason': printable(missing, 40) }, printable(label, 80)), ` ${explanation}`)
}
