import type { Row } from './row'
import type { Tree } from './tree'

/**
 * What a filter found. `rows`: those that have the text, those that lie less deep first; `hits` their ids. `ways`: ids of the
 * rows that lead to one. `isCut`: there was more to search than {@link MAX_SEARCHED}.
 */
export interface Filter {
  text: string
  rows: readonly Row[]
  hits: ReadonlySet<string>
  ways: ReadonlySet<string>
  isCut: boolean
}

export const NO_FILTER: Filter = { text: '', rows: [], hits: new Set(), ways: new Set(), isCut: false }

/** Rows that are looked at: about a second's worth with the first character, a fraction of one with every further. */
export const MAX_SEARCHED = 50_000

/**
 * Finds a text, whatever its case, in functions, files, names and values of all frames, those in runs included. An object that
 * can be reached in several ways is searched once per frame, where it lies least deep. `before`: what was found last, of which
 * more text leaves a part.
 */
export function findRows (tree: Tree, text: string, before: Filter = NO_FILTER): Filter {
  if (text === '') return NO_FILTER
  const wanted = text.toLowerCase()
  const fits = (row: Row): boolean => row.searched?.().toLowerCase().includes(wanted) === true
  const isNarrower = before.text !== '' && wanted.includes(before.text.toLowerCase())
  if (isNarrower) return filterOf(text, before.rows.filter(fits), before.isCut)
  const seen = new Set<string>()
  const queue = [...tree.roots(true)]
  const rows: Row[] = []
  let at = 0
  for (; at < queue.length && at < MAX_SEARCHED; at++) {
    const row = queue[at]!
    if (fits(row)) rows.push(row)
    if (row.canOpen && !isSeen(row, seen)) for (const child of tree.children(row)) queue.push(child)
  }
  return filterOf(text, rows, at < queue.length)
}

function filterOf (text: string, rows: readonly Row[], isCut: boolean): Filter {
  const ways = new Set<string>()
  for (const { id } of rows) {
    for (let end = id.lastIndexOf('/'); end > 0; end = id.lastIndexOf('/', end - 1)) ways.add(id.slice(0, end))
  }
  return { text, rows, hits: new Set(rows.map(({ id }) => id)), ways, isCut }
}

function isSeen ({ value, frame }: Row, seen: Set<string>): boolean {
  if (typeof value !== 'object' || value === null || !('ref' in value)) return false
  const key = `${frame?.index} ${value.ref}`
  if (seen.has(key)) return true
  seen.add(key)
  return false
}
