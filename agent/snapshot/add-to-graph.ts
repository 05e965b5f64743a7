import type { Config } from '../../src/config/config'
import type { ValueRef } from '../../src/model'
import { SafeSet, now } from '../primordials'
import { GraphWalk, type Insight } from '../walk/graph-walk'
import { eachValue } from './each-value'
import type { Snapshot } from './snapshot'

/**
 * Walks live values of now into the graph of an earlier snapshot, masked as it is. Objects that the graph has already are recorded
 * again: they may have changed since the throw. `read` gives the walk its roots, and what it gives back stays good: its references
 * are moved.
 */
export function addToGraph<T> (snapshot: Snapshot, config: Config, read: (walk: GraphWalk) => T, insight?: Insight): T {
  const { masker, nodes, missing } = snapshot
  const walk = new GraphWalk({
    limits: config, masker, deadline: now() + config.uncaughtPauseMs, shallow: new SafeSet<unknown>([globalThis, process, process.env, console]),
    ...(insight !== undefined && { insight }),
  })
  const result = read(walk)
  walk.run()
  const offset = nodes.length
  const move = ({ ref }: ValueRef): ValueRef => ({ ref: ref + offset })
  const seen = new Set<unknown>()
  const moved = eachValue(result, move, seen)
  for (let index = 0; index < walk.nodes.length; index++) nodes[offset + index] = eachValue(walk.nodes[index]!, move, seen)
  for (const reason of Object.keys(walk.missing) as (keyof typeof missing)[]) missing[reason] = (missing[reason] ?? 0) + walk.missing[reason]!
  return moved
}
