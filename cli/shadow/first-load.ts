import { isRef, type CrashDocument } from '../../src/model'
import type { SessionGraph } from '../../src/postmortem/evaluation'
import type { Load } from './protocol'

const MAX_ERRORS = 1_000

/** What a new child is told of the crash. */
export function firstLoad ({ exception, frames }: CrashDocument, graph: SessionGraph): Load {
  const stacks: [number, string][] = []
  const open = [exception]
  for (let at = 0; at < open.length && at < MAX_ERRORS; at++) {
    const { value, stack, cause, errors } = open[at]!
    if (isRef(value)) stacks.push([value.ref, stack])
    open.push(...cause === undefined ? [] : [cause], ...errors ?? [])
  }
  return {
    nodes: graph, stacks,
    frames: frames.map(({ this: self, scopes, missing }) => ({ scopes, ...self !== undefined && { this: self }, ...missing !== undefined && { missing } })),
  }
}
