import { isRef, type CrashDocument, type GraphNode, type Value } from '../../model'

/**
 * Indexes of the objects that more than one place of a crash refers to: a reader wants to see that they are the same. Functions are
 * left out, which nearly every program shares. Constant work per recorded value.
 */
export function sharedNodes ({ frames, nodes, exception }: CrashDocument): ReadonlySet<number> {
  const seen = new Uint8Array(nodes.length)
  const shared = new Set<number>()
  const count = (value: Value | undefined): void => {
    if (value === undefined || !isRef(value) || nodes[value.ref]?.type !== 'object') return
    if (seen[value.ref] === 1) shared.add(value.ref)
    seen[value.ref] = 1
  }
  count(exception.value)
  for (const frame of frames) {
    count(frame.this)
    for (const { variables } of frame.scopes) for (const { value } of variables) count(value)
  }
  for (const node of nodes) countParts(node, count)
  return shared
}

function countParts (node: GraphNode, count: (value: Value) => void): void {
  const { properties = [], privates = [], internals = [], elements = [], entries = [] } = node
  for (const list of [properties, privates, internals]) for (const { value } of list) count(value)
  for (const value of elements) count(value)
  for (const [key, value] of entries) {
    count(key)
    count(value)
  }
}
