import type { Debugger } from 'node:inspector'
import { arrayIsArray, defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, keys, listOf, ownKeys, program } from '../primordials'

/**
 * Node parses the inspector's messages on the program's side: their lists have the program's methods, and what they lack may be found on
 * the program's `Object.prototype`. The lists become ours; should the program have put something on `Object.prototype`, all of it does.
 */
export function ownPause (params: Debugger.PausedEventDataType): Debugger.PausedEventDataType {
  if (isPolluted()) return copyOf(params)
  ownLists(params)
  const { callFrames } = params
  for (let index = 0; index < callFrames.length; index++) ownLists(callFrames[index])
  return params
}

/** The lists that are members of an answer, and the scopes of its frames. In place. */
export function ownLists<T> (answer: T): T {
  if (typeof answer !== 'object' || answer === null) return answer
  if (isPolluted()) return copyOf(answer)
  const holder = answer as Record<string, unknown>
  const names = keys(answer)
  for (let index = 0; index < names.length; index++) {
    const value = holder[names[index]!]
    if (arrayIsArray(value)) holder[names[index]!] = listOf(value)
  }
  return answer
}

const atStart = ownKeys(program.ObjectPrototype).length

const isPolluted = (): boolean => ownKeys(program.ObjectPrototype).length !== atStart

/** Plain data, as JSON gives it: read through descriptors, since what is inherited is not part of it. */
function copyOf<T> (value: T): T {
  if (typeof value !== 'object' || value === null) return value
  const descriptors = getOwnPropertyDescriptors(value) as Record<string, PropertyDescriptor>
  const copy: Record<string, unknown> = arrayIsArray(value) ? [] as never : {}
  const names = keys(value)
  for (let index = 0; index < names.length; index++) copy[names[index]!] = copyOf(descriptors[names[index]!]!.value)
  return copy as T
}

/** Node turns our messages into JSON: an `Object.prototype.toJSON` of the program's would be run, and is away meanwhile. */
export function undisturbedJson<T> (work: () => T): T {
  if (!isPolluted()) return work()
  const toJson = getOwnPropertyDescriptor(program.ObjectPrototype, 'toJSON')
  if (toJson?.configurable !== true) return work()
  delete (program.ObjectPrototype as { toJSON?: unknown }).toJSON
  try {
    return work()
  } finally {
    defineProperty(program.ObjectPrototype, 'toJSON', toJson)
  }
}
