import { types } from 'node:util'
import { arrayIsArray, getOwnPropertyDescriptor, getPrototypeOf, isPlainPrototype, mapSize, ownKeys, setSize } from '../primordials'

/** A module with more exports is masked by its name, if it has a secret's. */
const MAX_KEYS = 40

/**
 * Whether what lies under a secret's name can be none, because there is nothing in it but functions: `tokens = []`, `cookies: {}`, and
 * `jwt = require('jsonwebtoken')`. That it is empty may be why a program fails. `value` is no Proxy. Only lists, collections and plain
 * objects: of others the content may be private. Runs no code of the program.
 */
export function holdsNothing (value: object): boolean {
  if (arrayIsArray(value)) return value.length === 0 && ownKeys(value).length === 1
  if (types.isMap(value)) return mapSize(value) === 0 && ownKeys(value).length === 0
  if (types.isSet(value)) return setSize(value) === 0 && ownKeys(value).length === 0
  const prototype = getPrototypeOf(value)
  if (prototype !== null && !isPlainPrototype(prototype)) return false
  const keys = ownKeys(value)
  if (keys.length > MAX_KEYS) return false
  for (let index = 0; index < keys.length; index++) {
    // To look at a stack may be to format it.
    if (keys[index] === 'stack') return false
    // Getters are of modules that are loaded when they are asked for.
    const descriptor = getOwnPropertyDescriptor(value, keys[index]!)
    if (descriptor === undefined || (typeof descriptor.value !== 'function' && descriptor.value !== undefined)) return false
  }
  return true
}
