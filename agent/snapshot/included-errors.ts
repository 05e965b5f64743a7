import { types } from 'node:util'
import { arrayIsArray, getOwnPropertyDescriptor, toStringOf } from '../primordials'
import { isObject } from './snapshot-store'

/** The errors that one includes, in its own order. `isSuppression`: an error, and the one that it suppressed. */
export interface IncludedErrors { errors: unknown[], isSuppression: boolean }

/**
 * `errors` of an AggregateError; `error` and `suppressed` of a SuppressedError, as `using` makes them, natively or by a compiler's
 * helper, which makes an Error of that name. At most `limit`; undefined for other errors. `thrown` must not be a Proxy.
 */
export function includedErrors (thrown: object, limit: number): IncludedErrors | undefined {
  if (!types.isNativeError(thrown)) return undefined
  const list = getOwnPropertyDescriptor(thrown, 'errors')?.value as unknown
  if (isObject(list) && !types.isProxy(list) && arrayIsArray(list)) {
    const errors: unknown[] = []
    for (let index = 0; index < list.length && index < limit; index++) {
      errors[index] = getOwnPropertyDescriptor(list, toStringOf(index))?.value
    }
    return { errors, isSuppression: false }
  }
  const error = getOwnPropertyDescriptor(thrown, 'error')
  const suppressed = getOwnPropertyDescriptor(thrown, 'suppressed')
  if (error === undefined || suppressed === undefined || !('value' in error) || !('value' in suppressed)) return undefined
  return { errors: [error.value, suppressed.value], isSuppression: true }
}
