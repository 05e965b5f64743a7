import { LAZY_KEYS } from './lazy-keys'
import { SafeSet, apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, isExtensible, ownKeys } from './primordials'

/** `descriptor` undefined: there is none. */
interface Original { holder: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined }

const originals: Original[] = []
const PROCESS_KEYS = ['cwd', 'cpuUsage', 'getActiveResourcesInfo', 'hrtime', 'memoryUsage', 'nextTick', 'resourceUsage', 'uptime'] as const
const { Array: ProgramArray, Function: ProgramFunction, Map: ProgramMap, Set: ProgramSet, Object: ProgramObject, ArrayBuffer: ProgramArrayBuffer,
  Promise: ProgramPromise, String: ProgramString, RegExp: ProgramRegExp, Uint8Array: ProgramUint8Array, WeakMap: ProgramWeakMap } = globalThis
const typedArray = getPrototypeOf(ProgramUint8Array)!
const arrayIterator = getPrototypeOf(apply(ProgramArray.prototype.values, new ProgramArray(), []))!
const mapIterator = getPrototypeOf(apply(ProgramMap.prototype.entries, new ProgramMap(), []))!

// The extras of the program's global object are Node's own: `Buffer` and `URL` are the same on both sides.
for (const holder of [
  ProgramArray, ProgramArray.prototype, ProgramFunction.prototype, ProgramMap.prototype, ProgramSet.prototype, ProgramWeakMap.prototype, ProgramObject,
  ProgramObject.prototype, ProgramArrayBuffer.prototype, ProgramPromise, ProgramPromise.prototype, ProgramString.prototype, ProgramRegExp.prototype,
  typedArray, (typedArray as unknown as { prototype: object }).prototype, arrayIterator, getPrototypeOf(arrayIterator)!, mapIterator,
  Buffer, Buffer.prototype, URL.prototype, TextDecoder.prototype, process, process.getBuiltinModule('node:fs'), globalThis.JSON, globalThis.Reflect,
]) {
  const keys = holder === process ? PROCESS_KEYS : ownKeys(holder)
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    if (LAZY_KEYS.includes(key)) continue
    const descriptor = getOwnPropertyDescriptor(holder, key)
    if (descriptor?.configurable === true && typeof (descriptor.value ?? descriptor.get) === 'function') originals[originals.length] = { holder, key, descriptor }
  }
}

/** Where what is added is inherited by everything. */
const ROOTS = [ProgramObject.prototype, ProgramArray.prototype].map(holder => ({ holder, keys: new SafeSet(ownKeys(holder)) }))

/**
 * Runs work that uses Node's own functions (files, a worker thread) with the program's built-ins as they were when the thread started:
 * Node's code is written against replaced ones, but not all of it (the constructor of `Worker` calls `EventEmitter.call`). Afterwards they are
 * as they were before. The work is synchronous and runs nothing of the program, so that nobody sees the difference.
 */
export function withOriginals<T> (work: () => T): T {
  const replaced: Original[] = []
  for (let index = 0; index < originals.length; index++) {
    const { holder, key, descriptor } = originals[index]!
    const now = getOwnPropertyDescriptor(holder, key)
    if (now !== undefined && (now.configurable !== true || isSame(now, descriptor!))) continue
    if (now === undefined && !isExtensible(holder)) continue
    replaced[replaced.length] = { holder, key, descriptor: now }
    defineProperty(holder, key, descriptor!)
  }
  for (let index = 0; index < ROOTS.length; index++) takeExtras(ROOTS[index]!, replaced)
  try {
    return work()
  } finally {
    for (let index = 0; index < replaced.length; index++) {
      const { holder, key, descriptor } = replaced[index]!
      if (descriptor === undefined) delete (holder as Record<PropertyKey, unknown>)[key]
      else defineProperty(holder, key, descriptor)
    }
  }
}

function takeExtras ({ holder, keys }: typeof ROOTS[number], taken: Original[]): void {
  const all = ownKeys(holder)
  if (all.length === keys.size) return
  for (let index = 0; index < all.length; index++) {
    const key = all[index]!
    const descriptor = keys.has(key) ? undefined : getOwnPropertyDescriptor(holder, key)
    if (descriptor?.configurable !== true) continue
    taken[taken.length] = { holder, key, descriptor }
    delete (holder as Record<PropertyKey, unknown>)[key]
  }
}

function isSame (a: PropertyDescriptor, b: PropertyDescriptor): boolean {
  return a.value === b.value && a.get === b.get && a.set === b.set
}
