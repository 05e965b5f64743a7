import type { OpenedCrash } from '../../src/view/opened-crash'
import { causeRows, frameMembers, runRows, scopeMembers, stackRows } from './frame-rows'
import type { Row } from './row'
import { valueMembers } from './value-rows'

/** The rows of a crash, made when they are asked for: a graph with cycles has no end. */
export interface Tree {
  capsule: OpenedCrash
  /** Rows of level 0. `showsAll`: frames of others one by one. */
  roots: (showsAll: boolean) => readonly Row[]
  /** The rows right below one. */
  children: (row: Row) => readonly Row[]
}

/** Rows are kept once they are made, by id. */
export function createTree (capsule: OpenedCrash): Tree {
  const { crash } = capsule
  const made = new Map<string, readonly Row[]>()
  const parents = new Map<string, Row>()
  const keep = (key: string, make: () => Row[]): readonly Row[] => {
    let rows = made.get(key)
    if (rows === undefined) {
      rows = make()
      made.set(key, rows)
      for (const row of rows) parents.set(row.id, row)
    }
    return rows
  }
  const around = (row: Row): Row[] => {
    const parent = row.parent === undefined ? undefined : parents.get(row.parent)
    return parent?.kind === 'value' ? [...around(parent), parent] : []
  }
  return {
    capsule,
    roots: showsAll => keep(showsAll ? 'all' : 'folded', () => stackRows(capsule, showsAll)),
    // A frame is a row of another level when it stands in a run.
    children: row => keep(`${row.level} ${row.id}`, () => {
      switch (row.kind) {
        case 'cause': return causeRows(capsule, row)
        case 'run': return runRows(capsule, row)
        case 'frame': return frameMembers(crash, row)
        case 'scope': return scopeMembers(crash, row)
        case 'value': return valueMembers(crash, row, around(row))
        default: return []
      }
    }),
  }
}
