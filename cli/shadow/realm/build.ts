import type { GraphNode, PropertyRecord, Value } from '../../../src/model'
import { cutSentence, missingSentence } from '../../../src/postmortem/missing-sentence'
import { shellOf } from './shells'
import { guarded, isAsked } from './guard'
import { heap, labelOf, memberPlace, noteOrigin, placeOf, setRef } from './heap'
import { markCut } from './listings'
import {
  OwnMap, OwnWeakMap, create, defineProperty, freeze, getPrototypeOf, mapGet, mapSet, ownKeys, preventExtensions, reflectDefine, seal, setPrototypeOf, weakGet, weakSet,
} from './originals'
import { refusal } from './refusal'

/** What stands for a value that is not there. */
export interface Absent { absent: () => Error, missing: Value }
export type Rebuilt = { value: unknown } | Absent
export const isAbsent = (rebuilt: Rebuilt): rebuilt is Absent => 'absent' in rebuilt

/** The language's own value for a recorded one. `place` names it in messages. */
export function rebuild (value: Value, place: () => string): Rebuilt {
  if (value === null || typeof value !== 'object') return { value }
  if ('ref' in value) return { value: objectOf(value.ref) }
  if ('missing' in value) return { missing: value, absent: () => value.missing === 'uninitialized' ? new ReferenceError(missingSentence(place(), value)) : refusal(missingSentence(place(), value)) }
  switch (value.type) {
    case 'undefined': return { value: undefined }
    case 'number': return { value: Number(value.value) }
    case 'bigint':
      try { return { value: BigInt(value.value) } } catch { return { missing: UNAVAILABLE, absent: () => refusal(missingSentence(place(), UNAVAILABLE)) } }
    case 'symbol': return { value: symbolOf(value.value) }
    default: return { missing: UNAVAILABLE, absent: () => refusal(missingSentence(place(), UNAVAILABLE)) }
  }
}

const UNAVAILABLE = { missing: 'unavailable' } as const

/** The value, or an error that says why there is none. */
export const valueOrRefuse = (rebuilt: Rebuilt): unknown => {
  if (isAbsent(rebuilt)) throw rebuilt.absent()
  return rebuilt.value
}

const symbols = new OwnMap<string, symbol>()
for (const key of ['iterator', 'asyncIterator', 'hasInstance', 'toPrimitive', 'toStringTag', 'species', 'isConcatSpreadable', 'unscopables', 'match', 'matchAll',
  'replace', 'search', 'split', 'dispose', 'asyncDispose'] as const) {
  const symbol = (Symbol as unknown as Record<string, symbol | undefined>)[key]
  if (symbol !== undefined) mapSet(symbols, `Symbol.${key}`, symbol)
}

/** One symbol for each description, and one without: the capsule knows no more of them. */
export function symbolOf (description: string | undefined): symbol {
  const key = description === undefined ? '\0' : description
  let symbol = mapGet(symbols, key) as symbol | undefined
  if (symbol === undefined) {
    symbol = description === undefined ? Symbol() : Symbol(description)
    mapSet(symbols, key, symbol)
  }
  return symbol
}

let open: number[] = []
let isBuilding = false

/** The object of a node, rebuilt with everything that it leads to. */
export function objectOf (ref: number): object {
  const object = shell(ref)
  if (isBuilding) return object
  isBuilding = true
  try {
    // A plain loop: no chain of objects is too long for it.
    for (let at = 0; at < open.length; at++) fill(open[at]!)
  } finally {
    open = []
    isBuilding = false
  }
  return object
}

function shell (ref: number): object {
  const existing = heap.objects[ref]
  if (existing !== undefined) return existing
  const node = heap.nodes[ref]
  if (node === undefined) return {}
  const object = shellOf(ref, node)
  heap.objects[ref] = object
  setRef(object, ref)
  heap.built[heap.built.length] = ref
  open[open.length] = ref
  return object
}

/** Notes where an object was come upon, and gives what stands for the value. */
export function member (ref: number, key: string | symbol | number, value: Value): Rebuilt {
  if (value === null || typeof value !== 'object') return { value }
  if ('ref' in value) {
    noteOrigin(value.ref, ref, key)
    return { value: objectOf(value.ref) }
  }
  return rebuild(value, () => memberPlace(ref, labelOf(key)))
}

function fill (ref: number): void {
  const node = heap.nodes[ref]!
  const object = heap.objects[ref]!
  if (node.subtype === 'proxy') return
  if (node.subtype === 'array') fillElements(ref, node, object as unknown[])
  let taken: Map<string, true> | undefined
  for (const record of node.properties ?? NONE) {
    // That of the language, which works.
    if (node.subtype === 'arguments' && record.symbol && record.name === 'Symbol.iterator') {
      defineProperty(object, Symbol.iterator, { value: Array.prototype.values, enumerable: false, writable: true, configurable: true })
      continue
    }
    let isSecond = false
    if (record.symbol) {
      taken ??= new OwnMap()
      isSecond = mapGet(taken, record.name) !== undefined
      mapSet(taken, record.name, true)
    }
    fillProperty(ref, object, record, isSecond)
  }
  if (node.subtype !== 'module') guardCuts(ref, node, object)
  if (expectedKeys(node) === undefined) heap.keyCounts[ref] = keyCount(object)
  if (node.isFrozen) freezeObject(object)
  else if (node.isSealed) seal(object)
  else if (node.isNonExtensible) preventExtensions(object)
}

/** How many keys the object of a node has when it is built, where that is plain to see: listing those of 100,000 takes 200 ms. */
export function expectedKeys ({ type, subtype, cut, properties = NONE, elements, holes, size }: GraphNode): number | undefined {
  if (type === 'function' || cut !== undefined) return undefined
  if (subtype === undefined) return properties.length
  const count = elements?.length ?? 0
  return subtype === 'array' && (size ?? count) <= count ? count - (holes?.length ?? 0) + 1 + properties.length : undefined
}

/** -1 for what refuses to list them. */
export function keyCount (object: object): number {
  try { return ownKeys(object).length } catch { return -1 }
}

/** Elements of typed arrays cannot be frozen, which only an attacker's capsule claims. */
function freezeObject (object: object): void {
  try { freeze(object) } catch {}
}

function fillElements (ref: number, node: GraphNode, array: unknown[]): void {
  const { elements = [], holes } = node
  const isHole = new OwnMap<number, true>()
  for (const index of holes ?? []) mapSet(isHole, index, true)
  for (let index = 0; index < elements.length; index++) {
    if (holes !== undefined && mapGet(isHole, index) !== undefined) continue
    define(array, index, member(ref, index, elements[index]!), true, true, true)
  }
  const length = node.size ?? elements.length
  if (length > array.length && length < 2 ** 32) array.length = length
}

function fillProperty (ref: number, object: object, record: PropertyRecord, isSecondSymbol: boolean): void {
  const { name, writable = true, enumerable = true, configurable = true } = record
  const key = record.symbol ? isSecondSymbol ? Symbol(name) : symbolOf(name) : name
  const rebuilt = member(ref, key, record.value)
  for (const accessor of [record.get, record.set]) if (accessor !== undefined) member(ref, key, accessor)
  define(object, key, rebuilt, writable, enumerable, configurable)
}

/** One for all, and without a prototype that an expression could put a getter on. */
const data = Object.assign(create(null), { value: undefined as unknown, writable: true, enumerable: true, configurable: true }) as
  { value: unknown, writable: boolean, enumerable: boolean, configurable: boolean }
const NONE: PropertyRecord[] = []

const absentGetters = new OwnWeakMap<object, Value>()

/** What a getter of ours stands for, undefined for other ones. */
export const missingOf = (getter: object): Value | undefined => weakGet(absentGetters, getter) as Value | undefined

/** A value that is not there is a getter that says why, and that an assignment replaces. */
export function define (object: object, key: string | symbol | number, rebuilt: Rebuilt, writable: boolean, enumerable: boolean, configurable: boolean): void {
  try {
    if ('value' in rebuilt) {
      data.value = rebuilt.value
      data.writable = writable
      data.enumerable = enumerable
      data.configurable = configurable
      reflectDefine(object, key, data)
      data.value = undefined
    } else {
      const get = (): never => { throw rebuilt.absent() }
      weakSet(absentGetters, get, rebuilt.missing)
      defineProperty(object, key, {
        enumerable, configurable, get,
        set (value) { defineProperty(this as object, key, { value, writable: true, enumerable: true, configurable: true }) },
      })
    }
  } catch {
    // A capsule that names a property twice, or one that such objects cannot have.
  }
}

/** Reading what a limit took off throws, and so does asking whether it is there, or `reduce` and its kind would step over it. */
function guardCuts (ref: number, node: GraphNode, object: object): void {
  const isList = node.subtype === 'array'
  if (node.cut === undefined && !isList) return
  const kept = (node.properties ?? NONE).length
  const properties = node.cut?.find(({ what }) => what === 'properties')
  const elements = isList ? node.cut?.find(({ what }) => what === 'elements') : undefined
  const keptElements = (node.elements ?? []).length
  const size = isList ? Math.min(node.size ?? keptElements, 2 ** 32 - 1) : 0
  if (properties === undefined && elements === undefined && size <= keptElements) return
  const cut = properties ?? elements ?? { what: 'elements', reason: 'unavailable', count: size - keptElements } as const
  const sentence = (): Error => refusal(properties !== undefined && cut === properties
    ? cutSentence(placeOf(ref), properties, kept) : cutSentence(placeOf(ref), cut, keptElements, size))
  const isBeyond = (key: string): boolean => {
    const index = Number(key)
    return index >= keptElements && index < size && String(index) === key
  }
  const base = getPrototypeOf(object)
  markCut(object, { kept: isList && properties === undefined ? keptElements : kept, left: cut.count, reason: cut.reason, sentence })
  const guard = guarded(base, key => {
    if (typeof key === 'string' && isList && isBeyond(key)) return refusal(cutSentence(placeOf(ref), elements ?? cut, keptElements, size))
    if (properties === undefined) return key === 'toJSON' && isList ? sentence() : undefined
    return key === 'toJSON' || !isAsked(key) ? sentence() : undefined
  }, { isLink: true, listing: sentence })
  setPrototypeOf(object, guard)
}
