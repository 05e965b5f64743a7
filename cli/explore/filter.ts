import type { Row } from './row'
import type { Tree } from './tree'

/**
 * What a filter found. `hits`: ids of rows that have the text. `ways`: ids of the rows that lead to one. `isCut`: there was more
 * to search than {@link MAX_SEARCHED}.
 */
export interface Filter { text: string, hits: ReadonlySet<string>, ways: ReadonlySet<string>, isCut: boolean }

export const NO_FILTER: Filter = { text: '', hits: new Set(), ways: new Set(), isCut: false }

/** Rows that are looked at: as many as a recorder keeps objects, twice. A key must be answered at once. */
export const MAX_SEARCHED = 20_000

/**
 * Finds a text, whatever its case, in functions, files, names and values of all frames, those in runs included. An object that can
 * be reached in several ways is searched once per frame, where it lies least deep.
 */
export function findRows (tree: Tree, text: string): Filter {
  if (text === '') return NO_FILTER
  const wanted = text.toLowerCase()
  const hits = new Set<string>()
  const ways = new Set<string>()
  let left = MAX_SEARCHED
  for (const root of tree.roots(true)) {
    const parents = new Map<string, string | undefined>([[root.id, undefined]])
    const seen = new Set<number>()
    const queue = [root]
    for (let at = 0; at < queue.length && left > 0; at++, left--) {
      const row = queue[at]!
      if (row.searched?.().toLowerCase().includes(wanted)) {
        hits.add(row.id)
        for (let id = parents.get(row.id); id !== undefined && !ways.has(id); id = parents.get(id)) ways.add(id)
      }
      if (!row.canOpen || isSeen(row, seen)) continue
      for (const child of tree.children(row)) {
        parents.set(child.id, row.id)
        queue.push(child)
      }
    }
  }
  return { text, hits, ways, isCut: left <= 0 }
}

function isSeen ({ value }: Row, seen: Set<number>): boolean {
  if (typeof value !== 'object' || value === null || !('ref' in value)) return false
  if (seen.has(value.ref)) return true
  seen.add(value.ref)
  return false
}
