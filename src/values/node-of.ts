import { isRef, type CrashDocument, type GraphNode, type MissingReason, type Value } from '../model'

/** The part of a crash that values refer into. */
export type Nodes = Pick<CrashDocument, 'nodes'>

/** The node a value refers to; `undefined` for primitives, missing values, and a reference into nothing (a damaged capsule). */
export function nodeOf (crash: Nodes, value: Value): GraphNode | undefined {
  return isRef(value) ? crash.nodes[value.ref] : undefined
}

/** What was left out of a part of a node: the reason, and how many in all were in the program, if that is known. `undefined` if all is there. */
export function cutOf (
  node: GraphNode, what: 'properties' | 'elements' | 'entries' | 'bytes' | 'privates' | 'internals', kept: number,
): { reason: MissingReason, left: number, total?: number } | undefined {
  const cut = node.cut?.find(candidate => candidate.what === what)
  if (!cut) return undefined
  const isSized = what === 'elements' || what === 'entries' || what === 'bytes'
  // A count of 0 is one that nobody knows.
  const total = isSized && node.size !== undefined ? node.size : cut.count > 0 ? kept + cut.count : undefined
  return { reason: cut.reason, left: cut.count, ...total !== undefined && { total } }
}
