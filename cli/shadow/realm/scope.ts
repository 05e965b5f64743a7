import type { FrameRecord, Value } from '../../../src/model'
import { cutSentence, missingFrameSentence } from '../../../src/postmortem/missing-sentence'
import { rebuild, valueOrRefuse } from './build'
import { constructorNamed } from './classes'
import { noteOrigin } from './heap'
import { OwnMap, OwnProxy, create, defineProperty, hasOwn, mapGet, mapSet } from './originals'
import { refuse } from './refusal'

/** The part of a frame that expressions see. */
export type FrameScopes = Pick<FrameRecord, 'this' | 'scopes' | 'missing'>

/** A variable that input of the console declared. */
interface Declared { get: () => unknown, set?: (value: unknown) => void }

export const declared = new OwnMap<string, Declared>()

/** What expressions assigned to variables of the program. */
export const assigned = new OwnMap<string, unknown>()

/** Globals of Node and of the inspector: they were there, and are not any more. */
const NODE_GLOBALS = new Set(['process', 'require', 'module', 'exports', 'global', 'Buffer', 'console', 'fetch', 'setTimeout', 'setInterval',
  'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask', 'structuredClone', 'performance', 'URL',
  'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'MessageChannel', 'WebSocket',
  'crypto', 'navigator', 'WebAssembly', 'atob', 'btoa', 'Blob', 'File', 'FormData', 'Headers', 'Request', 'Response', '__filename', '__dirname'])
const isNodeGlobal = Function.prototype.call.bind(Set.prototype.has, NODE_GLOBALS) as (name: string) => boolean

/**
 * The names that an expression sees, as the object of a `with`: what the console declared, the frame's scopes innermost first, and
 * behind them the language's own. `helpers` are what rewritten input refers to.
 */
export function scopeOf (frame: FrameScopes | undefined, helpers: Readonly<Record<string, unknown>>): object {
  const cut = cutOf(frame)
  // Direct `eval` is what runs the expression: the first question for it is ours, whatever the program has by that name.
  let isRunning = false
  const has = (name: string): boolean => {
    if (name.startsWith('$faultsnap_')) return hasOwn(helpers, name)
    if (name === 'eval' && !isRunning) {
      isRunning = true
      return false
    }
    if (mapGet(declared, name) !== undefined || name === 'arguments') return true
    if (recordOf(frame, name) !== undefined) return true
    if (name in globalThis) return false
    return isNodeGlobal(name) || cut !== undefined
  }
  return new OwnProxy(create(null) as object, {
    has: (_, name) => typeof name === 'string' && has(name),
    get (_, name) {
      if (typeof name !== 'string') return undefined
      if (hasOwn(helpers, name)) return helpers[name]
      const own = mapGet(declared, name) as Declared | undefined
      if (own !== undefined) return own.get()
      const record = recordOf(frame, name)
      if (record !== undefined) {
        if (mapGet(assigned, record.key) !== undefined) return (mapGet(assigned, record.key) as { value: unknown }).value
        return root(record.value, name)
      }
      if (isNodeGlobal(name)) return refuse(`${name} is not here: the program is dead, and expressions see its variables and the language's own objects`)
      if (cut !== undefined && name !== 'arguments') return refuse(cut(name))
      throw new ReferenceError(`${name} is not defined`)
    },
    set (_, name, value: unknown) {
      if (typeof name !== 'string') return false
      const own = mapGet(declared, name) as Declared | undefined
      if (own !== undefined) {
        if (own.set === undefined) throw new TypeError('Assignment to constant variable.')
        own.set(value)
        return true
      }
      const record = recordOf(frame, name)
      if (record !== undefined) mapSet(assigned, record.key, { value })
      else if (isNodeGlobal(name)) mapSet(declared, name, ownVariable(value))
      else if (name === 'arguments') throw new ReferenceError('arguments is not defined')
      else defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true })
      return true
    },
  })
}

export function ownVariable (value: unknown): Declared {
  let held = value
  return { get: () => held, set: next => { held = next } }
}

/** `this` of the frame. */
export function thisOf (frame: FrameScopes | undefined): unknown {
  if (frame === undefined) return globalThis
  if (frame.this === undefined) return refuse(missingFrameSentence('this', frame.missing ?? 'unavailable'))
  return root(frame.this, 'this')
}

export const isKnownClass = (name: string): unknown => constructorNamed(name)

/** A value that a name leads to, which is what messages call it then. */
export function root (value: Value, name: string): unknown {
  if (value !== null && typeof value === 'object' && 'ref' in value) noteOrigin(value.ref, -1, name)
  return valueOrRefuse(rebuild(value, () => name))
}

const records = new WeakMap<object, Map<string, { value: Value, key: string }>>()
const recordsGet = Function.prototype.call.bind(WeakMap.prototype.get, records) as (frame: object) => Map<string, { value: Value, key: string }> | undefined
const recordsSet = Function.prototype.call.bind(WeakMap.prototype.set, records) as (frame: object, map: object) => void
let frames = 0

function recordOf (frame: FrameScopes | undefined, name: string): { value: Value, key: string } | undefined {
  if (frame === undefined) return undefined
  let known = recordsGet(frame)
  if (known === undefined) {
    known = new OwnMap()
    frames++
    for (const scope of frame.scopes) {
      for (const { name: each, value, symbol } of scope.variables) {
        if (symbol !== true && mapGet(known, each) === undefined) mapSet(known, each, { value, key: `${frames}:${each}` })
      }
    }
    recordsSet(frame, known)
  }
  return mapGet(known, name) as { value: Value, key: string } | undefined
}

/** Why a name that the scopes do not have may have been there all the same. */
function cutOf (frame: FrameScopes | undefined): ((name: string) => string) | undefined {
  if (frame === undefined) return undefined
  const { missing } = frame
  if (missing !== undefined) return name => missingFrameSentence(name, missing)
  for (const scope of frame.scopes) {
    const cut = scope.cut?.[0]
    if (cut !== undefined) return name => `${name} is unknown: ${cutSentence(`the ${scope.type} scope`, cut, scope.variables.length)}`
  }
  return undefined
}
