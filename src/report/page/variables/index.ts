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
 * - the value that broke it, where the manifest says so: `.is-culprit`, with `strong.culprit-mark`
 * - keys on a row: arrows, Home, End, Enter, Space, `*` opens all rows beside it
 */
import { printable } from '../../../capsule/printable'
import type { FrameRecord } from '../../../model'
import { missingFrameWords } from '../../../values/missing-frame'
import { element } from '../dom'
import { frameRows } from './frame-rows'
import { routeOfPath } from './path-route'
import { Pins } from './pins'
import { goTo, stateOf, type VariablesModel } from './state'
import { VariablesTree } from './tree'

/** Fills `host` with the variables of a frame, once; what is in it goes. */
export function mountVariables (model: VariablesModel, frame: FrameRecord, host: HTMLElement): void {
  const state = stateOf(model)
  const rows = frameRows(state.crash, frame)
  if (rows.length === 0) return host.replaceChildren(noVariables(model, frame))
  const tree = new VariablesTree(state, rows,
    `Variables of frame ${frame.index}, ${printable(frame.function, 60) || 'anonymous function'}`)
  state.trees.set(frame.index, tree)
  host.replaceChildren(tree.element)
  tree.redraw()
  if (state.culprit?.startsWith(`${frame.index}.`)) tree.show(state.culprit)
}

/** The panel of the pinned rows; call it before the first frame is mounted. `id` is the capsule's. */
export function mountPins (model: VariablesModel, id: string, host: HTMLElement): void {
  host.append(new Pins(stateOf(model), id).element)
}

/**
 * Goes to the row of a path (as `get` reads it) in a frame: opens what is around it, and shows it. `false`: there is no such row.
 */
export function showValue (model: VariablesModel, frame: number, path: string): boolean {
  const route = routeOfPath(model.crash, frame, path)
  return route !== undefined && goTo(stateOf(model), route)
}

function noVariables ({ crash }: VariablesModel, frame: FrameRecord): HTMLElement {
  const words = missingFrameWords(crash, frame)
  if (words === undefined) return element('p', { class: 'no-variables' }, 'No variables.')
  const { label, explanation } = words
  return element('p', { class: 'no-variables' }, 'No variables: ',
    element('span', { class: 'missing', 'data-reason': printable(String(frame.missing), 40) }, printable(label, 80)), ` ${explanation}`)
}
