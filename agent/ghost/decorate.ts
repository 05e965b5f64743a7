import { defineProperty, getOwnPropertyDescriptor } from '../primordials'
import { GhostState, type OnFailure } from './ghost-state'
import type { GhostOptions } from './ghost-options'

type WrapperModule = typeof import('./wrapper')

/** Wraps a function. `name`: what to call it where it has none of its own. */
export type Wrap = (fn: Function, name?: string | symbol) => Function

/** Each function gets a {@link GhostState} of its own. */
export function wrapWith (options: Readonly<GhostOptions>, onFailure: OnFailure): Wrap {
  return (fn, name) => wrapperModule().wrapFunction(new GhostState(fn, options, onFailure, name))
}

let loaded: WrapperModule | undefined

/** `ghost.cjs`, built beside this file: its name is what the program's stacks say of a wrapper. */
function wrapperModule (): WrapperModule {
  return loaded ??= require('./ghost.cjs') as WrapperModule
}

/** What a standard decorator gets second: https://github.com/tc39/proposal-decorators (2023-11). */
interface DecoratorContext { kind: string, name?: string | symbol }

/**
 * One function for all uses, told apart by the arguments: a function alone (or a class, by a legacy class decorator); a value with the
 * context of a standard decorator; target, key and descriptor of a legacy one. Throws a TypeError for anything else: a decorator in the
 * wrong place should not be found out when the failure comes.
 */
export function decorate (wrap: Wrap, args: readonly unknown[]): unknown {
  const [first, second, third] = args
  if (args.length === 1 && typeof first === 'function') return wrap(first)
  if (isContext(second)) return standard(wrap, first, second)
  const isKey = typeof second === 'string' || typeof second === 'symbol'
  const isTarget = typeof first === 'function' || (typeof first === 'object' && first !== null)
  if (isTarget && isKey && typeof third !== 'number') {
    return legacy((fn, name = second) => wrap(fn, name), first, second, third as LegacyDescriptor | undefined)
  }
  throw new TypeError('ghost() wraps a function or a class, or decorates a class, method, accessor or field')
}

function isContext (value: unknown): value is DecoratorContext {
  return typeof value === 'object' && value !== null && typeof (value as Partial<DecoratorContext>).kind === 'string'
}

function standard (wrap: Wrap, value: unknown, { kind, name }: DecoratorContext): unknown {
  switch (kind) {
    case 'class': {
      const wrapped = wrap(value as Function)
      // The class itself is out of reach now: its instances are to name the one that is not.
      const { prototype } = value as { prototype: object }
      const descriptor = getOwnPropertyDescriptor(prototype, 'constructor')
      if (descriptor?.value === value) defineProperty(prototype, 'constructor', { ...descriptor, value: wrapped })
      return wrapped
    }
    case 'field': return (initial: unknown) => ifFunction(wrap, initial, name)
    case 'accessor': {
      const { get, set } = value as { get: Function, set: Function }
      return { get: wrap(get, name), set: wrap(set, name), init: (initial: unknown) => ifFunction(wrap, initial, name) }
    }
    default: return wrap(value as Function, name)
  }
}

interface LegacyDescriptor extends PropertyDescriptor { initializer?: (() => unknown) | null }

/** TypeScript's `experimentalDecorators`, and those of Babel and swc, whose fields have a descriptor with an `initializer`. */
function legacy (wrap: Wrap, target: object, key: string | symbol, descriptor: LegacyDescriptor | undefined): unknown {
  if (descriptor === undefined) return legacyField(wrap, target, key)
  const result: LegacyDescriptor = { ...descriptor }
  const { initializer } = descriptor
  if (typeof descriptor.value === 'function') result.value = wrap(descriptor.value as Function)
  if (descriptor.get !== undefined) result.get = wrap(descriptor.get) as () => unknown
  if (descriptor.set !== undefined) result.set = wrap(descriptor.set) as (value: unknown) => void
  if (typeof initializer === 'function') result.initializer = function (this: unknown) { return ifFunction(wrap, initializer.call(this)) }
  return result
}

/**
 * A legacy decorator of a field is told its name only. A static field has its value by then; that of an instance is assigned later and
 * meets a setter of the prototype, unless the compiler defines fields instead (`useDefineForClassFields`), which nobody can watch.
 */
function legacyField (wrap: Wrap, target: object, key: string | symbol): void {
  const own = getOwnPropertyDescriptor(target, key)
  if (own !== undefined) {
    if (typeof own.value === 'function') defineProperty(target, key, { ...own, value: wrap(own.value as Function) })
    return
  }
  defineProperty(target, key, {
    configurable: true,
    enumerable: false,
    get: () => undefined,
    set (this: object, value: unknown) {
      defineProperty(this, key, { configurable: true, enumerable: true, writable: true, value: ifFunction(wrap, value) })
    },
  })
}

function ifFunction (wrap: Wrap, value: unknown, name?: string | symbol): unknown {
  return typeof value === 'function' && !wrapperModule().isClass(value) ? wrap(value, name) : value
}
