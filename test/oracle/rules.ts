import type { MissingReason } from '../../src/model'
import type { Descriptor, Remote } from './live-pause'

/**
 * Two answers that are not the same. `path` leads there from the pause. `field` is what differs; for a `value` the two remote objects are in
 * `live` and `replayed`, for a property that only one side has, its descriptor. `owner` is the live object that it was asked of; `reason`:
 * why the replay says that the value is missing; `cuts`: what the replay says is left out of the owner, by the names of those answers.
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
}

/** An answer that may be missing, or other than V8's, and why. */
export interface Rule { name: string, why: string, applies (site: Site): boolean }

const live = (site: Site): Remote => site.live as Remote
const replayed = (site: Site): Remote => site.replayed as Remote
void replayed
export type { Descriptor }

export const RULES: readonly Rule[] = [
  {
    name: 'plumbing',
    why: 'process, globalThis, console, require and modules lead to all of Node: they are named, not entered',
    applies: site => site.field === 'value' && live(site)?.isPlumbing === true && site.reason !== undefined,
  },
]
