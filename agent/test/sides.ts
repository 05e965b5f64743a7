import type { GraphNode, Value } from '../../src/model'
import { nodeOf } from '../../src/values/node-of'
import type { Snapshot } from '../snapshot/snapshot'

/** The two sides of a failed assertion, as the graph has them. */
export interface Sides { expected?: Value, actual?: Value }

/**
 * Own fields `expected` (uvu's assertions: `expects`) and `actual` of the error (`node:assert`, Chai, uvu, and by convention whoever wants Mocha to show a
 * difference), or of its `matcherResult` (Jest's `expect`, where the matcher gives them). Where Jest's matcher gives none, what it was
 * called with: variables of `expect`'s own frame at the throw. None for other errors.
 */
export function sidesOf (snapshot: Snapshot): Sides {
  const error = nodeOf(snapshot, snapshot.exception.value)
  const result = nodeOf(snapshot, propertyOf(error, 'matcherResult') ?? null)
  for (const node of [error, result]) {
    const [expected, actual] = [propertyOf(node, 'expected') ?? propertyOf(node, 'expects'), propertyOf(node, 'actual')]
    if (expected !== undefined && actual !== undefined) return { expected: masked(expected, snapshot), actual: masked(actual, snapshot) }
  }
  return result === undefined ? {} : ofMatcherCall(snapshot)
}

function ofMatcherCall (snapshot: Snapshot): Sides {
  const frame = snapshot.frames.find(({ functionName, url }) => functionName === 'throwingMatcher' && /[\\/]expect[\\/]/.test(url))
  const variables = frame?.scopes.flatMap(scope => scope.variables) ?? []
  const value = (name: string): Value | undefined => variables.find(variable => variable.name === name)?.value
  const given = nodeOf(snapshot, value('args') ?? null)
  const sides: Sides = {}
  const [actual, expected] = [value('actual'), given?.elements?.[0]]
  if (expected !== undefined) sides.expected = masked(expected as Value, snapshot)
  if (actual !== undefined) sides.actual = masked(actual, snapshot)
  return sides
}

function propertyOf (node: GraphNode | undefined, name: string): Value | undefined {
  return node?.properties?.find(property => property.name === name && property.symbol !== true)?.value
}

/** What the graph holds is masked once more before it is written; a text that is copied out of it has to be masked here. */
function masked (value: Value, { masker }: Snapshot): Value {
  if (typeof value === 'string') return masker.maskText(value)
  if (typeof value === 'object' && value !== null && 'missing' in value && value.value !== undefined) {
    return { ...value, value: masker.maskText(value.value) }
  }
  return value
}
