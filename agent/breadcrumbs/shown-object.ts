import { types } from 'node:util'
import {
  arrayIsArray, dateGetTime, getOwnPropertyDescriptor, getPrototypeOf, isPlainPrototype, mapSize, ownKeys, regExpLiteral, setSize, typedArrayLength,
} from '../primordials'
import { dataValue } from '../walk/data-value'

const MAX_MEMBERS = 8
/** Longer texts are named by their size: half of a secret looks like none. */
const MAX_TEXT_CHARS = 200
/** Of what names a secret, and of the object that it stands in. */
const MAX_NAME_CHARS = 40
const MAX_SAYING = 12

/**
 * Text, and values in it that are to be judged by their names when somebody reads it: `names` are all that say what it is, `head` stands
 * before it. A program that never fails is not to load the masks for what it logs.
 */
export type Shown = string | { head?: string, names: readonly string[], text: string }

/**
 * An object that was logged in a few words, as Node prints it but one level deep: `{ id: 3, items: [Array(2)] }`. Runs no code of the
 * program: accessors, traps and `toString` are named or left out.
 */
export function shownObject (object: object): readonly Shown[] {
  if (arrayIsArray(object) && !types.isProxy(object)) return shownList(object)
  const value = shownValue(object)
  return value === undefined ? shownMembers(object) : [value]
}

/** What needs no look at its properties. */
function shownValue (object: object): string | undefined {
  if (types.isProxy(object)) return '[Proxy]'
  if (types.isNativeError(object)) return shownError(object)
  if (types.isDate(object)) return shownDate(object)
  if (types.isRegExp(object)) return regExpLiteral(object)
  if (types.isMap(object)) return `[Map(${mapSize(object)})]`
  if (types.isSet(object)) return `[Set(${setSize(object)})]`
  return types.isTypedArray(object) ? `[${classOf(object) ?? 'TypedArray'}(${typedArrayLength(object)})]` : undefined
}

function shownError (error: object): string {
  const message = dataValue(error, 'message')
  const prototype = getPrototypeOf(error)
  const name = prototype === null || types.isProxy(prototype) ? undefined : dataValue(prototype, 'name')
  return `${typeof name === 'string' ? name : 'Error'}: ${typeof message === 'string' ? message : ''}`
}

function shownDate (date: object): string {
  const time = dateGetTime(date as Date)
  return time === time ? new Date(time).toISOString() : 'Invalid Date'
}

/** `['--token', 'x']` and `['password', 'x']`: what stands before it names it. */
function shownList (list: readonly unknown[]): readonly Shown[] {
  const { length } = list
  const members: Shown[] = []
  for (let index = 0; index < length && index < MAX_MEMBERS; index++) {
    const text = shownMember(getOwnPropertyDescriptor(list, index))
    const before = index > 0 ? dataValue(list, String(index - 1)) : undefined
    members[index] = isName(before) ? { names: [before], text } : text
  }
  return bracketed('[', members, length - members.length, ']')
}

/** `{ name: 'password', value }`, `{ path: 'password', received }`: each may say what the others are. */
function shownMembers (object: object): readonly Shown[] {
  const keys = ownKeys(object)
  const members: Shown[] = []
  const said = namesIn(object, keys)
  let left = 0
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    // To look at a stack may be to format it.
    const descriptor = typeof key === 'string' && key !== 'stack' ? getOwnPropertyDescriptor(object, key) : undefined
    if (descriptor?.enumerable !== true) continue
    if (members.length < MAX_MEMBERS) {
      members[members.length] = member(key as string, descriptor, said)
    } else left++
  }
  const name = classOf(object)
  return [...name === undefined ? [] : [`${name} `], ...bracketed('{', members, left, '}')]
}

function member (key: string, descriptor: PropertyDescriptor, said: readonly string[]): Shown {
  const head = key.length > MAX_TEXT_CHARS ? '…: ' : `${key}: `
  const text = shownMember(descriptor)
  if (!isJudgedByName(descriptor)) return head + text
  const { value } = descriptor as { value: unknown }
  return { head, names: typeof value === 'string' ? [key, ...said.filter(name => name !== value)] : [key], text }
}

function isJudgedByName ({ value }: PropertyDescriptor): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'object' && value !== null)
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_NAME_CHARS

function namesIn (object: object, keys: readonly PropertyKey[]): string[] {
  const names: string[] = []
  if (keys.length > MAX_SAYING) return names
  for (let index = 0; index < keys.length; index++) {
    const value = keys[index] === 'stack' ? undefined : dataValue(object, keys[index] as string)
    if (isName(value)) names[names.length] = value
  }
  return names
}

function bracketed (open: string, members: readonly Shown[], left: number, close: string): readonly Shown[] {
  const shown: Shown[] = [open]
  for (let index = 0; index < members.length; index++) shown.push(index === 0 ? ' ' : ', ', members[index]!)
  if (left > 0) shown.push(`, … ${left} more`)
  shown.push(members.length === 0 ? close : ` ${close}`)
  return shown
}

function shownMember (descriptor: PropertyDescriptor | undefined): string {
  if (descriptor === undefined) return '<empty>'
  if (descriptor.get !== undefined || descriptor.set !== undefined) return '[Getter]'
  const value = descriptor.value as unknown
  if (typeof value === 'string') return value.length > MAX_TEXT_CHARS ? `[string of ${value.length} characters]` : `'${value}'`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'function') return '[Function]'
  if (typeof value !== 'object' || value === null) return String(value)
  if (types.isProxy(value)) return '[Proxy]'
  if (arrayIsArray(value)) return `[Array(${value.length})]`
  if (types.isDate(value)) return shownDate(value)
  return types.isNativeError(value) ? `[${shownError(value)}]` : `[${classOf(value) ?? 'Object'}]`
}

/** Undefined for plain objects. */
function classOf (object: object): string | undefined {
  const prototype = getPrototypeOf(object)
  if (prototype === null || isPlainPrototype(prototype) || types.isProxy(prototype)) return undefined
  const constructor = dataValue(prototype, 'constructor')
  const name = typeof constructor === 'function' && !types.isProxy(constructor) ? dataValue(constructor, 'name') : undefined
  return typeof name === 'string' && name !== '' && name.length <= MAX_TEXT_CHARS ? name : 'Object'
}
