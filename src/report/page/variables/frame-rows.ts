import type { FrameRecord, ScopeRecord } from '../../../model'
import { shownName } from '../../../values/original-name'
import { memberRow, memberSteps, nodeIn } from './members'
import { frameRoots, type Root } from './roots'
import { MAX_LEVEL, type Crash, type Row } from './row'

/** The rows that a frame's tree begins with: `this`, a heading for each scope, what was thrown. Empty if nothing was recorded. */
export function frameRows (crash: Crash, frame: FrameRecord): Row[] {
  const rows: Row[] = []
  const [first, ...rest] = frameRoots(crash, frame).filter(root => root.scope === undefined)
  const hasThis = first?.route === `${frame.index}.t`
  if (first && hasThis) rows.push(rootRow(crash, frame, first, 1))
  for (const [index, scope] of frame.scopes.entries()) {
    if (scope.variables.length === 0 && (scope.cut?.length ?? 0) === 0) continue
    rows.push({
      route: `${frame.index}.${index}`, step: `${frame.index}.${index}`, kind: 'scope', name: scopeTitle(scope), nameKind: 'note',
      frame: frame.index, level: 1, owner: -1,
    })
  }
  for (const root of first && !hasThis ? [first, ...rest] : rest) rows.push(rootRow(crash, frame, root, 1))
  return rows
}

/** The rows below one, `from` the first to `to` (not included); `total` is how many there are. Scopes' headings too. */
export function childRows (crash: Crash, row: Row, from = 0, to = Infinity): { rows: Row[], total: number } {
  if (row.kind !== 'scope') {
    const steps = memberSteps(crash, row)
    const rows = steps.slice(from, to).flatMap(step => memberRow(crash, row, step) ?? [])
    return { rows, total: steps.length }
  }
  const frame = crash.frames[row.frame]!
  const index = Number(row.route.split('.')[1])
  const cuts = frame.scopes[index]?.cut ?? []
  const rows = frameRoots(crash, frame).filter(root => root.scope === index).map(root => rootRow(crash, frame, root, 2, row))
  const all = [...rows, ...cuts.map((cut, at): Row => ({
    route: `${row.route}/x${at}`, step: `x${at}`, kind: 'cut', name: '…', nameKind: 'note', frame: row.frame, level: 2,
    parent: row, owner: -1, cut,
  }))]
  return { rows: all.slice(from, to), total: all.length }
}

/**
 * The rows on the way to a route, from the tree's first level to the row itself, or as far as there are rows. Empty if the route
 * leads nowhere.
 */
export function rowsTo (crash: Crash, route: string): Row[] {
  const [root = '', ...steps] = route.split('/')
  const frame = crash.frames[Number(root.split('.')[0])]
  if (!frame) return []
  const top = frameRows(crash, frame)
  const scope = top.find(row => row.kind === 'scope' && (root === row.route || root.startsWith(`${row.route}.`)))
  const first = top.find(row => row.route === root) ?? (scope && childRows(crash, scope).rows.find(row => row.route === root))
  if (!first) return []
  const rows = scope && first !== scope ? [scope, first] : [first]
  for (const step of steps) {
    const parent = rows.at(-1)!
    const next = parent.kind !== 'scope' ? memberRow(crash, parent, step)
      : childRows(crash, parent).rows.find(row => row.step === step)
    if (!next || parent.level >= MAX_LEVEL) break
    rows.push(next)
  }
  return rows
}

function rootRow (crash: Crash, frame: FrameRecord, root: Root, level: number, parent?: Row): Row {
  const { route, name, value, property, scope } = root
  const isThrown = route === '0.x'
  return {
    route, step: route, kind: 'value', name: property === undefined ? name : shownName(property), nameKind: isThrown ? 'note' : 'variable', frame: frame.index, level, owner: -1,
    value, ...nodeIn(crash, value), ...(parent && { parent }), ...(property && { property }),
    // `this` of a scope would be the variable of that name; what was thrown has no name.
    ...(!isThrown && (scope !== undefined || name === 'this') && { path: { variable: name, steps: [] } }),
  }
}

/** As DevTools names scopes: `Closure (outer)`. */
function scopeTitle ({ type, name }: ScopeRecord): string {
  const title = type.slice(0, 1).toUpperCase() + type.slice(1)
  return name === undefined || name === '' ? title : `${title} (${name})`
}
