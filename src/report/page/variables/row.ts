import type { CrashDocument, Cut, Value, VariableRecord } from '../../../model'
import type { Path } from '../../../values/path'

/**
 * What a row of a variables tree stands for.
 *
 * - `scope`: the heading of a scope · `value`: a name and its value
 * - `entry`: a Map's entry whose key is an object; the key and the value are rows below it · `holes`: empty items of an array
 * - `text`: the whole of a long string · `bytes`: a buffer's dump, base64 in `text` · `classes`: the class chain
 * - `location`: where a function was written · `cut`: what was left out
 */
export type RowKind = 'scope' | 'value' | 'entry' | 'holes' | 'text' | 'bytes' | 'classes' | 'location' | 'cut'

/** How the name of a row is meant: `key` is a Map's, shown as source text. */
export type NameKind = 'variable' | 'property' | 'index' | 'key' | 'private' | 'symbol' | 'internal' | 'accessor' | 'note'

/** A row before anybody drew it. Texts are the program's own: pass them through `printable`. */
export interface Row {
  /** Unique in the report: the root (`0.t`: `this` of frame 0, `0.x`: what was thrown, `0.2.1`: a variable), then steps. */
  route: string
  /** Last step of the route, or the root itself. */
  step: string
  kind: RowKind
  name: string
  nameKind: NameKind
  frame: number
  /** One-based, as `aria-level`. */
  level: number
  parent?: Row
  value?: Value
  /** Index of the value's node, if it has one. */
  node?: number
  /** Index of the node that the row is a member of, -1 for variables. */
  owner: number
  /** As `get` reads it, with the name of the code that ran. Absent for what has none. */
  path?: Path
  /** The property or variable, for its attributes. */
  property?: VariableRecord
  cut?: Cut
  text?: string
}

/** Rows are no deeper than this: a chain of thousands of objects would take the page down with it. */
export const MAX_LEVEL = 100

/** What the rows need of the page. */
export type Crash = Pick<CrashDocument, 'exception' | 'frames' | 'nodes' | 'scripts'>

/** Its node stands around it: to open it would never end. */
export function isCycle (row: Row): boolean {
  if (row.node === undefined) return false
  for (let around = row.parent; around !== undefined; around = around.parent) if (around.node === row.node) return true
  return false
}
