import type { Capsule } from '../../capsule/read'
import { missingFrameWords } from '../../values/missing-frame'
import { crashRows } from './crash-rows'
import { entryListing, nodeCounts, nodeListing } from './node-listing'
import { noteRow, valueRow, type Container, type Listing, type Row } from './row'
import { scopeRows } from './scopes'
import type { PostmortemView, ValueFormat } from './view'

/** As in DAP `VariablesArguments`: without `count` all of them. */
export interface Page { filter?: 'indexed' | 'named' | undefined, start?: number | undefined, count?: number | undefined }

/** More at once are shown as parts, each to be opened. */
const MAX_ROWS = 1_000
const PART_ROWS = 100

/**
 * The lines of something opened, or a page of them: named ones after indexed ones. Never more than a thousand: of what is longer
 * a client that does not ask for pages gets parts (`0 … 99`) that are opened like objects.
 */
export function rowsOf (
  view: PostmortemView, capsule: Capsule, container: Container, page: Page = {}, format: ValueFormat = {},
): Row[] {
  const listing = listingOf(view, capsule, container, format)
  const rows = (filter: 'indexed' | 'named'): Row[] => {
    const { count: total, rows } = listing[filter]
    const start = Math.min(natural(page.start) ?? 0, total)
    // A count of zero means all, as in the protocol.
    const end = Math.min(start + (natural(page.count) || total), total)
    return end - start <= MAX_ROWS ? rows(start, end) : parts(container, filter, start, end)
  }
  if (page.filter !== undefined) return rows(page.filter)
  // Start and count are of the whole list: indexed ones first.
  if (page.start === undefined && page.count === undefined) return [...rows('indexed'), ...rows('named')]
  const { indexed, named } = listing
  const start = natural(page.start) ?? 0
  const end = Math.min(start + (natural(page.count) || MAX_ROWS), start + MAX_ROWS)
  return [
    ...indexed.rows(Math.min(start, indexed.count), Math.min(end, indexed.count)),
    ...named.rows(clamp(start - indexed.count, named.count), clamp(end - indexed.count, named.count)),
  ]
}

/** How many lines there are, by whether they have numbers or names; of objects without making them. */
export function countsOf (view: PostmortemView, capsule: Capsule, container: Container): { indexed: number, named: number } {
  if (container.kind === 'node') return nodeCounts(view.crash.nodes[container.ref])
  if (container.kind === 'part') return { indexed: 0, named: 0, [container.filter]: container.count }
  const { indexed, named } = listingOf(view, capsule, container, {})
  return { indexed: indexed.count, named: named.count }
}

const clamp = (value: number, max: number): number => Math.max(0, Math.min(value, max))
const natural = (value: number | undefined): number | undefined => Number.isSafeInteger(value) && value! >= 0 ? value : undefined

function listingOf (view: PostmortemView, capsule: Capsule, container: Container, format: ValueFormat): Listing {
  switch (container.kind) {
    case 'node': return nodeListing(view, container.ref, container.path, format)
    case 'entry': return entryListing(view, container.ref, container.index, container.path, format)
    case 'part': return partOf(listingOf(view, capsule, container.of, format), container)
    case 'scope': return named(scopeRows(view, container.frame, container.scope, format))
    case 'exception': return named([() => valueRow(view, 'exception', view.crash.exception.value, { ...format, path: '$exception' })])
    case 'crash': return named(crashRows(view, capsule, container.at).map(row => () => row))
    case 'no-scopes': {
      const words = missingFrameWords(view.crash, view.crash.frames[container.frame]!)
      return named([() => noteRow(words?.label ?? 'none', words?.explanation ?? 'Nothing was recorded of it.')])
    }
  }
}

function named (makers: readonly (() => Row)[]): Listing {
  const rows = (start: number, end: number): Row[] => makers.slice(start, end).map(make => make())
  return { indexed: { count: 0, rows: () => [] }, named: { count: makers.length, rows } }
}

function partOf (whole: Listing, { filter, start, count }: Container & { kind: 'part' }): Listing {
  const none = { count: 0, rows: () => [] }
  const part = { count, rows: (from: number, to: number) => whole[filter].rows(start + from, start + Math.min(to, count)) }
  return filter === 'indexed' ? { indexed: part, named: none } : { indexed: none, named: part }
}

/** Parts of a hundred lines, or of as many as make at most a thousand parts; part of a part is counted from the whole. */
function parts (container: Container, filter: 'indexed' | 'named', start: number, end: number): Row[] {
  let size = PART_ROWS
  while ((end - start) / size > MAX_ROWS) size *= PART_ROWS
  const rows: Row[] = []
  const [of, offset] = container.kind === 'part' ? [container.of, container.start] : [container, 0]
  for (let at = start; at < end; at += size) {
    const count = Math.min(size, end - at)
    const first = offset + at
    const name = `${filter === 'named' ? 'names ' : ''}${first} … ${first + count - 1}`
    rows.push(noteRow(name, '', { kind: 'part', of, filter, start: first, count }))
  }
  return rows
}
