import type { GraphNode } from '../../../src/model'
import { OwnMap, mapGet, mapSet } from './originals'

/** Where an object was come upon first: in the object of node `parent`, under `label`. Roots have no parent. */
interface Origin { parent?: number, label: string }

/** What was rebuilt of the graph. */
export interface Heap {
  nodes: GraphNode[]
  /** By index of the node; undefined until something asks for it. */
  objects: (object | undefined)[]
  /** Index of the node that an object stands for. */
  refs: Map<object, number>
  origins: (Origin | undefined)[]
  /** Stack texts of the errors that the crash tells of, by node. */
  stacks: Map<number, string>
  /** Indexes of what was built, in that order. */
  built: number[]
  /** Own keys of each object when it was built. */
  keyCounts: number[]
}

export const heap: Heap = { nodes: [], objects: [], refs: new OwnMap(), origins: [], stacks: new OwnMap(), built: [], keyCounts: [] }

export const refOf = (object: object): number | undefined => mapGet(heap.refs, object) as number | undefined
export const setRef = (object: object, ref: number): void => { mapSet(heap.refs, object, ref) }

const MAX_STEPS = 12

/** An expression that leads to the object of a node, as far as is known: `order.items[2]`. */
export function placeOf (ref: number): string {
  let text = ''
  let at: number | undefined = ref
  for (let steps = 0; at !== undefined && steps < MAX_STEPS; steps++) {
    const origin: Origin | undefined = heap.origins[at]
    if (origin === undefined) return text === '' ? `a ${heap.nodes[at]?.className ?? 'value'}` : `…${text}`
    text = origin.label + text
    if (origin.parent === undefined) return text
    at = origin.parent
  }
  return `…${text}`
}

export const memberPlace = (ref: number, label: string): string => placeOf(ref) + label

export function labelOf (key: string | symbol | number): string {
  if (typeof key === 'number') return `[${key}]`
  if (typeof key === 'symbol') return `[${String(key)}]`
  if (/^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.test(key)) return `.${key}`
  const text = JSON.stringify(key.length > 60 ? `${key.slice(0, 60)}…` : key)
  return `[${text}]`
}
