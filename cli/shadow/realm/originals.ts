/**
 * The language's own functions as they were before any expression ran: what an expression changes is its own, and must not change how
 * answers are made.
 */
export const {
  ownKeys, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, isExtensible, preventExtensions, get: reflectGet, set: reflectSet, has: reflectHas,
  apply, defineProperty: reflectDefine, construct,
} = Reflect
export const { is, freeze, seal, isFrozen, isSealed, defineProperty, create, getOwnPropertyNames, getOwnPropertySymbols, keys: objectKeys } = Object
export const { isArray } = Array
export const { parse, stringify } = JSON
/** `call` bound to `call`: `uncurry(f)(self, …)` is `f.call(self, …)`. */
export const uncurry = Function.prototype.bind.bind(Function.prototype.call) as
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  <A extends any[], R>(f: (this: any, ...args: A) => R) => (self: unknown, ...args: A) => R
const getter = (prototype: object, key: string | symbol): ((self: unknown) => unknown) => uncurry(getOwnPropertyDescriptor(prototype, key)!.get!)

export const hasOwn = uncurry(Object.prototype.hasOwnProperty)
export const classOf = uncurry(Object.prototype.toString)
export const functionText = uncurry(Function.prototype.toString)
export const mapGet = uncurry(Map.prototype.get)
export const mapSet = uncurry(Map.prototype.set)
export const mapHas = uncurry(Map.prototype.has)
export const mapForEach = uncurry(Map.prototype.forEach)
export const mapSize = getter(Map.prototype, 'size') as (self: unknown) => number
export const setAdd = uncurry(Set.prototype.add)
export const setHas = uncurry(Set.prototype.has)
export const setForEach = uncurry(Set.prototype.forEach)
export const setSize = getter(Set.prototype, 'size') as (self: unknown) => number
export const weakGet = uncurry(WeakMap.prototype.get)
export const weakSet = uncurry(WeakMap.prototype.set)
export const weakHas = uncurry(WeakMap.prototype.has)
export const weakSetHas = uncurry(WeakSet.prototype.has)
export const dateTime = uncurry(Date.prototype.getTime)
export const regExpSource = getter(RegExp.prototype, 'source') as (self: unknown) => string
export const regExpFlags = getter(RegExp.prototype, 'flags') as (self: unknown) => string
export const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype)!
export const typedArrayName = getter(typedArrayPrototype, Symbol.toStringTag) as (self: unknown) => string | undefined
export const typedArrayLength = getter(typedArrayPrototype, 'length') as (self: unknown) => number
export const bufferLength = getter(ArrayBuffer.prototype, 'byteLength') as (self: unknown) => number
export const sharedBufferLength = getter(SharedArrayBuffer.prototype, 'byteLength') as (self: unknown) => number
export const viewLength = getter(DataView.prototype, 'byteLength') as (self: unknown) => number
export const viewByte = uncurry(DataView.prototype.getUint8)
export const numberValue = uncurry(Number.prototype.valueOf)
export const stringValue = uncurry(String.prototype.valueOf)
export const booleanValue = uncurry(Boolean.prototype.valueOf)
export const bigintValue = uncurry(BigInt.prototype.valueOf)
export const symbolValue = uncurry(Symbol.prototype.valueOf)
export const symbolDescription = getter(Symbol.prototype, 'description') as (self: unknown) => string | undefined
export const weakRefTarget = uncurry(WeakRef.prototype.deref)
export const promiseThen = uncurry(Promise.prototype.then)
export const slice = uncurry(String.prototype.slice)
export const OwnProxy = Proxy
export const OwnMap = Map
export const OwnSet = Set
export const OwnWeakMap = WeakMap
export const OwnBytes = Uint8Array
export const OwnView = DataView
