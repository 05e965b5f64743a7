import { types } from 'node:util'
import { getOwnPropertyDescriptor, ownKeys } from '../primordials'
import type { ClassInfo } from './class-names'
import { isRealmGlobal } from './machinery'

/** So many of an object's first properties are looked at. */
const LOOKED_AT = 8
const MIN_FUNCTIONS = 4

/**
 * Whether an object is of the program's code rather than of its data: a function, a class, a module's namespace. `isVariable`: it is held
 * by a variable itself, where what `require` gave is told by its first properties. Such objects are entered last: they lead to hundreds of
 * others, and what they hold is seldom why. No code of the program runs; `info` is undefined for a Proxy, which is data.
 */
export function isCode (object: object, info: ClassInfo | undefined, isVariable: boolean): boolean {
  if (info === undefined) return false
  if (typeof object === 'function') return true
  if (info.className !== 'Object') return false
  if (info.prototypes !== undefined && types.isModuleNamespaceObject(object)) return true
  return isVariable && holdsFunctions(object)
}

function holdsFunctions (object: object): boolean {
  // A program may have put a Proxy behind it.
  if (isRealmGlobal(object)) return false
  const keys = ownKeys(object)
  if (keys.length < MIN_FUNCTIONS) return false
  let functions = 0
  let others = 0
  for (let index = 0; index < keys.length && index < LOOKED_AT; index++) {
    const key = keys[index]!
    if (key === '__esModule') return true
    // One that nobody has looked at is formatted by a look at its descriptor (Node 20), by code of the program's.
    if (key === 'stack') continue
    // What a bundler or a transpiler makes of a module has a getter for each export.
    const descriptor = getOwnPropertyDescriptor(object, key)
    if (descriptor === undefined) continue
    if (descriptor.get !== undefined || typeof descriptor.value === 'function') functions++
    else others++
  }
  return functions >= MIN_FUNCTIONS && functions >= others * 3
}
