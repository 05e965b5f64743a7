import { types } from 'node:util'
import { getOwnPropertyDescriptor } from '../primordials'
import type { GhostState, Memory, Outcome } from './ghost-state'
import { rethrow } from './rethrow'

const OVERFLOW = 'Maximum call stack size exceeded'

/** A wrapped function failed. Gives undefined if that is suppressed, else throws the error on. */
export function failed (
  state: GhostState, outcome: Outcome, error: unknown, args: ArrayLike<unknown>, mark: number, memory: Memory | undefined,
  isConstructor = false,
): undefined {
  if (isNoted(state, { outcome, error, args, mark, memory, isConstructor })) return undefined
  // At the end of the stack every call is one too many.
  if (types.isNativeError(error) && getOwnPropertyDescriptor(error, 'message')?.value === OVERFLOW) throw error
  return rethrow(error)
}

/** Whether the failure ends here. Where no stack is left to report it, it goes on. */
export function isNoted (state: GhostState, failure: Parameters<GhostState['onFailure']>[1]): boolean {
  try {
    return state.onFailure(state, failure)
  } catch {
    return false
  }
}
