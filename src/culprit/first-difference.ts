import type { CrashDocument, GraphNode, Value } from '../model'
import { nodeOf } from '../values/node-of'
import { isSame } from './evaluate'

/** A property that two values do not agree on: its path, as in source text, and both sides. */
export interface Difference { path: string, actual: Value, expected: Value }

const UNDEFINED: Value = { type: 'undefined' }
const MAX_COMPARED = 10_000

/**
 * The first property, in the order of `actual`, in which two recorded plain objects or arrays differ. Undefined if they are none, and
 * as soon as a part was not recorded: what is beyond a cut may differ, too.
 */
export function firstDifference (crash: CrashDocument, actual: Value, expected: Value): Difference | undefined {
  let compared = 0
  const compare = (a: Value, b: Value, path: string): Difference | 'unknown' | undefined => {
    if (++compared > MAX_COMPARED) return 'unknown'
    const [left, right] = [nodeOf(crash, a), nodeOf(crash, b)]
    if (left === undefined || right === undefined || left === right) {
      const same = left === right && left !== undefined ? true : left !== right ? false : isSame(a, b)
      return same === undefined ? 'unknown' : same ? undefined : { path, actual: a, expected: b }
    }
    if (!isComparable(left) || left.subtype !== right.subtype || !isComparable(right)) return 'unknown'
    const [own, other] = [membersOf(left), membersOf(right)]
    for (const key of new Set([...own.keys(), ...other.keys()])) {
      const step = left.subtype === 'array' ? `[${key}]` : /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
      const found = compare(own.get(key) ?? UNDEFINED, other.get(key) ?? UNDEFINED, path + step)
      if (found !== undefined) return found
    }
    return undefined
  }
  const found = compare(actual, expected, '')
  return found === 'unknown' || found?.path === '' ? undefined : found
}

const isComparable = (node: GraphNode): boolean =>
  node.type === 'object' && node.cut === undefined && (node.subtype === undefined || node.subtype === 'array')

function membersOf (node: GraphNode): Map<string, Value> {
  const members = new Map<string, Value>((node.elements ?? []).map((element, index) => [String(index), element]))
  for (const property of node.properties ?? []) if (!property.symbol && property.enumerable !== false) members.set(property.name, property.value)
  return members
}
