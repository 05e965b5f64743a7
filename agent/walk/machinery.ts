import { types } from 'node:util'
import { SafeSet, functionToString, getOwnPropertyDescriptor, getPrototypeOf, isPlainPrototype, ownKeys } from '../primordials'
import { isObject } from '../snapshot/snapshot-store'

const prototypes: SafeSet<object> = new SafeSet()

/**
 * Notes objects of Node's own classes (a socket and its parts) whose like is named but not entered where it lies below a variable: a
 * request alone leads to thousands of their fields, and the time of a walk is for what the program made.
 */
export function noteMachinery (objects: readonly unknown[]): void {
  for (let index = 0; index < objects.length; index++) {
    const object = objects[index]
    const prototype = isObject(object) ? getPrototypeOf(object) : null
    if (prototype !== null && !isPlainPrototype(prototype)) prototypes.add(prototype)
  }
}

/** The parts of a socket and of a request on it that are Node's: read through descriptors. */
export function machineryOf (request: object, socket: object): unknown[] {
  const own = (object: object, key: string): unknown => getOwnPropertyDescriptor(object, key)?.value
  return [socket, own(socket, 'parser'), own(request, '_readableState'), own(socket, '_readableState'), own(socket, '_writableState')]
}

export function isMachinery (object: object): boolean {
  const prototype = getPrototypeOf(object)
  return prototype !== null && prototypes.has(prototype)
}

/**
 * The global object of a `vm` context, told by its prototype, which only Node's template for such objects makes. Its properties are those of
 * the object that the program gave, and if that is a Proxy, to read one runs a trap. It is named only, as the main context's is.
 */
export function isRealmGlobal (object: object): boolean {
  const prototype = getPrototypeOf(object)
  if (prototype === null || isPlainPrototype(prototype) || types.isProxy(prototype)) return false
  const above = getPrototypeOf(prototype)
  if (above === null || types.isProxy(above) || getPrototypeOf(above) !== null) return false
  const constructor = getOwnPropertyDescriptor(prototype, 'constructor')?.value as unknown
  return typeof constructor === 'function' && !types.isProxy(constructor) && ownKeys(prototype).length === 1 &&
    getOwnPropertyDescriptor(constructor, 'name')?.value === '' && functionToString(constructor as () => void) === 'function () { [native code] }'
}
