import type { Row } from './row'
import type { Filter } from './filter'
import type { Tree } from './tree'

/** A frame's recorded source with the failing place in it, one-based; `none` if the capsule does not have it. */
export type FrameSource = { text: string, line: number, column: number } | 'loading' | 'none'

/** All that the screen depends on. Never changed: `update` makes the next one. */
export interface State {
  tree: Tree
  columns: number
  lines: number
  showsAll: boolean
  /** Rows that are not as they were at first; and while a filter is on, as it showed them. */
  toggled: ReadonlySet<string>
  toggledInFilter: ReadonlySet<string>
  /** The id of the selected row; it may be hidden for a while. */
  selected: string
  /** What was selected when the filter was begun: where one returns to if it finds nothing. */
  selectedBefore: string
  /** How many rows are above the first that is shown. */
  top: number
  filter: Filter
  /** The filter's text is being typed. */
  isTyping: boolean
  showsHelp: boolean
  /** For the user, until the next key. Safe to print. */
  message: string
  /** By frame index. */
  sources: ReadonlyMap<number, FrameSource>
}

export interface Size { columns: number, lines: number }

/** Lines that are not rows: the title, what follows it where there is room, the status. */
export function bodyLines ({ lines }: Size): number {
  return Math.max(1, lines - (hasSubtitle(lines) ? 3 : 2))
}

/** Whether there is a line for the culprit below the title. */
export const hasSubtitle = (lines: number): boolean => lines >= 12

/** Whether the rows below one are shown. With a filter on, what leads to a hit is open unless the user closed it. */
export function isOpen ({ filter, toggled, toggledInFilter }: State, row: Row): boolean {
  if (!row.canOpen) return false
  return filter.text === '' ? toggled.has(row.id) !== row.isOpenAtFirst : toggledInFilter.has(row.id) !== filter.ways.has(row.id)
}
