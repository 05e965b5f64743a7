import type { GraphNode, PropertyRecord, Value } from '../../../../src/model'
import { isMissing, isRef } from '../../../../src/model'

/**
 * Values made anew from what was recorded of a plain graph, complete and without limits, so that Node's own `inspect` and others can
 * compare them with the original. `symbolOf` finds the symbol of a description, `prototypeOf` the prototype of a node.
 */
export class Rebuilt {
  private readonly made = new Map<number, unknown>()

  constructor (
    private readonly nodes: readonly GraphNode[],
    private readonly liveOf: ReadonlyMap<number, object>,
  ) {}

  value (recorded: Value, live: unknown): unknown {
    if (typeof recorded !== 'object' || recorded === null) return recorded
    if (isMissing(recorded)) throw new Error(`missing for the reason ${recorded.missing}`)
    if (isRef(recorded)) return this.object(recorded.ref)
    switch (recorded.type) {
      case 'undefined': return undefined
      case 'number': return Number(recorded.value)
      case 'bigint': return BigInt(recorded.value)
      // A symbol is equal to itself alone: the description was compared, the original stands in.
      default: return live
    }
  }

  private object (index: number): unknown {
    if (this.made.has(index)) return this.made.get(index)
    const node = this.nodes[index]!
    const live = this.liveOf.get(index)!
    const made = this.empty(node, live)
    this.made.set(index, made)
    if (made instanceof Map) for (const [at, [key, value]] of [...node.entries!.entries()]) {
      const [liveKey, liveValue] = [...(live as Map<unknown, unknown>)][at]!
      made.set(this.value(key, liveKey), this.value(value, liveValue))
    } else if (made instanceof Set) node.elements!.forEach((each, at) => made.add(this.value(each, [...(live as Set<unknown>)][at])))
    else if (Array.isArray(made)) {
      made.length = node.size!
      node.elements!.forEach((each, at) => { if (!node.holes?.includes(at)) made[at] = this.value(each, (live as unknown[])[at]) })
    }
    this.addProperties(made as object, node.properties ?? [], live)
    return made
  }

  private empty (node: GraphNode, live: object): unknown {
    switch (node.subtype) {
      case 'map': return new Map()
      case 'set': return new Set()
      case 'array': return []
      case 'date': return new Date(node.value === null ? NaN : node.value as number)
      case 'regexp': {
        const [, source, flags] = /^\/([^]*)\/([a-z]*)$/.exec(node.value as string)!
        return new RegExp(source!, flags)
      }
      case 'boxed': return Object(this.value(node.value!, live.valueOf()))
      case 'arraybuffer': return new Uint8Array(Buffer.from(node.bytes!, 'base64')).buffer
      case 'dataview': return new DataView(new Uint8Array(Buffer.from(node.bytes!, 'base64')).buffer)
      case 'typedarray': {
        if (node.className === 'Buffer') return Buffer.from(node.bytes!, 'base64')
        const type = (globalThis as unknown as Record<string, new (of: unknown) => object>)[node.className]!
        return new type(node.bytes === undefined ? node.elements!.map(each => this.value(each, undefined)) : Buffer.from(node.bytes, 'base64'))
      }
      default: return node.prototypes?.[0] === null ? Object.create(null) : {}
    }
  }

  private addProperties (made: object, properties: readonly PropertyRecord[], live: object): void {
    const symbols = Object.getOwnPropertySymbols(live)
    for (const { name, symbol, value, writable, enumerable, configurable } of properties) {
      const key = symbol ? symbols.shift()! : name
      Reflect.defineProperty(made, key, { value: this.value(value, Object.getOwnPropertyDescriptor(live, key)!.value),
        writable: writable !== false, enumerable: enumerable !== false, configurable: configurable !== false })
    }
  }
}
