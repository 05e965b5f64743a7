/**
 * The built-ins that the agent uses while the host program is paused or dying, taken before the program can replace them.
 * A program may patch `Map.prototype`, freeze everything or replace `JSON`: the recorder must neither notice nor be noticed.
 * The idea is Node's own `lib/internal/per_context/primordials.js`.
 */
const { apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty } = Reflect
const { freeze, isFrozen, isSealed, isExtensible, create, is, keys, getOwnPropertyDescriptors, getOwnPropertySymbols } = Object

type Method<This, Args extends unknown[], Result> = (self: This, ...args: Args) => Result

/** `f.call` without looking `call` up on a prototype that the program may have changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const uncurryThis = <This, Args extends any[], Result> (method: (this: This, ...args: Args) => Result): Method<This, Args, Result> =>
  (self, ...args) => apply(method, self, args)

/** Copies a built-in class with its methods, so that later changes of the built-in's prototype do not reach the copy. */
function makeSafe<T extends { prototype: object }> (original: { prototype: object }, safe: T): T {
  for (const key of ownKeys(original.prototype)) {
    if (key === 'constructor') continue
    const descriptor = getOwnPropertyDescriptor(original.prototype, key)
    if (descriptor !== undefined) defineProperty(safe.prototype, key, descriptor)
  }
  Object.setPrototypeOf(safe.prototype, null)
  return freeze(safe)
}

export const SafeMap = makeSafe(Map, class SafeMap<K, V> extends Map<K, V> {})
export const SafeSet = makeSafe(Set, class SafeSet<T> extends Set<T> {})
export const SafeWeakMap = makeSafe(WeakMap, class SafeWeakMap<K extends object, V> extends WeakMap<K, V> {})
export const SafeWeakSet = makeSafe(WeakSet, class SafeWeakSet<T extends object> extends WeakSet<T> {})
export const SafeWeakRef = makeSafe(WeakRef, class SafeWeakRef<T extends object> extends WeakRef<T> {})
export type SafeMap<K, V> = Map<K, V>
export type SafeSet<T> = Set<T>
export type SafeWeakMap<K extends object, V> = WeakMap<K, V>
export type SafeWeakSet<T extends object> = WeakSet<T>
export type SafeWeakRef<T extends object> = WeakRef<T>

export const mapGet = uncurryThis(Map.prototype.get)
export const setForEach = uncurryThis(Set.prototype.forEach)
const getterOf = (prototype: object, name: string | symbol): (self: unknown) => unknown =>
  uncurryThis(getOwnPropertyDescriptor(prototype, name)!.get as (this: unknown) => unknown)
export const mapSize = getterOf(Map.prototype, 'size') as (self: unknown) => number
export const setSize = getterOf(Set.prototype, 'size') as (self: unknown) => number
export const typedArrayLength = getterOf(getPrototypeOf(Uint8Array.prototype)!, 'length') as (self: unknown) => number
export const typedArrayBuffer = getterOf(getPrototypeOf(Uint8Array.prototype)!, 'buffer') as (self: unknown) => ArrayBuffer
export const typedArrayOffset = getterOf(getPrototypeOf(Uint8Array.prototype)!, 'byteOffset') as (self: unknown) => number
export const typedArrayBytes = getterOf(getPrototypeOf(Uint8Array.prototype)!, 'byteLength') as (self: unknown) => number
export const arrayBufferBytes = getterOf(ArrayBuffer.prototype, 'byteLength') as (self: unknown) => number
export const sharedArrayBufferBytes = getterOf(SharedArrayBuffer.prototype, 'byteLength') as (self: unknown) => number
export const dataViewBuffer = getterOf(DataView.prototype, 'buffer') as (self: unknown) => ArrayBuffer
export const dataViewOffset = getterOf(DataView.prototype, 'byteOffset') as (self: unknown) => number
export const dataViewBytes = getterOf(DataView.prototype, 'byteLength') as (self: unknown) => number
export const symbolDescription = getterOf(Symbol.prototype, 'description') as (self: unknown) => string | undefined
export const regExpSource = getterOf(RegExp.prototype, 'source') as (self: unknown) => string
/** The getter of a property, own or inherited; undefined for data, without a descriptor object to tell so. */
export const lookUpGetter = uncurryThis((Object.prototype as unknown as { __lookupGetter__: (key: PropertyKey) => unknown }).__lookupGetter__)
export const dateGetTime = uncurryThis(Date.prototype.getTime)
export const functionToString = uncurryThis(Function.prototype.toString)
export const bigIntToString = uncurryThis(BigInt.prototype.toString)
export const numberValueOf = uncurryThis(Number.prototype.valueOf)
export const stringValueOf = uncurryThis(String.prototype.valueOf)
export const booleanValueOf = uncurryThis(Boolean.prototype.valueOf)
export const symbolValueOf = uncurryThis(Symbol.prototype.valueOf)
export const bigIntValueOf = uncurryThis(BigInt.prototype.valueOf)
export const stringSlice = uncurryThis(String.prototype.slice)
export const stringIncludes = uncurryThis(String.prototype.includes)
export const stringStartsWith = uncurryThis(String.prototype.startsWith)
export const stringEndsWith = uncurryThis(String.prototype.endsWith)
export const stringSplit = uncurryThis(String.prototype.split as (separator: string, limit?: number) => string[])
export const stringIndexOf = uncurryThis(String.prototype.indexOf)
export const regExpExec = uncurryThis(RegExp.prototype.exec)
export const arrayIsArray = Array.isArray
const { hrtime } = process
/** Milliseconds of a clock that never goes back. `performance` is one too, but to touch it loads ten modules of Node: 4 ms. */
export function now (): number {
  const time = hrtime()
  return time[0] * 1e3 + time[1] / 1e6
}
export const toStringOf = String
export const bufferToString = uncurryThis(Buffer.prototype.toString as (this: Buffer, encoding: BufferEncoding, start?: number, end?: number) => string)
/** An own property's enumerability, without a look at its value. */
export const isEnumerable = uncurryThis(Object.prototype.propertyIsEnumerable)
const bufferAlloc = Buffer.alloc
const typedArraySet = uncurryThis(Uint8Array.prototype.set)
const NativeUint8Array = Uint8Array
/**
 * A copy of some of a buffer's memory. `Buffer.from` asks the buffer for its `byteLength`, which may be a getter of the program's; and
 * memory that is shared may change between two looks at it.
 */
export function copyBytes (buffer: ArrayBufferLike, offset: number, length: number): Buffer {
  const copy = bufferAlloc(length)
  typedArraySet(copy, new NativeUint8Array(buffer, offset, length))
  return copy
}
/** The program's own, to compare with: the agent has built-ins of its own, see agent/realm.ts. */
const { Array: ProgramArray, Error: ProgramError, Function: ProgramFunction, Object: ProgramObject } = programIntrinsics()
export const program = {
  ArrayPrototype: ProgramArray.prototype, Error: ProgramError, FunctionPrototype: ProgramFunction.prototype, ObjectPrototype: ProgramObject.prototype,
} as const

/** As they were when the thread started; the unit tests run on the program's side. */
export function programIntrinsics (): typeof globalThis {
  return typeof processView === 'undefined' ? globalThis : processView.intrinsics
}
declare const processView: { intrinsics: typeof globalThis } | undefined
/** A copy, with the agent's methods, of a list of the program's side, whose own may be replaced. */
export function listOf<T> (list: ArrayLike<T>): T[] {
  const copy: T[] = []
  for (let index = 0; index < list.length; index++) copy[index] = list[index]!
  return copy
}
const OwnObjectPrototype = Object.prototype
/** Of `{}`, written by the program or by the agent. */
export const isPlainPrototype = (prototype: object | null): boolean =>
  prototype === program.ObjectPrototype || prototype === OwnObjectPrototype
/** A function that the program gets to see: one of its own. */
export function asPrograms<F extends Function> (fn: F): F {
  Object.setPrototypeOf(fn, program.FunctionPrototype)
  return fn
}

const flagGetters: [string, (self: unknown) => unknown][] = []
for (const [flag, name] of [
  ['d', 'hasIndices'], ['g', 'global'], ['i', 'ignoreCase'], ['m', 'multiline'], ['s', 'dotAll'], ['u', 'unicode'],
  ['v', 'unicodeSets'], ['y', 'sticky'],
] as const) {
  if (getOwnPropertyDescriptor(RegExp.prototype, name)?.get !== undefined) flagGetters.push([flag, getterOf(RegExp.prototype, name)])
}
/** A RegExp's literal, read through the original getters of its internal slots: `flags` itself would call overridable ones. */
export function regExpLiteral (regExp: unknown): string {
  let flags = ''
  for (let index = 0; index < flagGetters.length; index++) if (flagGetters[index]![1](regExp) === true) flags += flagGetters[index]![0]
  return `/${regExpSource(regExp)}/${flags}`
}

export {
  apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, getOwnPropertySymbols, defineProperty, freeze, isFrozen, isSealed, isExtensible,
  create, is, keys, getOwnPropertyDescriptors,
}
