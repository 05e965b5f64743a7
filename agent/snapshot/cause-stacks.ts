import { MAX_STACK_CHARS } from '../../src/limits'
import type { ExceptionRecord } from '../../src/model'
import { arrayIsArray, getOwnPropertyDescriptor } from '../primordials'
import { isObject } from './snapshot-store'
import { stackOf } from './snapshot-without-pause'

/**
 * Adds the stack texts of causes and of `AggregateError.errors` to the record of a live error. To read a stack formats it: with
 * an `Error.prepareStackTrace` of the program that would be noticed, so then it is left alone.
 */
export function addCauseStacks (record: ExceptionRecord, thrown: unknown): void {
  if (getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value !== undefined || !isObject(thrown)) return
  const cause = getOwnPropertyDescriptor(thrown, 'cause')?.value as unknown
  if (record.cause !== undefined) addTo(record.cause, cause)
  const errors = getOwnPropertyDescriptor(thrown, 'errors')?.value as unknown
  if (record.errors === undefined || !isObject(errors) || !arrayIsArray(errors)) return
  for (let index = 0; index < record.errors.length; index++) {
    addTo(record.errors[index]!, getOwnPropertyDescriptor(errors, String(index))?.value)
  }
}

function addTo (record: ExceptionRecord, error: unknown): void {
  if (!isObject(error)) return
  record.stack = stackOf(error).slice(0, MAX_STACK_CHARS)
  addCauseStacks(record, error)
}
