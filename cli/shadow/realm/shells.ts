import type { GraphNode } from '../../../src/model'
import { CALLED_SENTENCE, missingSentence, unknownMember } from '../../../src/postmortem/missing-sentence'
import { member } from './build'
import { bytesShell } from './bytes-shell'
import { adoptClass, prototypeFor, withPrototype } from './classes'
import { fillMap, fillSet, markUnknown } from './collections'
import { guarded, isAsked } from './guard'
import { heap, placeOf } from './heap'
import { OwnProxy, create, defineProperty, getPrototypeOf, setPrototypeOf } from './originals'
import { refusal, refuse } from './refusal'

/** An object of the right kind for a node, with what is no property: slots, elements of collections, bytes. */
export function shellOf (ref: number, node: GraphNode): object {
  if (node.subtype === 'proxy') return proxyShell(ref, node)
  if (node.type === 'function') return functionShell(ref, node)
  const prototype = prototypeFor(node)
  switch (node.subtype) {
    case 'array': return withPrototype([], prototype)
    case 'map': return fillMap(ref, node, withPrototype(new Map(), prototype))
    case 'set': return fillSet(ref, node, withPrototype(new Set(), prototype))
    case 'weakmap': return markUnknown(ref, withPrototype(new WeakMap(), prototype))
    case 'weakset': return markUnknown(ref, withPrototype(new WeakSet(), prototype))
    case 'date': return withPrototype(new Date(typeof node.value === 'number' ? node.value : NaN), prototype)
    case 'regexp': return regExpShell(ref, node, prototype)
    case 'error': return errorShell(ref, prototype)
    case 'promise': return promiseShell(ref, node, prototype)
    case 'boxed': return boxedShell(ref, node, prototype)
    case 'typedarray': case 'arraybuffer': case 'sharedarraybuffer': case 'dataview': return bytesShell(ref, node, prototype)
    case 'arguments': return argumentsShell(prototype)
    case 'generator': case 'iterator': return deadIterator(ref, node)
    case 'weakref': return weakRefShell(ref, node, prototype)
    case 'module': {
      const namespace = create(null) as object
      defineProperty(namespace, Symbol.toStringTag, { value: 'Module' })
      return namespace
    }
    default: return create(prototype) as object
  }
}

/** Every question to a proxy would have run a trap of the program. */
function proxyShell (ref: number, node: GraphNode): object {
  const no = (): never => refuse(missingSentence(placeOf(ref), { missing: 'proxy' }))
  const target = node.type === 'function' ? function () {} : {}
  return new OwnProxy(target, {
    get: no, set: no, has: no, ownKeys: no, getOwnPropertyDescriptor: no, defineProperty: no, deleteProperty: no, getPrototypeOf: no,
    setPrototypeOf: no, isExtensible: no, preventExtensions: no, apply: no, construct: no,
  })
}

function functionShell (ref: number, node: GraphNode): object {
  const called = (): never => refuse(`${placeOf(ref)} was called, but ${CALLED_SENTENCE}`)
  const kind = node.functionKind
  const object: object = kind === 'class' || kind === 'function' || kind === undefined
    ? function () { return called() }
    : ({ method () { return called() } }).method
  const own = prototypeFor({ ...node, subtype: undefined } as unknown as GraphNode)
  const name = node.properties?.find(property => property.name === 'name' && !property.symbol)?.value
  setPrototypeOf(object, kind === 'class'
    // What a class inherits from another one is not known.
    ? guarded(own, key => isAsked(key) ? undefined : refusal(unknownMember(`${placeOf(ref)}.${String(key)}`, 'what it may extend')), { isLink: true })
    : own)
  defineProperty(object, 'length', {
    configurable: true, get: () => refuse(`${placeOf(ref)}.length was not recorded: functions are code`),
  })
  if (kind === 'class' && typeof name === 'string' && name !== '') {
    delete (object as { name?: string }).name
    adoptClass(object, name)
  } else if (node.properties === undefined || name === undefined) delete (object as { name?: string }).name
  return object
}

/** An object that lacks what its class's methods work on. */
const unusable = (prototype: object | null, sentence: () => Error): object =>
  create(guarded(prototype, sentence, { isLink: true, isOpaque: true })) as object

function regExpShell (ref: number, node: GraphNode, prototype: object | null): object {
  const text = typeof node.value === 'string' ? node.value : undefined
  const end = text?.lastIndexOf('/') ?? -1
  try {
    if (text !== undefined && end > 0) return withPrototype(new RegExp(text.slice(1, end), text.slice(end + 1)), prototype)
  } catch {}
  // Cut, or a syntax that this Node does not have.
  return unusable(prototype, () => refusal(`the text of ${placeOf(ref)} was not recorded whole`))
}

function errorShell (ref: number, prototype: object | null): object {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const error = withPrototype(new Error(), prototype)
  Error.stackTraceLimit = limit
  delete (error as { stack?: string }).stack
  const stack = heap.stacks.get(ref)
  defineProperty(error, 'stack', stack !== undefined ? { value: stack, configurable: true, writable: true } : {
    configurable: true, get: () => refuse(`${placeOf(ref)}.stack was not recorded: only the stack of the exception and of its causes is known`),
  })
  return error
}

function promiseShell (ref: number, node: GraphNode, prototype: object | null): object {
  const slot = (name: string) => node.internals?.find(internal => internal.name === name)?.value
  const state = slot('[[PromiseState]]')
  const result = slot('[[PromiseResult]]')
  const promise = new Promise<unknown>((resolve, reject) => {
    if ((state !== 'fulfilled' && state !== 'rejected') || result === undefined) return
    const rebuilt = member(ref, '[[PromiseResult]]', result)
    if ('absent' in rebuilt) reject(rebuilt.absent())
    else if (state === 'rejected') reject(rebuilt.value)
    else resolve(isThenable(rebuilt.value) ? { then: undefined } : rebuilt.value)
  })
  promise.catch(() => {})
  return withPrototype(promise, prototype)
}

const isThenable = (value: unknown): boolean => {
  try { return typeof (value as { then?: unknown } | null | undefined)?.then === 'function' } catch { return true }
}

function boxedShell (ref: number, node: GraphNode, prototype: object | null): object {
  const rebuilt = node.value === undefined ? undefined : member(ref, '.valueOf()', node.value)
  if (rebuilt === undefined || 'absent' in rebuilt) return unusable(prototype, () => refusal(`the value of ${placeOf(ref)} was not recorded whole`))
  const { value } = rebuilt
  return value === null || value === undefined ? {} : withPrototype(Object(value) as object, prototype)
}

/** Of a sloppy function: those of a strict one have a `callee` that cannot be removed. */
const emptyArguments = (0, eval)('(function () { return arguments })') as () => object

function argumentsShell (prototype: object | null): object {
  const list = emptyArguments() as Record<string | symbol, unknown>
  delete list['length']
  delete list['callee']
  delete list[Symbol.iterator]
  return withPrototype(list, prototype)
}

const generatorPrototype = getPrototypeOf(function * () {}.prototype) as object
const mapIteratorPrototype = getPrototypeOf(new Map().entries()) as object

/** The place in its code, or in its collection, is lost: it gives nothing any more. */
function deadIterator (ref: number, node: GraphNode): object {
  const base = node.subtype === 'generator' ? generatorPrototype : mapIteratorPrototype
  const dead = create(base) as object
  for (const name of ['next', 'return', 'throw']) {
    if (name in base) defineProperty(dead, name, { value: () => refuse(`${placeOf(ref)} cannot go on: ${CALLED_SENTENCE}`), configurable: true, writable: true })
  }
  return create(dead) as object
}

function weakRefShell (ref: number, node: GraphNode, prototype: object | null): object {
  const target = node.internals?.find(({ name }) => name === '[[WeakRefTarget]]')?.value
  const rebuilt = target === undefined ? undefined : member(ref, '.deref()', target)
  if (rebuilt === undefined || 'absent' in rebuilt || typeof rebuilt.value !== 'object' || rebuilt.value === null) {
    return unusable(prototype, () => refusal(`the target of ${placeOf(ref)} was not recorded`))
  }
  return withPrototype(new WeakRef(rebuilt.value), prototype)
}
