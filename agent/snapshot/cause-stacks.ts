import { types } from 'node:util'
import { MAX_STACK_CHARS } from '../../src/limits'
import type { ExceptionRecord } from '../../src/model'
import { arrayIsArray, getOwnPropertyDescriptor, program } from '../primordials'
import { defaultPrepare } from '../originals'
import { isObject } from './snapshot-store'
import { stackOf } from './snapshot-without-pause'


/**
 * Adds the stack texts of causes and of `AggregateError.errors` to the record of a live error that is about to be written. To
 * read a stack formats it: an `Error.prepareStackTrace` of the program would notice, so then they are left alone.
 */
export function addCauseStacks (record: ExceptionRecord, thrown: unknown): void {
  if (!isPrepared() && isObject(thrown) && !types.isProxy(thrown)) addTo(record, thrown)
}

function isPrepared (): boolean {
  const now = getOwnPropertyDescriptor(program.Error, 'prepareStackTrace')
  return now !== undefined && (now.get !== undefined || now.value !== defaultPrepare)
}

function addTo (record: ExceptionRecord, thrown: object): void {
  const cause = getOwnPropertyDescriptor(thrown, 'cause')?.value as unknown
  if (record.cause !== undefined) addStack(record.cause, cause)
  const errors = getOwnPropertyDescriptor(thrown, 'errors')?.value as unknown
  if (record.errors === undefined || !isObject(errors) || types.isProxy(errors) || !arrayIsArray(errors)) return
  for (let index = 0; index < record.errors.length; index++) {
    addStack(record.errors[index]!, getOwnPropertyDescriptor(errors, String(index))?.value)
  }
}

function addStack (record: ExceptionRecord, error: unknown): void {
  if (!isObject(error) || types.isProxy(error)) return
  record.stack = stackOf(error).slice(0, MAX_STACK_CHARS)
  addTo(record, error)
}
