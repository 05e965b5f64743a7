import { types } from 'node:util'
import type { Limits } from '../../../../src/limits'
import { isMissing, isRef, type GraphNode, type MissingValue, type Value } from '../../../../src/model'
import { classOf, isShallowByDesign } from './class-of'
import { compareContents } from './compare-contents'

/** A name whose values are masked, see the recorder's own corpus for the rest. */
export const SECRET_NAMES = new Set(['password'])

/**
 * Compares what was recorded with the live values, both ways: each value equal, or missing with a reason that fits. `differences`
 * has a line for each that does neither; `seen` counts the values that were compared.
 */
export class Comparison {
  readonly differences: string[] = []
  seen = 0
  readonly liveOf = new Map<number, object>()
  readonly indexOf = new Map<object, number>()
  private readonly queue: { node: GraphNode, live: object, where: string, depth: number }[] = []

  /** `hasInsight`: V8 was asked for what JavaScript cannot see. */
  constructor (readonly nodes: readonly GraphNode[], readonly limits: Limits, readonly hasInsight: boolean) {}

  /** Follows what `value` has queued. */
  run (): void {
    for (let next = this.queue.shift(); next !== undefined && this.differences.length < 5; next = this.queue.shift()) {
      const { node, live, where, depth } = next
      this.node(node, live, where, depth)
    }
  }

  differ (where: string, what: string): void {
    this.differences.push(`${where}: ${what}`)
  }

  /** `depth` is the level of the object that the value would be: 1 for what a variable holds. */
  value (recorded: Value | undefined, live: unknown, where: string, depth: number): void {
    this.seen++
    const isObject = typeof live === 'object' && live !== null || typeof live === 'function' || typeof live === 'undefined' && live !== undefined
    if (recorded === undefined) return this.differ(where, 'nothing is recorded')
    if (isMissing(recorded)) return this.missing(recorded, live, where, depth, isObject)
    if (isRef(recorded)) {
      if (!isObject) return this.differ(where, `an object is recorded for ${typeof live}`)
      return this.reference(recorded.ref, live as object, where, depth)
    }
    if (isObject) return this.differ(where, `${JSON.stringify(recorded).slice(0, 100)} is recorded for an object`)
    const plain = typeof recorded === 'object' && recorded !== null ? undefined : recorded
    if (plain !== undefined) {
      if (!Object.is(plain, live)) this.differ(where, `${JSON.stringify(plain).slice(0, 100)} is recorded for ${shown(live)}`)
      return
    }
    const expected = typedPrimitive(live, this.limits)
    if (JSON.stringify(recorded) !== JSON.stringify(expected)) this.differ(where, `${JSON.stringify(recorded).slice(0, 100)} is recorded, expected ${JSON.stringify(expected)?.slice(0, 100)}`)
  }

  private missing ({ missing, size, value, className }: MissingValue, live: unknown, where: string, depth: number, isObject: boolean): void {
    const name = /\.(\w+)$/.exec(where)?.[1] ?? ''
    switch (missing) {
      case 'depth': if (depth <= this.limits.maxDepth || !isObject) this.differ(where, `too deep at level ${depth}`); break
      case 'total': if (this.nodes.length < this.limits.maxTotalItems || !isObject) this.differ(where, `one too many after ${this.nodes.length}`); break
      case 'string': {
        if (typeof live === 'bigint') {
          // Its digits are counted only where that is cheap.
          if (value !== undefined && !String(live).startsWith(value)) this.differ(where, 'digits that it has not')
          if (this.limits.maxStringLength > 20_000) this.differ(where, 'a bigint was cut that fits')
        } else if (typeof live !== 'string' || size !== live.length || live.length <= this.limits.maxStringLength) this.differ(where, `cut as a text of ${size}`)
        else if (!live.startsWith(value ?? '') || (value ?? '').length !== Math.min(this.limits.maxStringLength, live.length) && live.length < 2 ** 25) this.differ(where, 'cut wrongly')
        break
      }
      case 'masked': if (!SECRET_NAMES.has(name)) this.differ(where, `masked: ${shown(live)}`); break
      default: this.differ(where, `missing for the reason "${missing}"`)
    }
    if (className !== undefined && isObject && className !== this.cutName(classOf(live as object).name)) this.differ(where, `of class ${className}`)
  }

  private reference (index: number, live: object, where: string, depth: number): void {
    const node = this.nodes[index]
    if (node === undefined) return this.differ(where, `node ${index} does not exist`)
    const known = this.liveOf.get(index)
    if (known !== undefined) {
      if (known !== live) this.differ(where, `node ${index} is another object`)
      return
    }
    if (this.indexOf.has(live)) return this.differ(where, `one object is recorded as ${this.indexOf.get(live)} and ${index}`)
    this.liveOf.set(index, live)
    this.indexOf.set(live, index)
    this.queue.push({ node, live, where, depth })
  }

  private node (node: GraphNode, live: object, where: string, depth: number): void {
    const type = typeof live === 'function' ? 'function' : 'object'
    if (node.type !== type) this.differ(where, `is recorded as ${node.type}`)
    if (types.isProxy(live)) {
      const isEmpty = node.properties === undefined && node.elements === undefined && node.entries === undefined
      if (node.subtype !== 'proxy' || node.className !== 'Proxy' || !isEmpty || node.cut?.[0]?.reason !== 'proxy') this.differ(where, 'is a Proxy')
      return
    }
    const { name, prototypes } = classOf(live)
    // What has no class of its own V8 names by what it is.
    const ofKind = types.isModuleNamespaceObject(live) ? 'Module' : types.isMapIterator(live) ? 'MapIterator' : types.isSetIterator(live) ? 'SetIterator' : undefined
    if (node.className !== (ofKind ?? this.cutName(name)) && !(ofKind !== undefined && node.className === this.cutName(name))) this.differ(where, `is of class ${name}, recorded ${node.className}`)
    if (JSON.stringify(node.prototypes) !== JSON.stringify(prototypes)) this.differ(where, `has the classes ${JSON.stringify(prototypes)}, recorded ${JSON.stringify(node.prototypes)}`)
    if (isShallowByDesign(live, node.className)) {
      if (node.cut?.[0]?.reason !== 'depth' || node.properties !== undefined) this.differ(where, 'is to be named only')
      return
    }
    compareContents(this, node, live, where, depth + 1)
  }

  cutName (name: string): string {
    return name.length > this.limits.maxStringLength && name.length >= 6 ? `${name.slice(0, this.limits.maxStringLength)}…` : name
  }
}

function typedPrimitive (live: unknown, limits: Limits): unknown {
  if (live === undefined) return { type: 'undefined' }
  if (typeof live === 'number') return { type: 'number', value: Object.is(live, -0) ? '-0' : String(live) }
  if (typeof live === 'bigint') return { type: 'bigint', value: String(live) }
  if (typeof live !== 'symbol') return undefined
  const { description } = live
  if (description === undefined) return { type: 'symbol' }
  const isLong = description.length > limits.maxStringLength && description.length >= 6
  return { type: 'symbol', value: isLong ? `${description.slice(0, limits.maxStringLength)}…` : description }
}

const shown = (value: unknown): string => typeof value === 'bigint' ? 'a bigint' : JSON.stringify(String(value)).slice(0, 100)
