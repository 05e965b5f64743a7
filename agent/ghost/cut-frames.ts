import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import type { GraphNode, MissingReason, ValueRef } from '../../src/model'
import { eachValue } from '../snapshot/each-value'
import type { Snapshot } from '../snapshot/snapshot'

/**
 * Leaves the variables of the first `depth` frames of the program, and of nothing that is further out: names and places remain. Objects
 * that only the others led to leave the graph.
 */
export function cutFrames (snapshot: Snapshot, depth: number): void {
  let left = Math.max(0, depth)
  let isCut = false
  for (const frame of snapshot.frames) {
    if (frame.missing !== undefined) continue
    if (left > 0) {
      if (isInApp(fileOfUrl(frame.url))) left--
      continue
    }
    frame.scopes = []
    delete frame.this
    frame.missing = 'depth'
    isCut = true
  }
  if (isCut) keepReachable(snapshot)
}

/** References lead on by number: nodes that stay move up. */
function keepReachable (snapshot: Snapshot): void {
  const before = snapshot.nodes
  const moved: (number | undefined)[] = []
  const nodes: GraphNode[] = []
  const keep = (ref: number): number => {
    const known = moved[ref]
    if (known !== undefined) return known
    nodes.push(before[ref]!)
    return moved[ref] = nodes.length - 1
  }
  const { exception, frames } = snapshot
  const seen = new Set<unknown>()
  const move = ({ ref }: ValueRef): ValueRef => ({ ref: keep(ref) })
  eachValue([exception, ...frames], move, seen)
  // Grows while it is gone through.
  for (let index = 0; index < nodes.length; index++) eachValue(nodes[index]!, move, seen)
  snapshot.nodes = nodes
  snapshot.missing = countMissing([exception, ...frames, ...nodes])
}

/** As the walk counts them: a value, or a cut, once each. */
function countMissing (documents: readonly unknown[]): Snapshot['missing'] {
  const counts: Snapshot['missing'] = {}
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { missing, what, reason } = value as { missing?: unknown, what?: unknown, reason?: unknown }
    const isCut = what !== undefined && typeof reason === 'string'
    const found = typeof missing === 'string' && !('scopes' in value) ? missing : isCut ? reason : undefined
    if (found !== undefined) counts[found as MissingReason] = (counts[found as MissingReason] ?? 0) + 1
    for (const key of Object.keys(value)) visit((value as Record<string, unknown>)[key])
  }
  for (const document of documents) visit(document)
  return counts
}
