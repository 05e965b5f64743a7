import { types } from 'node:util'
import { functionToString, getOwnPropertyDescriptor, getPrototypeOf, lookUpGetter, ownKeys } from '../primordials'
import { isRealmGlobal } from './machinery'

/** Longer chains of prototypes are nobody's classes. */
const MAX_CHAIN = 1_000
/** Properties whose values are looked at before V8 is asked for all of them. */
const MAX_KEYS = 200

/** V8's own getter of an error's stack (Node 22 and later), which runs nothing that a pause does not. */
const ownStackGetter = lookUpGetter(new Error(), 'stack')

/**
 * Why V8 is not to be asked about an object, undefined if it may be. `Runtime.getProperties` is said to run no code of the program, and
 * mostly does not, but (measured on Node 20 to 26) it lists the keys of a Proxy among the object's prototypes, and to describe an error, be
 * it the object or the value of one of its properties, it reads `message`, `name` and `stack`; on Node 20 it looks for lists, too, by
 * `splice` and `length`. Of a `vm` context's global each of these may be asked of a Proxy. `hasListedKeys` false: its properties are too many to look at.
 */
export function hazardOf (object: object, hasListedKeys: boolean): 'proxy' | 'getter' | undefined {
  if (types.isProxy(object)) return undefined
  const hazard = hazardOfDescribing(object)
  if (hazard !== undefined || !hasListedKeys) return hazard
  const keys = ownKeys(object)
  for (let index = 0; index < keys.length && index < MAX_KEYS; index++) {
    const key = keys[index]!
    if (key === 'stack') continue
    const value = getOwnPropertyDescriptor(object, key)?.value as unknown
    if (typeof value !== 'object' || value === null || types.isProxy(value)) continue
    const ofValue = hazardOfDescribing(value)
    if (ofValue !== undefined) return ofValue
  }
  return undefined
}

function hazardOfDescribing (object: object): 'proxy' | 'getter' | undefined {
  let link = getPrototypeOf(object)
  for (let steps = 0; link !== null; steps++) {
    if (steps === MAX_CHAIN || types.isProxy(link)) return 'proxy'
    link = getPrototypeOf(link)
  }
  if (isRealmGlobal(object)) return 'proxy'
  if (types.isNativeError(object)) {
    if (isNoText(object, 'message') || isNoText(object, 'name')) return 'getter'
    const stack = lookUpGetter(object, 'stack')
    return stack === undefined || isOwnStackGetter(stack) ? undefined : 'getter'
  }
  return lookUpGetter(object, 'splice') !== undefined || getOwnPropertyDescriptor(object, 'length')?.get !== undefined ? 'getter' : undefined
}

/** A getter, or an object whose `toString` would be asked. No Proxy is among the object's prototypes. */
function isNoText (object: object, key: string): boolean {
  if (lookUpGetter(object, key) !== undefined) return true
  for (let link: object | null = object; link !== null; link = getPrototypeOf(link)) {
    const descriptor = getOwnPropertyDescriptor(link, key)
    if (descriptor === undefined) continue
    const { value } = descriptor
    return typeof value === 'object' ? value !== null : typeof value === 'function'
  }
  return false
}

/** Each `vm` context has one of its own. */
function isOwnStackGetter (getter: unknown): boolean {
  if (getter === ownStackGetter) return true
  return ownStackGetter !== undefined && typeof getter === 'function' && !types.isProxy(getter) &&
    functionToString(getter as () => void) === functionToString(ownStackGetter as () => void)
}
