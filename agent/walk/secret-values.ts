import { types } from 'node:util'
import type { Masker } from '../../src/mask/masker'
import {
  SafeMap, arrayIsArray, bigIntToString, getOwnPropertyDescriptor, mapSize, ownKeys, setSize, stringValueOf, symbolDescription,
  toStringOf,
} from '../primordials'
import { mapIterator, mapIteratorNext, setIterator, setIteratorNext } from './collection-items'
import { bytesOf } from './bytes-of'
import { isHugeBigInt } from './huge-values'
import { isRealmGlobal } from './machinery'

/** Of one object. */
const MAX_KEYS = 100
const MAX_DEPTH = 5
/** Within one value, within one that is met when the walk's time is up, and in all of a walk: 15 to 50 µs each. */
const MAX_WITHIN_ONE = 200
const MAX_WHEN_LATE = 20
const MAX_LOOKED_AT = 500
/** Longer texts and buffers are data: nobody searches for them elsewhere, and to look at a rope of them is to build it. */
const MAX_SECRET_LENGTH = 64 * 1024

/** What a walk has looked at for secrets: each object once under a name, and of all of them no more than it has time for. */
export class SecretSearch {
  readonly seen: SafeMap<object, string> = new SafeMap()
  left = 0
  isLate: () => boolean = () => false
  total = MAX_LOOKED_AT
}

/**
 * Remembers the values found under a secret name, so that the same secret is masked wherever else it stands (a message, a source
 * line). Of an object under such a name everything within counts that can be a secret by its own name and look: `credentials` is
 * masked whole, and has a user's name. No getter and no trap runs.
 */
export function taintFrom (value: unknown, masker: Masker, name: string, search = new SecretSearch()): void {
  if (typeof value !== 'object' || value === null) return taintPrimitive(value, masker, name)
  const most = search.isLate() ? MAX_WHEN_LATE : MAX_WITHIN_ONE
  const granted = search.left = search.total < most ? search.total : most
  taintWithin(value, masker, name, search, 0)
  search.total -= granted - (search.left > 0 ? search.left : 0)
}

function taintPrimitive (value: unknown, masker: Masker, name: string): void {
  if (typeof value === 'string') {
    if (value.length <= MAX_SECRET_LENGTH) masker.addTaint(value, name)
  } else if (typeof value === 'number') masker.addTaint(toStringOf(value), name)
  else if (typeof value === 'bigint' && !isHugeBigInt(value)) masker.addTaint(bigIntToString(value), name)
}

function taintWithin (value: object, masker: Masker, name: string, search: SecretSearch, depth: number): void {
  if (depth > MAX_DEPTH || types.isProxy(value)) return
  const before = search.seen.get(value)
  if (before !== undefined && (before === name || name === '')) return
  search.seen.set(value, name)
  const bytes = bytesOf(value)
  if (bytes !== undefined) return void masker.addTaint(bytes, name)
  if (types.isStringObject(value)) return taintPrimitive(stringValueOf(value as never), masker, name)
  // Their elements are keys, and no secret is among those of the others: millions of strings for nothing.
  if (types.isTypedArray(value) || isRealmGlobal(value)) return
  const listed = (item: unknown): void => {
    if (typeof item === 'object' && item !== null) taintWithin(item, masker, name, search, depth + 1)
    else taintPrimitive(item, masker, name)
  }
  if (types.isMap(value)) taintMap(value, masker, name, search, depth)
  else if (types.isSet(value)) {
    const iterator = setIterator(value)
    const size = setSize(value)
    for (let left = size; left > 0 && mayGoOn(search, left, size); left--) listed(setIteratorNext(iterator as never).value)
  }
  if (arrayIsArray(value)) {
    for (let index = 0; index < value.length && index < MAX_KEYS && search.left-- > 0; index++) {
      const descriptor = getOwnPropertyDescriptor(value, index)
      if (descriptor !== undefined && descriptor.get === undefined) listed(descriptor.value)
    }
    return
  }
  const keys = ownKeys(value)
  for (let index = 0; index < keys.length && index < MAX_KEYS && search.left-- > 0; index++) {
    const key = keys[index]!
    // A stack that nobody has looked at is formatted by a look at its descriptor (Node 20), by code of the program's.
    if (key === 'stack') continue
    const descriptor = getOwnPropertyDescriptor(value, key)
    if (descriptor === undefined || descriptor.get !== undefined || descriptor.set !== undefined) continue
    taintNamed(descriptor.value, masker, typeof key === 'symbol' ? symbolDescription(key) ?? '' : key, name, search, depth)
  }
}

const mayGoOn = (search: SecretSearch, left: number, size: number): boolean => size - left < MAX_KEYS && search.left-- > 0

function taintMap (map: Map<unknown, unknown>, masker: Masker, name: string, search: SecretSearch, depth: number): void {
  const iterator = mapIterator(map)
  const size = mapSize(map)
  for (let left = size; left > 0 && mayGoOn(search, left, size); left--) {
    const entry = mapIteratorNext(iterator as never).value as [unknown, unknown]
    if (typeof entry[0] === 'object' && entry[0] !== null) taintWithin(entry[0], masker, name, search, depth + 1)
    taintNamed(entry[1], masker, typeof entry[0] === 'string' ? entry[0] : '', name, search, depth)
  }
}

/** What stands under a name of its own in what is masked whole by the name `container`. Sessions are kept by their tokens, too. */
function taintNamed (value: unknown, masker: Masker, key: string, container: string, search: SecretSearch, depth: number): void {
  if (key.length >= 12 && key.length <= MAX_SECRET_LENGTH) masker.addTaintedKey(key)
  if (typeof value === 'object' && value !== null) {
    taintWithin(value, masker, masker.containerWithin(key, container), search, depth + 1)
  } else if (typeof value === 'string') {
    if (value.length <= MAX_SECRET_LENGTH) masker.addTaintWithin(value, key, container)
  } else if (masker.isSecretName(key)) taintPrimitive(value, masker, key)
}

