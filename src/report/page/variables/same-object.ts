import { printable } from '../../../capsule/printable'
import { stepFromOwner, type FirstPlaces } from './first-places'
import { rowsTo } from './frame-rows'
import { shownPath } from './member-path'
import { isCycle, type Crash, type Row } from './row'

/** Where the object of a row stands, for a row that only refers to it. `isAbove`: earlier in the report. */
export interface SameObject { route: string, label: string, isAbove: boolean, isCycle: boolean }

/** The place of the row's object, `undefined` if this is it, or if the row shows no object. */
export function sameObject (crash: Crash, places: FirstPlaces, row: Row): SameObject | undefined {
  if (row.node === undefined || places.isHere(row.node, row.owner, stepFromOwner(row))) return undefined
  const route = places.routeOf(row.node)
  const rows = route === undefined ? [] : rowsTo(crash, route)
  const target = rows.at(-1)
  if (route === undefined || target?.route !== route) return undefined
  const names = rows.filter(({ kind }) => kind === 'value').map(({ name }) => name)
  const named = shownPath(target) ?? names.join(' ')
  const where = target.frame === row.frame ? '' : ` in frame ${target.frame}`
  return { route, label: printable(named, 80) + where, isAbove: isAbove(crash, route, row.route), isCycle: isCycle(row) }
}

/** Whether one route's row stands before another's: by frame, scope and variable, then by the order of the members. */
function isAbove (crash: Crash, route: string, other: string): boolean {
  const [a, b] = [rowsTo(crash, route), rowsTo(crash, other)]
  if (a[0]?.frame !== b[0]?.frame) return (a[0]?.frame ?? 0) < (b[0]?.frame ?? 0)
  const at = a.findIndex((row, index) => row.route !== b[index]?.route)
  if (at === -1) return true
  const [one, two] = [a[at], b[at]]
  if (!one || !two) return one === undefined
  return orderOf(one) < orderOf(two)
}

const PARTS = 'btehxmvkwp#ilcgs'

/** A number that grows down the page among rows of one parent. `this` comes first, what was thrown last. */
function orderOf ({ step, parent, route }: Row): number {
  const root = route.split('.')
  if (!parent || parent.kind === 'scope') return root[1] === 't' ? -1 : root[1] === 'x' ? 1e9 : Number(root[2] ?? root[1])
  // Elements and the holes between them are counted together, so are the entries of a Map.
  const part = step[0] === 'h' ? 'e' : step[0] === 'm' ? 'v' : step[0]!
  return PARTS.indexOf(part) * 1e9 + Number.parseInt(step.slice(1) || '0', 10)
}
