import { types } from 'node:util'
import type { Recorder } from '../snapshot/recorder'
import { isObject } from '../snapshot/snapshot-store'
import type { HeldError } from './look-at-answer'
import { dataOf } from '../walk/data-value'

const MAX_PENDING = 200

/**
 * The error that somebody has put aside together with this very response: `setImmediate(report, error, req, res)`. Express (its
 * `finalhandler`) answers an error from a callback that no longer holds it, while the call that logs it still waits. Node's queue
 * of immediates is reached through the scopes of one of its functions, as its table of overrides is (unformatted-stacks.ts).
 */
export function pendingErrorOf (recorder: Recorder, identities: readonly object[]): HeldError | undefined {
  for (const scope of recorder.values.scopesOf(clearImmediate)) {
    const queue = dataOf(scope, 'immediateQueue')
    if (!isObject(queue)) continue
    let pending = dataOf(queue, 'head')
    for (let count = 0; isObject(pending) && count < MAX_PENDING; count++, pending = dataOf(pending, '_idleNext')) {
      const args = dataOf(pending, '_argv')
      if (!Array.isArray(args) || !args.some(argument => isObject(argument) && identities.includes(argument))) continue
      for (const value of args as unknown[]) {
        if (types.isNativeError(value) || (isObject(value) && recorder.store.of(value) !== undefined)) {
          return { value, evidence: 'it was answered while a call with the error and this response was waiting to be made' }
        }
      }
    }
  }
  return undefined
}
