import { OwnProxy, OwnWeakMap, create, getPrototypeOf, hasOwn, ownKeys, reflectGet, reflectHas, reflectSet, weakGet, weakSet } from './originals'

/** What a guard says of a key that is not on the chain behind it: an error, or undefined if the key is absent for sure. */
export type Judge = (key: string | symbol, receiver?: unknown) => Error | undefined
export interface Guard { base: object | null, isLink: boolean, knows: (key: string | symbol) => boolean }

const guards = new OwnWeakMap<object, Guard>()

/**
 * Stands in a prototype chain where the capsule does not know all: what `base` and the chain behind it have is found as ever; for every
 * other key `judge` says whether it is unknown, and then reading it throws. `listing`: enumerating the object throws, for its keys are
 * not all known. `isOpaque`: not even what is behind it works on such an object.
 */
export function guarded (base: object | null, judge: Judge, { listing, isLink = false, isOpaque = false }: { listing?: () => Error, isLink?: boolean, isOpaque?: boolean } = {}): object {
  const target = isLink ? create(base) as object : base ?? create(null) as object
  // Guards behind this one are not asked: they do not know whose the key is.
  const known = (key: string | symbol): boolean => {
    if (isOpaque) return false
    if (hasOwn(target, key)) return true
    const behind = getPrototypeOf(target)
    return behind !== null && (guardOf(behind)?.knows(key) ?? reflectHas(behind, key))
  }
  const check = (key: string | symbol, receiver?: unknown): void => {
    const error = known(key) ? undefined : judge(key, receiver)
    if (error !== undefined) throw error
  }
  const guard = new OwnProxy(target, {
    get (_, key, receiver) {
      check(key, receiver)
      return reflectGet(target, key, receiver)
    },
    has (_, key) {
      check(key)
      return known(key)
    },
    set: (_, key, value, receiver) => reflectSet(target, key, value, receiver),
    ownKeys () {
      if (listing !== undefined) throw listing()
      return ownKeys(target)
    },
  })
  weakSet(guards, guard, { base, isLink, knows: known })
  return guard
}

export const guardOf = (object: object): Guard | undefined => weakGet(guards, object) as Guard | undefined

/** The prototype that the program saw: without the links that only say what is missing. */
export function visiblePrototype (object: object): object | null {
  let prototype = getPrototypeOf(object)
  for (;;) {
    const guard = prototype === null ? undefined : guardOf(prototype)
    if (guard?.isLink !== true) return prototype
    prototype = guard.base
  }
}

/** Asked by the language or by libraries of every object: taken as absent where a class is not recorded. */
const ASKED = new Set<string | symbol>(['toJSON', 'then', 'constructor', '__proto__', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable',
  '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__', Symbol.toStringTag, Symbol.isConcatSpreadable, Symbol.toPrimitive,
  Symbol.hasInstance, Symbol.unscopables, Symbol.species])
const has = Function.prototype.call.bind(Set.prototype.has, ASKED) as (key: string | symbol) => boolean
export const isAsked = (key: string | symbol): boolean => has(key)
