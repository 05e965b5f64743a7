import { isRef, type Value } from '../../../model'
import { eachEdge } from './edges'
import { frameRoots } from './roots'
import type { Crash, Row } from './row'

/** Where each object of the graph stands: its first place, breadth first over all frames, so that it is the shortest to say. */
export interface FirstPlaces {
  /** The route to the object, `undefined` if no frame leads to it. */
  routeOf: (node: number) => string | undefined
  /** Whether this is the object's own place below `owner` (-1: a variable), so that there is nothing to link to. */
  isHere: (node: number, owner: number, step: string) => boolean
}

/** Looks at each object and each reference once. */
export function firstPlaces (crash: Crash): FirstPlaces {
  const owners = new Int32Array(crash.nodes.length).fill(-2)
  const steps: string[] = []
  const queue: number[] = []
  const reach = (value: Value, owner: number, step: string): void => {
    if (!isRef(value) || owners[value.ref] !== -2) return
    owners[value.ref] = owner
    steps[value.ref] = step
    queue.push(value.ref)
  }
  for (const frame of crash.frames) for (const { route, value } of frameRoots(crash, frame)) reach(value, -1, route)
  for (let at = 0; at < queue.length; at++) {
    const owner = queue[at]!
    eachEdge(crash.nodes[owner]!, (step, value) => reach(value, owner, step))
  }
  return {
    routeOf (node) {
      if (steps[node] === undefined) return undefined
      const parts: string[] = []
      for (let at = node; at >= 0; at = owners[at]!) parts.push(steps[at]!)
      return parts.reverse().join('/')
    },
    isHere: (node, owner, step) => owners[node] === owner && steps[node] === step,
  }
}

/** The step by which {@link firstPlaces} knows a row: with those of the rows that are no objects between it and its owner. */
export function stepFromOwner (row: Row): string {
  const parts = [row.step]
  for (let up = row.parent; up !== undefined && up.node === undefined && up.kind !== 'scope'; up = up.parent) parts.push(up.step)
  return parts.reverse().join('/')
}
