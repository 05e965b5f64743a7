import { types } from 'node:util'
import { MAX_STACK_CHARS } from '../../src/limits'
import type { ExceptionRecord } from '../../src/model'
import { getOwnPropertyDescriptor, program } from '../primordials'
import { defaultPrepare } from '../originals'
import { includedErrors } from './included-errors'
import { isObject } from './snapshot-store'
import { stackOf } from './stack-of'


/**
 * Adds the stack texts of causes and of the errors that one includes to the record of a live error that is about to be written. To
 * read a stack formats it: an `Error.prepareStackTrace` of the program would notice, so then they are left alone.
 */
export function addCauseStacks (record: ExceptionRecord, thrown: unknown): void {
  if (!isPrepared() && isObject(thrown) && !types.isProxy(thrown)) addTo(record, thrown)
}

/** Whether the program formats stacks itself: with other places, perhaps, and it would notice that one is read. */
export function isPrepared (): boolean {
  const now = getOwnPropertyDescriptor(program.Error, 'prepareStackTrace')
  return now !== undefined && (now.get !== undefined || now.value !== defaultPrepare)
}

function addTo (record: ExceptionRecord, thrown: object): void {
  const cause = getOwnPropertyDescriptor(thrown, 'cause')?.value as unknown
  if (record.cause !== undefined) addStack(record.cause, cause)
  if (record.errors === undefined) return
  const included = includedErrors(thrown, record.errors.length)
  for (let index = 0; index < record.errors.length; index++) addStack(record.errors[index]!, included?.errors[index])
}

function addStack (record: ExceptionRecord, error: unknown): void {
  if (!isObject(error) || types.isProxy(error)) return
  record.stack = stackOf(error).slice(0, MAX_STACK_CHARS)
  addTo(record, error)
}
