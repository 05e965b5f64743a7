import { editorLink, type EditorPlace } from '../../editor-link'
import type { Found } from '../search/find-values'
import { firstPlaces, type FirstPlaces } from './first-places'
import { routeOfPath } from './path-route'
import type { Pins } from './pins'
import type { Crash, Row } from './row'
import type { VariablesTree } from './tree'

/** What the trees of one page share. */
export interface PageState {
  crash: Crash
  /** Computed when first asked for. */
  readonly places: FirstPlaces
  /** The trees that were mounted, by frame. */
  trees: Map<number, VariablesTree>
  pins?: Pins
  /** Makes a frame's tree be there and be seen. */
  openFrame?: (frame: number) => void
  /** A link to a place in the reader's editor; `undefined` where there is none. */
  editorLink: (place: EditorPlace) => string | undefined
  /** The route of the value that broke it, where that is known and recorded. */
  readonly culprit: string | undefined
  /** What is searched for, while something is. */
  search?: { pattern: RegExp, found: Found, isFilter: boolean }
}

const states = new WeakMap<object, PageState>()

/** The part of the page's model that the trees need. */
export interface VariablesModel {
  crash: Crash
  editorUrl?: string
  pathMap?: readonly string[]
  manifest?: { culprit?: { frame?: number, path?: string } }
}

/** The state of the page of a model, always the same one. */
export function stateOf (model: VariablesModel): PageState {
  const known = states.get(model)
  if (known) return known
  let places: FirstPlaces | undefined
  const { frame, path } = model.manifest?.culprit ?? {}
  const state: PageState = {
    crash: model.crash,
    trees: new Map(),
    culprit: frame === undefined || path === undefined ? undefined : routeOfPath(model.crash, frame, path),
    // Read when it is needed: the reader may have changed the template.
    editorLink: place => editorLink(model.editorUrl ?? '', model.pathMap ?? [], place),
    get places () { return (places ??= firstPlaces(model.crash)) },
  }
  states.set(model, state)
  return state
}

/** Opens the frame of a route and goes to its row there; says whether there is one. */
export function goTo (state: PageState, route: string, takesFocus = true): boolean {
  const frame = Number.parseInt(route, 10)
  state.openFrame?.(frame)
  return state.trees.get(frame)?.reveal(route, takesFocus) ?? false
}

/** The trees that a change of the search concerns, the pinned rows' included. */
export function eachTree (state: PageState, visit: (tree: VariablesTree) => void): void {
  for (const tree of state.trees.values()) visit(tree)
  if (state.pins) visit(state.pins.tree)
}

/** A row as it stands in another tree than its frame's: as one of the first level. */
export const asTopRow = (row: Row, name: string): Row => ({ ...row, name, nameKind: 'variable', level: 1 })
