import type { GraphNode, Subtype } from '../../../src/model'
import { base64 } from './base64'
import { visiblePrototype } from './guard'
import {
  bufferLength, classOf, dateTime, functionText, getOwnPropertyDescriptor, hasOwn, isArray, mapSize, regExpFlags, regExpSource, setSize, sharedBufferLength,
  bigintValue, booleanValue, numberValue, stringValue, symbolValue, typedArrayName, viewLength, weakHas, weakRefTarget, weakSetHas,
} from './originals'

const functionPrototypes: Readonly<Record<string, GraphNode['functionKind']>> = {
  AsyncFunction: 'async', GeneratorFunction: 'generator', AsyncGeneratorFunction: 'async generator',
}

/** What an object is, as the recorder would say it; its members come later. `from`: the node it was rebuilt from. */
export function describeObject (object: object, from: GraphNode | undefined): GraphNode {
  const type = typeof object === 'function' ? 'function' : 'object'
  const node: GraphNode = { type, className: 'Object' }
  try {
    const names = from === undefined ? classNames(object) : [from.className, ...from.prototypes ?? []]
    node.className = names[0] ?? 'Object'
    if (names.length > 1) node.prototypes = names.slice(1)
    const subtype = from === undefined ? subtypeOf(object) : from.subtype
    if (subtype !== undefined) node.subtype = subtype
    if (from?.functionKind !== undefined) node.functionKind = from.functionKind
    else if (type === 'function') node.functionKind = kindOf(object, node.className)
    if (subtype === 'date') {
      const time = dateTime(object)
      node.value = time === time ? time : null
    } else if (subtype === 'regexp') node.value = `/${regExpSource(object)}/${regExpFlags(object)}`
    else if (subtype === 'arraybuffer' || subtype === 'sharedarraybuffer' || subtype === 'dataview') fillBytes(object, node, subtype)
  } catch {
    // A proxy that the expression made.
  }
  return node
}

function classNames (object: object): (string | null)[] {
  const names: (string | null)[] = []
  let link = visiblePrototype(object)
  if (link === null) return ['Object', null]
  for (let steps = 0; link !== null && steps < 32; steps++) {
    const constructor = getOwnPropertyDescriptor(link, 'constructor')?.value as unknown
    const name = typeof constructor === 'function' ? getOwnPropertyDescriptor(constructor, 'name')?.value as unknown : undefined
    if (typeof name === 'string' && name !== '' && names[names.length - 1] !== name) names[names.length] = name.slice(0, 500)
    link = visiblePrototype(link)
  }
  const [first = 'Object', ...rest] = names
  return [first, ...rest.filter(name => name !== 'Object')]
}

function kindOf (object: object, className: string): GraphNode['functionKind'] {
  const known = hasOwn(functionPrototypes, className) ? functionPrototypes[className] : undefined
  if (known !== undefined) return known
  const text = functionText(object as () => void).slice(0, 64)
  if (/^class\b/.test(text)) return 'class'
  return getOwnPropertyDescriptor(object, 'prototype') === undefined && /^(?:async\b\s*)?(?:\(|[^\s(]+\s*=>)/.test(text) ? 'arrow' : 'function'
}

const BRANDS: [Subtype, (object: object) => unknown][] = [
  ['map', mapSize], ['set', setSize], ['date', dateTime], ['regexp', object => Object.prototype.toString.call(object) === '[object RegExp]' ? regExpFlags(object) : fail()],
  ['arraybuffer', bufferLength], ['sharedarraybuffer', sharedBufferLength], ['dataview', viewLength],
  ['weakmap', object => weakHas(object, {})], ['weakset', object => weakSetHas(object, {})], ['weakref', weakRefTarget],
  ['boxed', stringValue], ['boxed', numberValue], ['boxed', booleanValue], ['boxed', symbolValue], ['boxed', bigintValue],
]

function fail (): never {
  throw new TypeError()
}

function subtypeOf (object: object): Subtype | undefined {
  if (typeof object === 'function') return undefined
  if (isArray(object)) return 'array'
  const prototype = visiblePrototype(object)
  const text = classOf(object)
  if (text === '[object Error]') return 'error'
  if (text === '[object Arguments]') return 'arguments'
  if (prototype === Object.prototype || prototype === null) return undefined
  if (typedArrayName(object) !== undefined) return 'typedarray'
  if (/Generator\]$/.test(text)) return 'generator'
  if (/Iterator\]$/.test(text)) return 'iterator'
  for (const [subtype, brand] of BRANDS) {
    try {
      brand(object)
      return subtype
    } catch {}
  }
  return text === '[object Promise]' && object instanceof Promise ? 'promise' : undefined
}

const MAX_BYTES = 64 * 1024

function fillBytes (object: object, node: GraphNode, subtype: Subtype): void {
  const size = subtype === 'dataview' ? viewLength(object) : (object as ArrayBuffer).byteLength
  const kept = Math.min(size, MAX_BYTES)
  const view = object instanceof DataView ? new Uint8Array(object.buffer, object.byteOffset, kept) : new Uint8Array(object as ArrayBuffer, 0, kept)
  node.size = size
  node.bytes = base64(view)
  if (kept < size) node.cut = [{ what: 'bytes', reason: 'items', count: size - kept }]
}

