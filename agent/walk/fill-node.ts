import { types } from 'node:util'
import type { Cut, GraphNode, PropertyRecord, Value } from '../../src/model'
import {
  arrayIsArray, bigIntValueOf, booleanValueOf, dateGetTime, getOwnPropertyDescriptor, getOwnPropertySymbols,
  isExtensible, isFrozen, isSealed, lookUpGetter, mapSize, numberValueOf, ownKeys, regExpLiteral, setSize,
  stringValueOf, symbolValueOf, toStringOf,
} from '../primordials'
import { mapIterator, mapIteratorNext, setIterator, setIteratorNext } from './collection-items'
import { dataValue } from './data-value'
import { isWithoutHoles } from './element-keys'
import { noteList } from './bound-values'
import { fillBytes } from './fill-bytes'
import { fillFunction } from './fill-function'
import { isPlainNumber, type GraphWalk } from './graph-walk'
import { maskNeighbours } from './list-secrets'
import { isRealmGlobal } from './machinery'
import { nameInMap } from './name-beside'
import { temporalText } from './temporal-text'
import type { Turn } from './walk-queue'

/** An object on its way into the graph. */
export interface WalkedObject {
  object: object
  node: GraphNode
  /** Of the node in the graph. */
  index: number
  /** Levels below the nearest variable that it was found from: 1 for what a variable holds. */
  depth: number
  isEntered: boolean
  turn: Turn
  isProxy: boolean
  mayHavePrivates: boolean
  /** It has too many elements for a list of its keys: V8 is asked for the others. */
  hasUnlistedKeys?: true
}

/** Beyond this many elements, listing all keys to find the few that are no indexes costs too much; V8 is asked instead. */
const MAX_KEYED_LENGTH = 2000
/** Where V8 cannot be asked: 1 ms for 10,000. */
const MAX_LISTED_LENGTH = 20_000

/** Records what the object holds into its node. Whatever refers to other objects puts those on the walk's next level. */
export function fillNode (walk: GraphWalk, walked: WalkedObject): void {
  const { object, node } = walked
  if (walked.isProxy) {
    node.subtype = 'proxy'
    node.cut = [{ what: 'properties', reason: 'proxy', count: 0 }]
    walk.count('proxy')
    walk.wantInsight(walked)
    return
  }
  if (walk.isShallow(object) || isModulePlumbing(object, node.className) || isRealmGlobal(object)) {
    node.cut = [{ what: 'properties', reason: 'depth', count: 0 }]
    walk.count('depth')
    return
  }
  if (walked.mayHavePrivates) walk.wantInsight(walked)
  if (typeof object === 'function') {
    fillFunction(walk, walked)
  } else if (arrayIsArray(object)) {
    node.subtype = 'array'
    fillArray(walk, walked, object)
  } else {
    fillSpecial(walk, walked)
  }
  // Of a module's namespace nothing can be frozen, and to ask throws while an export is in its temporal dead zone.
  if (node.subtype !== 'module' && !isExtensible(object)) {
    if (isFrozen(object)) node.isFrozen = true
    else if (isSealed(object)) node.isSealed = true
    else node.isNonExtensible = true
  }
}

function fillArray (walk: GraphWalk, walked: WalkedObject, array: readonly unknown[]): void {
  const { node } = walked
  const { length } = array
  const kept = length < walk.limits.maxItems ? length : walk.limits.maxItems
  const elements: Value[] = new Array(kept)
  const isWhole = kept === length && isWithoutHoles(array)
  if (length > 1) noteList(walk, array)
  const bound = walk.bound.of(array)
  for (let index = 0; index < kept; index++) {
    const name = bound?.get(`${index}`)
    if (name !== undefined) {
      elements[index] = walk.named(name, dataValue(array, index))
      continue
    }
    if (isWhole && lookUpGetter(array, index) === undefined) {
      const value = array[index]
      // Lists of numbers are the largest of all: a call less for each. An `undefined` may be that of a setter without a getter.
      if (typeof value === 'number' && isPlainNumber(value)) {
        elements[index] = value
        continue
      }
      if (value !== undefined) {
        elements[index] = walk.value(value)
        continue
      }
    }
    elements[index] = element(walk, node, array, index)
  }
  maskNeighbours(walk, elements, length)
  node.size = length
  node.elements = elements
  if (length > kept) cut(walk, node, { what: 'elements', reason: 'items', count: length - kept })
  // Not by Node's `inspect`, which knows how to list the others alone: it reads the constructor's name of what they hold.
  if (length > MAX_KEYED_LENGTH && (walk.hasInsight || length > MAX_LISTED_LENGTH)) return fillUnlisted(walk, walked)
  const keys = ownKeys(array)
  // Indexes come first and `length` right after them: it is the last key of an array without properties.
  if (keys[keys.length - 1] !== 'length') fillProperties(walk, walked, keys, isElementKey)
}

function element (walk: GraphWalk, node: GraphNode, array: readonly unknown[], index: number): Value {
  const descriptor = getOwnPropertyDescriptor(array, index)
  if (descriptor === undefined) {
    if (node.holes === undefined) node.holes = [index]
    else node.holes[node.holes.length] = index
    return { type: 'undefined' }
  }
  if (descriptor.get !== undefined || descriptor.set !== undefined) return walk.absent('getter')
  return walk.value(descriptor.value)
}

/** `length` and array indexes, which are in `size` and `elements` already. */
function isElementKey (key: string | symbol): boolean {
  return typeof key === 'string' && (key === 'length' || isArrayIndex(key))
}

/** A whole number below 2 ** 32 - 1, as JavaScript has it: `'1.5'` and `'Infinity'` are properties like any other. */
function isArrayIndex (key: string): boolean {
  const index = +key
  return index >>> 0 === index && index !== 4294967295 && toStringOf(index) === key
}

export function fillProperties (
  walk: GraphWalk, walked: WalkedObject, keys: readonly (string | symbol)[], isSkipped?: (key: string | symbol) => boolean,
): void {
  const { object, node } = walked
  const properties: PropertyRecord[] = []
  let left = 0
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    if (isSkipped !== undefined && isSkipped(key)) continue
    if (properties.length >= walk.limits.maxItems) {
      left++
      continue
    }
    properties[properties.length] = walk.property(object, key)
  }
  if (properties.length > 0) node.properties = properties
  if (left > 0) cut(walk, node, { what: 'properties', reason: 'items', count: left })
}

/** Symbols are listed apart from elements; names only with them, so that V8 has to tell. */
function fillUnlisted (walk: GraphWalk, walked: WalkedObject): void {
  fillProperties(walk, walked, getOwnPropertySymbols(walked.object))
  walked.hasUnlistedKeys = true
  if (walk.hasInsight) walk.wantInsight(walked)
  else if (walked.node.subtype === 'array') cut(walk, walked.node, { what: 'properties', reason: 'items', count: 0 })
}

export function cut (walk: GraphWalk, node: GraphNode, what: Cut): void {
  walk.count(what.reason)
  if (node.cut === undefined) node.cut = [what]
  else node.cut[node.cut.length] = what
}

function fillSpecial (walk: GraphWalk, walked: WalkedObject): void {
  const { object, node } = walked
  let isSkipped: ((key: string | symbol) => boolean) | undefined
  if (types.isNativeError(object)) {
    node.subtype = 'error'
    return fillError(walk, walked)
  } else if (types.isMap(object)) {
    node.subtype = 'map'
    fillMap(walk, node, object)
  } else if (types.isSet(object)) {
    node.subtype = 'set'
    fillSet(walk, node, object)
  } else if (types.isDate(object)) {
    node.subtype = 'date'
    const time = dateGetTime(object)
    node.value = time === time ? time : null
  } else if (types.isRegExp(object)) {
    node.subtype = 'regexp'
    node.value = walk.value(regExpLiteral(object))
    isSkipped = key => key === 'lastIndex' && getOwnPropertyDescriptor(object, key)?.value === 0
  } else if (types.isPromise(object)) {
    node.subtype = 'promise'
    walk.wantInsight(walked)
  } else if (types.isTypedArray(object) || types.isDataView(object) || types.isAnyArrayBuffer(object)) {
    isSkipped = fillBytes(walk, node, object)
    if (isSkipped !== undefined && node.size! > MAX_KEYED_LENGTH) return fillUnlisted(walk, walked)
  } else if (types.isBoxedPrimitive(object)) {
    node.subtype = 'boxed'
    const primitive = unbox(object)
    node.value = walk.value(primitive)
    if (typeof primitive === 'string') {
      if (primitive.length > MAX_KEYED_LENGTH) return fillUnlisted(walk, walked)
      const { length } = primitive
      isSkipped = key => key === 'length' || (typeof key === 'string' && isArrayIndex(key) && +key < length)
    }
  } else if (types.isArgumentsObject(object)) {
    node.subtype = 'arguments'
  } else if (types.isWeakMap(object)) node.subtype = 'weakmap'
  else if (types.isWeakSet(object)) node.subtype = 'weakset'
  else if (types.isGeneratorObject(object)) {
    node.subtype = 'generator'
    walk.wantInsight(walked)
  } else if (types.isMapIterator(object) || types.isSetIterator(object)) {
    node.subtype = 'iterator'
    node.className = types.isMapIterator(object) ? 'MapIterator' : 'SetIterator'
    walk.wantInsight(walked)
  } else if (types.isModuleNamespaceObject(object)) {
    node.subtype = 'module'
    node.className = 'Module'
  } else if (types.isExternal(object)) node.subtype = 'external'
  else if (walk.classNames.of(object).isOpaque) cut(walk, node, { what: 'internals', reason: 'unavailable', count: 0 })
  else {
    const text = temporalText(object, node.className)
    if (text !== undefined) node.value = walk.value(text)
  }
  // Whether it is one, only V8 can tell: see insight.ts.
  if (node.className === 'WeakRef' || node.prototypes?.includes('WeakRef') === true) walk.wantInsight(walked)
  fillProperties(walk, walked, ownKeys(object), isSkipped)
}

/** `stack` is left alone: on Node 20 to look at it is to format it, which the program's `prepareStackTrace` would notice. */
function fillError (walk: GraphWalk, walked: WalkedObject): void {
  fillProperties(walk, walked, ownKeys(walked.object), key => key === 'stack')
}

function fillMap (walk: GraphWalk, node: GraphNode, map: Map<unknown, unknown>): void {
  const size = mapSize(map)
  const iterator = mapIterator(map)
  const entries: [Value, Value][] = []
  for (let index = 0; index < size && index < walk.limits.maxItems; index++) {
    const { value } = mapIteratorNext(iterator as never) as { value: [unknown, unknown] }
    const key = value[0]
    entries[index] = [walk.value(key), typeof key === 'string' ? walk.named(nameInMap(map, key), value[1]) : walk.value(value[1])]
  }
  node.size = size
  node.entries = entries
  if (size > entries.length) cut(walk, node, { what: 'entries', reason: 'items', count: size - entries.length })
}

function fillSet (walk: GraphWalk, node: GraphNode, set: Set<unknown>): void {
  const size = setSize(set)
  const iterator = setIterator(set)
  const elements: Value[] = []
  for (let index = 0; index < size && index < walk.limits.maxItems; index++) {
    elements[index] = walk.value((setIteratorNext(iterator as never) as { value: unknown }).value)
  }
  node.size = size
  node.elements = elements
  if (size > elements.length) cut(walk, node, { what: 'elements', reason: 'items', count: size - elements.length })
}

function unbox (object: object): unknown {
  if (types.isNumberObject(object)) return numberValueOf(object as never)
  if (types.isStringObject(object)) return stringValueOf(object as never)
  if (types.isBooleanObject(object)) return booleanValueOf(object as never)
  if (types.isBigIntObject(object)) return bigIntValueOf(object as never)
  return symbolValueOf(object as never)
}

/** `module` and `require` of CommonJS: they lead to every module of the program and to none of the bug's data. */
function isModulePlumbing (object: object, className: string): boolean {
  if (className === 'Module') return getOwnPropertyDescriptor(object, 'children') !== undefined
  if (typeof object !== 'function') return false
  return getOwnPropertyDescriptor(object, 'cache') !== undefined && getOwnPropertyDescriptor(object, 'main') !== undefined &&
    getOwnPropertyDescriptor(object, 'resolve') !== undefined
}
