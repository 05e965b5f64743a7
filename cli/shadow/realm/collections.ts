import type { GraphNode } from '../../../src/model'
import { cutSentence } from '../../../src/postmortem/missing-sentence'
import { isAbsent, member, valueOrRefuse, type Rebuilt } from './build'
import { placeOf } from './heap'
import { OwnWeakMap, apply, defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames, mapSet, setAdd, weakGet, weakSet } from './originals'
import { refusal, refuse } from './refusal'

/** A collection of which something is missing: `entries` are in order, with what stands for missing keys and values. */
interface Partial { ref: number, entries: [Rebuilt, Rebuilt][], size: number, rest?: () => Error }

const partials = new OwnWeakMap<object, Partial>()
const unknown = new OwnWeakMap<object, number>()

export function fillMap<T extends object> (ref: number, node: GraphNode, map: T): T {
  const entries = (node.entries ?? []).map(([key, value], index): [Rebuilt, Rebuilt] => {
    const label = typeof key === 'string' ? `.get(${JSON.stringify(key)})` : `.entry(${index})`
    return [member(ref, `${label} (key)`, key), memberNamed(ref, label, value)]
  })
  return fill(ref, node, map, entries, 'entries', (key, value) => mapSet(map, key, value))
}

export function fillSet<T extends object> (ref: number, node: GraphNode, set: T): T {
  const entries = (node.elements ?? []).map((value, index): [Rebuilt, Rebuilt] => {
    const rebuilt = member(ref, index, value)
    return [rebuilt, rebuilt]
  })
  return fill(ref, node, set, entries, 'elements', key => setAdd(set, key))
}

const memberNamed = member

/** A WeakMap or WeakSet: V8 tells nobody what is in it. */
export function markUnknown<T extends object> (ref: number, collection: T): T {
  weakSet(unknown, collection, ref)
  return collection
}

function fill<T extends object> (
  ref: number, node: GraphNode, collection: T, entries: [Rebuilt, Rebuilt][], what: 'entries' | 'elements', add: (key: unknown, value: unknown) => void,
): T {
  const cut = node.cut?.find(each => each.what === what)
  const size = Math.max(node.size ?? entries.length, entries.length)
  const isWhole = cut === undefined && size === entries.length && !entries.some(([key, value]) => isAbsent(key) || isAbsent(value))
  for (const [key, value] of entries) if (!isAbsent(key)) add(key.value, isAbsent(value) ? undefined : value.value)
  if (isWhole) return collection
  const left = cut ?? { what, reason: 'unavailable', count: size - entries.length } as const
  weakSet(partials, collection, {
    ref, entries, size,
    ...(cut !== undefined || size > entries.length) && { rest: () => refusal(cutSentence(placeOf(ref), left, entries.length, size)) },
  })
  return collection
}

const partialOf = (self: unknown): Partial | undefined => typeof self === 'object' && self !== null ? weakGet(partials, self) as Partial | undefined : undefined

function * entriesOf ({ entries, rest }: Partial): Generator<[Rebuilt, Rebuilt]> {
  for (const entry of entries) yield entry
  if (rest !== undefined) throw rest()
}

function find (partial: Partial, key: unknown): [Rebuilt, Rebuilt] | undefined {
  let missing: (() => Error) | undefined
  for (const entry of partial.entries) {
    if (isAbsent(entry[0])) missing = entry[0].absent
    else if (entry[0].value === key || (entry[0].value !== entry[0].value && key !== key)) return entry
  }
  // The key may be one of those that are not there.
  if (partial.rest !== undefined) throw partial.rest()
  if (missing !== undefined) throw missing()
  return undefined
}

type Answer = (partial: Partial, self: object, args: unknown[]) => unknown
const list = (pick: (entry: [Rebuilt, Rebuilt]) => unknown): Answer => partial => (function * () {
  for (const entry of entriesOf(partial)) yield pick(entry)
})()
const both = ([key, value]: [Rebuilt, Rebuilt]): [unknown, unknown] => [valueOrRefuse(key), valueOrRefuse(value)]
const has: Answer = (partial, _, [key]) => find(partial, key) !== undefined
const forEach: Answer = (partial, self, [callback, thisArgument]) => {
  for (const entry of entriesOf(partial)) {
    const [key, value] = both(entry)
    apply(callback as () => void, thisArgument, [value, key, self])
  }
}
const MAP: Record<string, Answer> = {
  get: (partial, _, [key]) => {
    const entry = find(partial, key)
    return entry === undefined ? undefined : valueOrRefuse(entry[1])
  },
  has, forEach, entries: list(both), keys: list(([key]) => valueOrRefuse(key)), values: list(([, value]) => valueOrRefuse(value)),
}
const SET: Record<string, Answer> = { has, forEach, entries: list(both), keys: list(([key]) => valueOrRefuse(key)), values: list(([key]) => valueOrRefuse(key)) }

/** Makes the methods of collections honest about those of which something is missing. Other collections are left to the language. */
export function patchCollections (): void {
  patch(Map.prototype, MAP)
  patch(Set.prototype, SET)
  for (const prototype of [WeakMap.prototype, WeakSet.prototype]) {
    for (const name of ['get', 'has']) {
      wrap(prototype, name, (original, self, args) => {
        const ref = typeof self === 'object' && self !== null ? weakGet(unknown, self) : undefined
        return ref === undefined ? apply(original, self, args) : refuse(`what ${placeOf(ref)} holds is not known: V8 tells nobody`)
      })
    }
  }
}

function patch (prototype: object, answers: Record<string, Answer>): void {
  for (const name of getOwnPropertyNames(prototype)) {
    const { value, get } = getOwnPropertyDescriptor(prototype, name)!
    if (name === 'constructor') continue
    if (name === 'size') {
      defineProperty(prototype, 'size', { configurable: true, get (this: object) { return partialOf(this)?.size ?? apply(get!, this, []) } })
    } else if (typeof value === 'function') {
      wrap(prototype, name, (original, self, args) => {
        const partial = partialOf(self)
        if (partial === undefined) return apply(original, self, args)
        const answer = answers[name]
        if (answer !== undefined) return answer(partial, self as object, args)
        throw partial.rest?.() ?? refusal(`${placeOf(partial.ref)} has entries that were not recorded`)
      })
    }
  }
  const first = prototype === Map.prototype ? 'entries' : 'values'
  const { value } = getOwnPropertyDescriptor(prototype, first)!
  defineProperty(prototype, Symbol.iterator, { value, configurable: true, writable: true })
  if (prototype === Set.prototype) defineProperty(prototype, 'keys', { value, configurable: true, writable: true })
}

function wrap (prototype: object, name: string, answer: (original: () => unknown, self: unknown, args: unknown[]) => unknown): void {
  const descriptor = getOwnPropertyDescriptor(prototype, name)
  if (typeof descriptor?.value !== 'function') return
  const original = descriptor.value as (() => unknown) & { length: number }
  const wrapped = { [name] (...args: unknown[]) { return answer(original, this, args) } }[name]!
  defineProperty(wrapped, 'length', { value: original.length, configurable: true })
  defineProperty(prototype, name, { ...descriptor, value: wrapped })
}
