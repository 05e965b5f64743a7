import type { GraphNode, MissingReason, ScriptRecord } from '../../src/model'
import type { LivePause, Remote } from './live-pause'

/**
 * Two answers that are not the same. `path` leads there from the pause. `field` is what differs; for a `value` the two remote objects are in
 * `live` and `replayed`, for a property that only one side has, its descriptor. `owner` is the live object that it was asked of; `reason`:
 * why the replay says that the value is missing; `cuts`: what the replay says is left out of the owner, as it says it.
 */
export interface Site {
  path: string
  field: 'value' | 'absent' | 'extra' | 'order' | 'flags' | 'identity' | 'frame' | 'scope' | 'preview' | 'evaluated' | 'suspended' | 'source' | 'lists'
  name?: string
  live?: unknown
  replayed?: unknown
  owner?: Remote
  reason?: MissingReason
  cuts?: string[]
  limits: 'generous' | 'default'
  detail?: string
  pause?: LivePause
  /** The node of the capsule that the replayed object stands for. */
  node?: GraphNode
  /** The script of its function. */
  script?: ScriptRecord
}
