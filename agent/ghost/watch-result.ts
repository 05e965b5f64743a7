import { types } from 'node:util'
import { SafeWeakMap, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, uncurryThis } from '../primordials'
import { failed, isNoted } from './failed'
import type { GhostState, Memory } from './ghost-state'

type Args = ArrayLike<unknown>

type Then = (this: Promise<unknown>, onFulfilled: undefined, onRejected: (error: unknown) => unknown) => Promise<unknown>
const promiseThen = uncurryThis(Promise.prototype.then as Then)

/**
 * What a wrapped function gives instead of its result. A promise becomes one that is settled as it is, a turn of the microtask queue
 * later; a generator one that delegates to it. Everything else, thenables among it (to call their `then` may start a query), stays
 * what it is, unwatched.
 */
export function watchResult (state: GhostState, result: object, args: Args, mark: number, memory: Memory | undefined): unknown {
  if (types.isPromise(result)) return watchPromise(state, result, args, mark, memory)
  if (types.isGeneratorObject(result)) return watchGenerator(state, result, args, mark, memory)
  return result
}

function watchPromise (state: GhostState, promise: Promise<unknown>, args: Args, mark: number, memory: Memory | undefined): unknown {
  if (types.isAsyncFunction(state.fn)) return derived(state, promise, args, mark, memory)
  // A function may give the same promise to all who ask.
  const known = watched(state).get(promise)
  if (known !== undefined) return known
  const result = derived(state, promise, args, mark, memory)
  const keys = ownKeys(promise)
  // Some promises carry methods: `got(url).json()`.
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!
    if (getOwnPropertyDescriptor(result, key) === undefined) defineProperty(result, key, getOwnPropertyDescriptor(promise, key)!)
  }
  watched(state).set(promise, result)
  return result
}

/** A handler on the promise itself would make it a handled one: an unhandled rejection would go unnoticed. */
function derived (state: GhostState, promise: Promise<unknown>, args: Args, mark: number, memory: Memory | undefined): Promise<unknown> {
  return promiseThen(promise, undefined, (error: unknown) => {
    if (isNoted(state, { outcome: 'rejected', error, args, mark, memory, isConstructor: false })) return undefined
    throw error
  })
}

/** A generator that does what `iterator` does, `next`, `throw` and `return` alike, with the same prototype. */
export function watchGenerator (state: GhostState, iterator: object, args: Args, mark: number, memory: Memory | undefined): object {
  const isFresh = types.isGeneratorFunction(state.fn)
  const known = isFresh ? undefined : watched(state).get(iterator)
  if (known !== undefined) return known
  const isAsync = Symbol.asyncIterator in iterator
  const result: object = isAsync
    ? delegateAsync(state, iterator as AsyncGenerator, args, mark, memory) : delegate(state, iterator as Generator, args, mark, memory)
  Object.setPrototypeOf(result, getPrototypeOf(iterator))
  if (!isFresh) watched(state).set(iterator, result)
  return result
}

const { delegate, delegateAsync } = {
  delegate: function * ghosted (state: GhostState, iterator: Generator, args: Args, mark: number, memory: Memory | undefined): Generator {
    try {
      return yield * iterator
    } catch (error) {
      return failed(state, 'iterator', error, args, mark, memory)
    }
  },
  delegateAsync: async function * ghosted (
    state: GhostState, iterator: AsyncGenerator, args: Args, mark: number, memory: Memory | undefined,
  ): AsyncGenerator {
    try {
      return yield * iterator
    } catch (error) {
      return failed(state, 'iterator', error, args, mark, memory)
    }
  },
}

const results: WeakMap<GhostState, WeakMap<object, object>> = new SafeWeakMap()

function watched (state: GhostState): WeakMap<object, object> {
  let known = results.get(state)
  if (known === undefined) {
    known = new SafeWeakMap()
    results.set(state, known)
  }
  return known
}
