import { types } from 'node:util'
import {
  apply, defineProperty, functionToString, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, regExpExec, stringIncludes, stringStartsWith,
} from '../primordials'
import type { GhostState } from './ghost-state'
import { failed } from './failed'
import { watchGenerator, watchResult } from './watch-result'

/** What is called; of any kind. */
export type AnyFunction = (...args: never[]) => unknown

/**
 * A function that does what `state.fn` does, with one frame more on the stack, of its name and of this package's `ghost.cjs`. It has
 * the same name, length, own properties and prototype, can be constructed if the function can, and its `toString` gives the function's
 * source.
 */
export function wrapFunction (state: GhostState): Function {
  const { fn } = state
  if (types.isProxy(fn) || isClass(fn) || (!('prototype' in fn) && isConstructor(fn))) return throughProxy(state)
  if (types.isGeneratorFunction(fn)) return dress(ofGenerator(state), fn)
  return dress(getOwnPropertyDescriptor(fn, 'prototype') === undefined ? ofMethod(state) : ofFunction(state), fn)
}

/** Methods, arrows and async functions: no constructors. */
function ofMethod (state: GhostState): Function {
  const { fn } = state
  return {
    ghosted (this: unknown): unknown {
      const mark = state.mark()
      const memory = state.logsMemory ? state.memory() : undefined
      let result: unknown
      try {
        result = apply(fn, this, arguments)
      } catch (error) {
        return failed(state, 'thrown', error, arguments, mark, memory)
      }
      return typeof result === 'object' && result !== null ? watchResult(state, result, arguments, mark, memory) : result
    },
  }.ghosted
}

/** `function` functions, which are constructors, too. */
function ofFunction (state: GhostState): Function {
  const { fn } = state
  const isAsked = asksForNewTarget(fn)
  return function ghosted (this: unknown): unknown {
    const mark = state.mark()
    const memory = state.logsMemory ? state.memory() : undefined
    let result: unknown
    try {
      result = new.target === undefined ? apply(fn, this, arguments)
        : Reflect.construct(fn, arguments, new.target === ghosted && !isAsked ? fn : new.target)
    } catch (error) {
      return failed(state, 'thrown', error, arguments, mark, memory, new.target !== undefined)
    }
    if (new.target !== undefined) return result
    return typeof result === 'object' && result !== null ? watchResult(state, result, arguments, mark, memory) : result
  }
}

/** Arguments' defaults are evaluated at the call, the rest when it is iterated. */
function ofGenerator (state: GhostState): Function {
  const { fn } = state
  return {
    ghosted (this: unknown): unknown {
      const mark = state.mark()
      const memory = state.logsMemory ? state.memory() : undefined
      let iterator: object
      try {
        iterator = apply(fn, this, arguments) as object
      } catch (error) {
        return failed(state, 'thrown', error, arguments, mark, memory)
      }
      return watchGenerator(state, iterator, arguments, mark, memory)
    },
  }.ghosted
}

/** Classes and bound functions: what is not a call or a construction goes to the original itself. */
function throughProxy (state: GhostState): Function {
  const isAsked = asksForNewTarget(state.fn)
  // Without a prototype the stack does not say `Object.ghosted`.
  const handler = Object.assign(Object.create(null) as ProxyHandler<Function>, {
    apply: function ghosted (fn: Function, self: unknown, args: unknown[]): unknown {
      const mark = state.mark()
      const memory = state.logsMemory ? state.memory() : undefined
      let result: unknown
      try {
        result = apply(fn, self, args)
      } catch (error) {
        return failed(state, 'thrown', error, args, mark, memory)
      }
      return typeof result === 'object' && result !== null ? watchResult(state, result, args, mark, memory) : result
    },
    construct: function ghosted (fn: Function, args: unknown[], newTarget: Function): object {
      const mark = state.mark()
      const memory = state.logsMemory ? state.memory() : undefined
      try {
        return Reflect.construct(fn, args, newTarget === proxy && !isAsked ? fn : newTarget) as object
      } catch (error) {
        return failed(state, 'thrown', error, args, mark, memory, true) as never
      }
    },
  })
  const proxy = new Proxy(state.fn, handler)
  return proxy
}

/**
 * Whether a construction, or that of a class above, can tell a `new.target` that is the wrapper from one that is the original. To give
 * the wrapper has its price: V8 makes a hidden class for every object then. A class that compares with its own name means itself.
 */
function asksForNewTarget (fn: Function): boolean {
  let link: unknown = fn
  for (let step = 0; typeof link === 'function' && step < 32 && !types.isProxy(link); step++) {
    const text = functionToString(link)
    if (stringIncludes(text, 'new.target')) {
      const [, name] = regExpExec(/^(?:class|function)\s+([\w$]+)/, text) ?? []
      return name === undefined || regExpExec(/new\.target\s*[!=]==?\s*([\w$]+)/, text)?.[1] !== name
    }
    link = getPrototypeOf(link)
  }
  return types.isProxy(link)
}

/** Own properties of sloppy functions that are V8's business. */
const ENGINE_KEYS: readonly PropertyKey[] = ['arguments', 'caller']

function dress (wrapper: Function, fn: Function): Function {
  for (const key of ownKeys(fn)) {
    if (ENGINE_KEYS.includes(key)) continue
    defineProperty(wrapper, key, getOwnPropertyDescriptor(fn, key)!)
  }
  // Dependency injection and test fixtures read the parameters of a function there.
  if (getOwnPropertyDescriptor(fn, 'toString') === undefined) {
    const toString = { toString: (): string => functionToString(fn) }.toString
    defineProperty(wrapper, 'toString', { value: toString, configurable: true, enumerable: false, writable: true })
  }
  // `fn.constructor` is how programs ask whether a function is async.
  if (getPrototypeOf(wrapper) !== getPrototypeOf(fn)) Object.setPrototypeOf(wrapper, getPrototypeOf(fn))
  if (!Object.isExtensible(fn)) Object.preventExtensions(wrapper)
  return wrapper
}

export function isClass (fn: unknown): boolean {
  return typeof fn === 'function' && !types.isProxy(fn) && stringStartsWith(functionToString(fn), 'class')
}

/** Asks without constructing: the function is only the `new.target` of another construction. */
function isConstructor (fn: Function): boolean {
  try {
    Reflect.construct(Object, [], fn)
    return true
  } catch {
    return false
  }
}
