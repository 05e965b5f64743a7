import type { GraphNode } from '../../../src/model'
import { OwnMap, mapGet, mapSet } from './originals'

/** What was rebuilt of the graph. */
export interface Heap {
  nodes: GraphNode[]
  /** By index of the node; undefined until something asks for it. */
  objects: (object | undefined)[]
  /** Index of the node that an object stands for. */
  refs: Map<object, number>
  /** Where an object was come upon first: in the object of node `parents[ref]` (-1 for a variable), under `keys[ref]`. */
  parents: (number | undefined)[]
  keys: (string | symbol | number)[]
  /** Stack texts of the errors that the crash tells of, by node. */
  stacks: Map<number, string>
  /** Indexes of what was built, in that order. */
  built: number[]
  /** Own keys of each object when it was built. */
  keyCounts: number[]
}

export const heap: Heap = { nodes: [], objects: [], refs: new OwnMap(), parents: [], keys: [], stacks: new OwnMap(), built: [], keyCounts: [] }

export const refOf = (object: object): number | undefined => mapGet(heap.refs, object) as number | undefined
export const setRef = (object: object, ref: number): void => { mapSet(heap.refs, object, ref) }

const MAX_STEPS = 12

/** An expression that leads to the object of a node, as far as is known: `order.items[2]`. */
export function placeOf (ref: number): string {
  let text = ''
  let at: number | undefined = ref
  for (let steps = 0; at !== undefined && steps < MAX_STEPS; steps++) {
    const parent: number | undefined = heap.parents[at]
    if (parent === undefined) return text === '' ? `a ${heap.nodes[at]?.className ?? 'value'}` : `…${text}`
    if (parent < 0) return String(heap.keys[at]) + text
    text = labelOf(heap.keys[at]!) + text
    at = parent
  }
  return `…${text}`
}

/** Notes the first place where an object was come upon; `parent` -1 for a variable, whose name `key` is, which comes before any other. */
export function noteOrigin (ref: number, parent: number, key: string | symbol | number): void {
  if (heap.parents[ref] !== undefined && (parent >= 0 || heap.parents[ref] === -1)) return
  heap.parents[ref] = parent
  heap.keys[ref] = key
}

export const memberPlace = (ref: number, label: string): string => placeOf(ref) + label

export function labelOf (key: string | symbol | number): string {
  if (typeof key === 'number') return `[${key}]`
  // A call, or an internal slot.
  if (typeof key === 'string' && /^(?:\.|\[\[)/.test(key)) return key
  if (typeof key === 'symbol') return `[${String(key).replace(/^Symbol\((Symbol\.\w+)\)$/, '$1')}]`
  if (/^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.test(key)) return `.${key}`
  const text = JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)
  return `[${text}]`
}
