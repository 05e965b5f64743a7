import { types } from 'node:util'
import { createInsight } from '../../../../agent/walk/insight'
import { LiveValues } from '../../../../agent/inspector/live-values'
import { InspectorSession } from '../../../../agent/inspector/session'
import { GraphWalk } from '../../../../agent/walk/graph-walk'
import { SafeSet, now } from '../../../../agent/primordials'
import { DEFAULT_LIMITS, type Limits } from '../../../../src/limits'
import type { Value } from '../../../../src/model'
import { createMasker } from '../../../../src/mask/masker'
import { isListLong } from './compare-contents'
import { Comparison } from './compare-values'
import { readState, stateDifference } from './host-state'
import { makeGraph, type RandomGraph } from './make-graph'
import { Random } from './random'
import type { World } from './world'

const masker = createMasker({ names: [], patterns: [], environment: {} })
let inspector: { session: InspectorSession, liveValues: LiveValues } | undefined

/** A graph that was walked: what the walk recorded, by root; how long it took; and what is wrong, for people. */
export interface WalkedGraph { graph: RandomGraph, walk: GraphWalk, recorded: Value[], limits: Limits, ms: number, compared: number, problems: string[] }

/**
 * Makes the graph of a seed, walks it with limits that the seed decides, and looks whether anything of it ran, anything of it
 * changed, and what was recorded is what is there. `isAsking`: V8 is asked for what JavaScript cannot see.
 */
export function walkGraph (seed: number, isAsking: boolean): WalkedGraph {
  const graph = makeGraph(seed)
  const limits = limitsOf(seed)
  const before = readState(graph.world.objects)
  const walk = new GraphWalk({ limits, masker: masker.fork(), deadline: Infinity, shallow: plumbing(), ...isAsking && { insight: insight(graph.world) } })
  const problems: string[] = []
  graph.world.isArmed = true
  graph.world.isAsking = isAsking
  const start = now()
  const recorded: Value[] = []
  try {
    for (const [name, value] of graph.roots) recorded.push(walk.named(name, value))
    walk.run()
  } catch (error) {
    problems.push(`the walk threw ${(error as Error).stack}`)
  }
  const ms = now() - start
  graph.world.isArmed = false
  inspector?.session.post('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' })
  if (graph.world.ran.length > 0) problems.push(`ran: ${graph.world.ran.slice(0, 5).join(', ')}`)
  const changed = stateDifference(before, readState(graph.world.objects))
  if (changed !== undefined) problems.push(`the program's objects changed: ${changed}`)
  const comparison = new Comparison(walk.nodes, limits, isAsking)
  if (problems.length === 0) {
    graph.roots.forEach(([name, value], index) => comparison.value(recorded[index], value, name, 1))
    comparison.run()
  }
  problems.push(...comparison.differences, ...overLimits(walk, limits))
  return { graph, walk, recorded, limits, ms, compared: comparison.seen, problems }
}

/** Half of all graphs at the defaults, the others anywhere between nearly nothing and plenty. */
function limitsOf (seed: number): Limits {
  const random = new Random(seed ^ 0x5f5f5f)
  if (random.chance(0.5)) return DEFAULT_LIMITS
  return { ...DEFAULT_LIMITS, maxDepth: random.int(1, 9), maxItems: random.pick([1, 2, 49, 50, 100, 3000]), maxStringLength: random.pick([1, 5, 6, 50, 499, 5_000]),
    maxTotalItems: random.pick([1, 10, 100, 1_000, 100_000]) }
}

function plumbing (): SafeSet<unknown> {
  const objects: SafeSet<unknown> = new SafeSet()
  objects.add(globalThis)
  objects.add(process)
  return objects
}

function insight (world: World): ReturnType<typeof createInsight> {
  if (inspector === undefined) {
    const session = new InspectorSession()
    inspector = { session, liveValues: new LiveValues(session) }
  }
  const { session, liveValues } = inspector
  const objects = new Map<string | undefined, object>()
  const idsOf = (list: readonly object[]): (string | undefined)[] => {
    const ids = liveValues.idsOf(list)
    ids.forEach((id, index) => objects.set(id, list[index]!))
    return ids
  }
  const post: InspectorSession['post'] = (method, params) => {
    const object = objects.get((params as { objectId?: string }).objectId)
    world.isAskingHidden = method === 'Runtime.getProperties' && object !== undefined && mayHide(object)
    try {
      return session.post(method, params)
    } finally {
      world.isAskingHidden = false
    }
  }
  return createInsight({ post }, { idsOf, take: ids => liveValues.take(ids) }, false)
}

/** Proxies have targets, promises results, instances of classes private fields; of long lists not every key is looked at. See agent/walk/hazard.ts. */
const mayHide = (object: object): boolean =>
  types.isProxy(object) || types.isPromise(object) || ![Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(object) as object | null) || isListLong(object)

/** No more objects, members and characters than the limits say. */
function overLimits ({ nodes }: GraphWalk, { maxTotalItems, maxItems, maxStringLength }: Limits): string[] {
  const problems: string[] = []
  if (nodes.length > maxTotalItems) problems.push(`${nodes.length} objects, at most ${maxTotalItems} were to be read`)
  for (const { elements = [], entries = [], properties = [], privates = [], bytes = '' } of nodes) {
    if (Math.max(elements.length, entries.length, properties.length, privates.length) > maxItems) problems.push(`a collection beyond ${maxItems}`)
    if (bytes.length > 4 * 256) problems.push(`${bytes.length} characters of bytes`)
    for (const each of [...elements, ...entries.flat(), ...properties.map(({ value }) => value)]) {
      if (typeof each === 'string' && each.length > maxStringLength) problems.push(`a text of ${each.length} characters`)
    }
  }
  return problems
}
