import { normalisePath, projectRoot } from '../fingerprint/normalise-path'
import { isMissing, isRef, type FrameRecord, type MissingReason, type Value } from '../model'
import { bareFunctionName } from '../stack/function-name'
import { framePlace } from '../values/frame-place'
import { frameVariables, type Variable } from '../values/frame-variables'
import type { OpenedCrash } from '../view/opened-crash'
import { align } from './align'
import { GraphComparison, type CompareLimits, type Difference } from './compare-values'
import { headOf } from './head'

/** A frame that both capsules have (`hasMoved`: at another line or column of the same function), or only one of them. */
export interface FramePair { a?: FrameRecord, b?: FrameRecord, hasMoved: boolean, variables: VariableDifference[],
  equal: Variable[] }

/** A difference whose `path` begins with the variable's name. `scope` as in {@link Variable}. */
export interface VariableDifference extends Difference { scope: Variable['scope'] }

/**
 * What makes a frame the same in two capsules: its function and file, whatever the line, the same for a program in another
 * folder or on another machine.
 */
export function frameKey (frame: FrameRecord, { manifest }: OpenedCrash): string {
  const place = framePlace(frame)
  const file = normalisePath(place.file, projectRoot(manifest.process))
  return `${frame.kind === 'async' ? 'async ' : ''}${bareFunctionName(place.function)} ${file}`
}

/** All frames of both, innermost first, each with how its variables differ. */
export function compareFrames (a: OpenedCrash, b: OpenedCrash, limits?: CompareLimits): FramePair[] {
  const graphs = new GraphComparison(a.crash, b.crash, limits)
  const seen = new Set<string>()
  const keyed = [a, b].map(crash => crash.crash.frames.map(frame => ({ frame, key: frameKey(frame, crash) })))
  return align(keyed[0]!, keyed[1]!, ({ key }) => key).map(row => {
    const pair: FramePair = { ...(row.a && { a: row.a.frame }), ...(row.b && { b: row.b.frame }), hasMoved: false, variables: [],
      equal: [] }
    if (pair.a === undefined || pair.b === undefined) return pair
    const [placeA, placeB] = [framePlace(pair.a), framePlace(pair.b)]
    pair.hasMoved = placeA.line !== placeB.line || placeA.column !== placeB.column
    compareVariables(graphs, pair, pair.a, pair.b, seen)
    return pair
  })
}

interface Keyed extends Variable { key: string }

function compareVariables (graphs: GraphComparison, pair: FramePair, a: FrameRecord, b: FrameRecord, seen: Set<string>): void {
  const others = new Map(keyedVariables(b).map(variable => [variable.key, variable]))
  const rows = keyedVariables(a).map(one => ({ one: one as Keyed | undefined, other: others.get(one.key) }))
  for (const { other } of rows) if (other) others.delete(other.key)
  for (const other of others.values()) rows.push({ one: undefined, other })
  for (const { one, other } of rows) {
    const { name, scope } = (one ?? other)!
    const found = one && other ? differencesOf(graphs, one.value, other.value) : [onlyIn(one?.value, other?.value, one ? b : a)]
    // A module's variables belong to each of its frames: told once.
    const isNew = (difference: Difference): boolean => {
      if (!isShared(scope)) return true
      const key = [scope, name, difference.path, valueKey(graphs.a, difference.a), valueKey(graphs.b, difference.b)].join('\n')
      return !seen.has(key) && seen.add(key) !== undefined
    }
    pair.variables.push(...found.filter(isNew).map(each => ({ ...each, path: name + each.path, scope })))
    if (one && found.length === 0) pair.equal.push(one)
  }
}

/** Where a limit ended the comparison, the rest is unknown. */
function differencesOf (graphs: GraphComparison, a: Value, b: Value): Difference[] {
  const { differences, isCut } = graphs.compare(a, b)
  return isCut ? [...differences, { path: '[…]', kind: 'unknown', reason: 'total' }] : differences
}

const isShared = (scope: Variable['scope']): boolean =>
  scope === 'module' || scope === 'closure' || scope === 'script' || scope === 'global'

const valueKey = (crash: GraphComparison['a'], value: Value | undefined): string =>
  value === undefined ? '' : isRef(value) ? `#${value.ref}` : headOf(crash, value)

function onlyIn (a: Value | undefined, b: Value | undefined, other: FrameRecord): Difference {
  const reason = whyAbsent(other)
  const sides = { ...(a !== undefined && { a }), ...(b !== undefined && { b }) }
  return reason === undefined ? { path: '', kind: a === undefined ? 'added' : 'removed', ...sides }
    : { path: '', kind: 'unknown', reason, ...sides }
}

const whyAbsent = (frame: FrameRecord): MissingReason | undefined =>
  frame.missing ?? frame.scopes.flatMap(scope => scope.cut ?? [])[0]?.reason

/** A name may be in several scopes of one type: the innermost is the first. */
function keyedVariables (frame: FrameRecord): Keyed[] {
  const counts = new Map<string, number>()
  return frameVariables(frame).filter(({ name, value }) => !(name === '...' && isMissing(value))).map(variable => {
    const name = `${variable.scope} ${variable.name}`
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return { ...variable, key: `${name} ${count}` }
  })
}
