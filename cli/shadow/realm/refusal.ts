import { defineProperty } from './originals'

const refusals = new WeakSet<object>()
const add = Function.prototype.call.bind(WeakSet.prototype.add, refusals) as (error: object) => void
const has = Function.prototype.call.bind(WeakSet.prototype.has, refusals) as (error: object) => boolean

/** Something that dead objects cannot do. Its message is a sentence that says why. */
class FaultSnapError extends Error {}
// The bundle's names are short ones.
defineProperty(FaultSnapError, 'name', { value: 'FaultSnapError', configurable: true })
defineProperty(FaultSnapError.prototype, 'name', { value: 'FaultSnapError', configurable: true, writable: true })

export function refusal (message: string): Error {
  const error = new FaultSnapError(message)
  add(error)
  return error
}

export function refuse (message: string): never {
  throw refusal(message)
}

export const isRefusal = (value: unknown): boolean => typeof value === 'object' && value !== null && has(value)
