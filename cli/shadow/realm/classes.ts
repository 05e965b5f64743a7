import type { GraphNode } from '../../../src/model'
import { unknownMember } from '../../../src/postmortem/missing-sentence'
import { isIntrinsic } from '../../../src/postmortem/prototype-chain'
import { guarded, isAsked } from './guard'
import { bufferPrototype } from './buffer'
import { labelOf, memberPlace, refOf } from './heap'
import { OwnMap, create, defineProperty, getPrototypeOf, hasOwn, mapGet, mapSet, setPrototypeOf, typedArrayPrototype } from './originals'
import { refusal, refuse } from './refusal'

const byChain = new OwnMap<string, object>()
const byName = new OwnMap<string, object>()
const intrinsics = globalThis as unknown as Record<string, { prototype: object }>

/** Prototypes of the language that no name leads to. */
const FUNCTION_PROTOTYPES: Readonly<Record<string, object>> = {
  AsyncFunction: getPrototypeOf(async () => {}) as object,
  GeneratorFunction: getPrototypeOf(function * () {}) as object,
  AsyncGeneratorFunction: getPrototypeOf(async function * () {}) as object,
}
const known = new OwnMap<string, object>()
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = intrinsics[name] as unknown
  if (typeof value === 'function' && hasOwn(value, 'prototype')) mapSet(known, name, (value as unknown as { prototype: object }).prototype)
}

export function intrinsicPrototype (name: string): object | undefined {
  return hasOwn(FUNCTION_PROTOTYPES, name) ? FUNCTION_PROTOTYPES[name] : mapGet(known, name) as object | undefined
}

/**
 * The prototype of an object by the names of its chain: the language's own for built-ins, else one for each class, whose members are
 * unknown. All classes of one name and chain are one.
 */
export function prototypeFor (node: GraphNode): object | null {
  if (node.className === 'Object' && node.prototypes === undefined) return Object.prototype
  if (node.subtype !== undefined || node.prototypes !== undefined) return prototypeOfChain(node)
  let prototype = mapGet(single, node.className) as object | null | undefined
  if (prototype === undefined) {
    prototype = prototypeOfChain(node)
    mapSet(single, node.className, prototype)
  }
  return prototype
}

/** Those of objects without a chain to speak of. */
const single = new OwnMap<string, object | null>()

function prototypeOfChain (node: GraphNode): object | null {
  const names = [node.className, ...node.prototypes ?? []]
  let base: object | null = names.includes(null) ? null : Object.prototype
  let chain = base === null ? 'null' : ''
  for (let at = names.length - 1; at >= 0; at--) {
    const name = names[at]
    if (name === null || name === undefined || name === 'Object') continue
    const own = name === 'TypedArray' ? typedArrayPrototype
      : name === 'Buffer' && node.subtype === 'typedarray' ? bufferPrototype
        : isIntrinsic(name, node) ? intrinsicPrototype(name) : undefined
    chain = `${name}\0${chain}`
    base = own ?? classPrototype(name, base, chain)
  }
  return base
}

function classPrototype (name: string, base: object | null, chain: string): object {
  const existing = mapGet(byChain, chain) as object | undefined
  if (existing !== undefined) return existing
  const target = create(base) as object
  const prototype = guarded(target, (key, receiver) => isAsked(key) ? undefined : refusal(unknownMember(placeIn(receiver, key), name)))
  // The language's own `toString` is behind it, but the class may have one of its own.
  const isError = base !== null && (base === Error.prototype || hasBase(base, Error.prototype))
  for (const key of isError ? [...OVERRIDDEN, 'name'] : OVERRIDDEN) {
    defineProperty(target, key, { configurable: true, enumerable: false, get () { return refuse(unknownMember(placeIn(this, key), name)) }, set (value) { override(this as object, key, value) } })
  }
  const constructor = classFunction(name, prototype)
  defineProperty(target, 'constructor', { value: constructor, configurable: true, writable: true, enumerable: false })
  mapSet(byChain, chain, prototype)
  if (mapGet(byName, name) === undefined) mapSet(byName, name, prototype)
  return prototype
}

/** The member as far as it is known whose it is. */
export function placeIn (receiver: unknown, key: string | symbol): string {
  const ref = typeof receiver === 'object' && receiver !== null ? refOf(receiver) : undefined
  return ref === undefined ? labelOf(key).replace(/^\./, '') : memberPlace(ref, labelOf(key))
}

const OVERRIDDEN = ['toString', 'valueOf', 'toLocaleString']

function hasBase (object: object, base: object): boolean {
  for (let link = getPrototypeOf(object); link !== null; link = getPrototypeOf(link)) if (link === base) return true
  return false
}

function classFunction (name: string, prototype: object): object {
  const constructor = function (): never { return refuse(`${name} is a class of the program, and captured classes do not run`) }
  defineProperty(constructor, 'name', { value: name, configurable: true })
  defineProperty(constructor, 'prototype', { value: prototype, writable: false })
  return constructor
}

const override = (object: object, key: string, value: unknown): void => { defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true }) }

/** The prototype of the class of that name, for a captured class itself; undefined if the graph has none of its objects. */
export const classPrototypeNamed = (name: string): object | undefined => mapGet(byName, name) as object | undefined

/** A captured class is its objects' constructor. */
export function adoptClass (constructor: object, name: string): object {
  const prototype = classPrototypeNamed(name) ?? classPrototype(name, Object.prototype, `${name}\0`)
  if (!hasOwn(constructor, 'prototype') || Object.getOwnPropertyDescriptor(constructor, 'prototype')!.configurable === false) {
    try { defineProperty(constructor, 'prototype', { value: prototype }) } catch {}
  }
  defineProperty(prototype, 'constructor', { value: constructor, configurable: true, writable: true, enumerable: false })
  return prototype
}

/** The constructor for the right side of `instanceof`. */
export function constructorNamed (name: string): object | undefined {
  const prototype = classPrototypeNamed(name)
  return prototype === undefined ? undefined : Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value as object | undefined
}

/** Makes the prototypes of all classes in the graph: a class may be asked for before any of its objects is. */
export function knowClasses (nodes: readonly GraphNode[]): void {
  for (const node of nodes) if (node.subtype !== 'proxy' && (node.className !== 'Object' || node.prototypes !== undefined)) prototypeFor(node)
}

export function withPrototype<T extends object> (object: T, prototype: object | null): T {
  setPrototypeOf(object, prototype)
  return object
}
