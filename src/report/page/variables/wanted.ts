import { rowKey, type Found } from '../search/find-values'
import { stepFromOwner } from './first-places'
import type { Row } from './row'
import type { RowView } from './row-view'

/** Whether a row stays while the tree shows only what matches: it is a hit, around one, or in one. */
export function isWanted ({ hitKeys, wayKeys }: Found, view: RowView): boolean {
  const { row } = view
  if (row.kind === 'scope') return [...hitKeys, ...wayKeys].some(key => key.startsWith(`-1 ${row.route}.`))
  const key = rowKey(row.owner, stepFromOwner(row))
  const isMember = row.kind === 'value' || row.kind === 'entry'
  if (!view.moreOf && isMember && (hitKeys.has(key) || wayKeys.has(key) || isOfEntry(row, hitKeys, wayKeys))) return true
  for (let around = view.parent; around !== undefined; around = around.parent) {
    if (around.element.classList.contains('hit')) return true
  }
  return false
}

/** The entry of a Map whose key is an object has no key of its own: it is wanted for the sake of its key or value. */
function isOfEntry ({ kind, owner, step }: Row, ...sets: Set<string>[]): boolean {
  if (kind !== 'entry') return false
  const index = step.slice(1)
  return sets.some(keys => keys.has(rowKey(owner, `${step}/k${index}`)) || keys.has(rowKey(owner, `${step}/v${index}`)))
}
