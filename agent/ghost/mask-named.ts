import type { GraphNode, PropertyRecord, Value } from '../../src/model'
import { isMissing, isRef } from '../../src/model'
import { createNameMatcher } from '../../src/mask/secret-names'
import type { Snapshot } from '../snapshot/snapshot'

/** How far into an object under such a name its strings count as secrets; as {@link taintFrom}. */
const MAX_DEPTH = 2

/**
 * Masks everything in a snapshot that has one of `names`, after the walk: whose report it will be in is known only now. The snapshot's
 * masker learns the values, so that they are masked wherever else they stand. As by name while walking, `true`, `false`, `null`,
 * `undefined` and functions stay.
 */
export function maskNamed (snapshot: Snapshot, names: readonly string[]): void {
  const isNamed = createNameMatcher(names)
  const { nodes, masker, missing } = snapshot
  const learn = (value: Value, name: string, depth = 0): void => {
    if (typeof value === 'string') masker.addTaint(value, name)
    else if (typeof value === 'number') masker.addTaint(String(value), name)
    else if (isMissing(value)) masker.addTaint(value.value, name)
    else if (isRef(value) && depth <= MAX_DEPTH) {
      const { properties = [], elements = [], privates = [] } = nodes[value.ref]!
      for (const each of [...properties, ...privates]) learn(each.value, name, depth + 1)
      for (const each of elements) learn(each, name, depth + 1)
    } else if (typeof value === 'object' && value !== null && 'value' in value) masker.addTaint(value.value, name)
  }
  const masked = (name: string, value: Value): Value => {
    if (!isNamed(name) || !isMaskable(value, nodes)) return value
    learn(value, name)
    missing.masked = (missing.masked ?? 0) + 1
    return { missing: 'masked' }
  }
  const maskAll = (properties: PropertyRecord[] = []): void => {
    for (const property of properties) property.value = masked(property.name.replace(/^#/, ''), property.value)
  }
  for (const { scopes } of snapshot.frames) for (const scope of scopes) maskAll(scope.variables)
  for (const node of nodes) {
    maskAll(node.properties)
    maskAll(node.privates)
    for (const entry of node.entries ?? []) if (typeof entry[0] === 'string') entry[1] = masked(entry[0], entry[1])
  }
}

function isMaskable (value: Value, nodes: readonly GraphNode[]): boolean {
  if (value === null || typeof value === 'boolean') return false
  if (typeof value !== 'object') return true
  if (isRef(value)) return nodes[value.ref]!.type !== 'function'
  if (isMissing(value)) return value.missing !== 'masked' && value.missing !== 'getter' && value.type !== 'function'
  return value.type === 'bigint' || value.type === 'number'
}
