import type { Runtime } from 'node:inspector'
import { getOwnPropertyDescriptor } from '../primordials'
import type { LiveValues } from './live-values'
import type { InspectorSession } from './session'

/** Live objects with the variables that a function sees around it, nearest first: CDP's `[[Scopes]]`. */
export function closureScopes (session: InspectorSession, liveValues: LiveValues, closure: object): unknown[] {
  const objectId = liveValues.idOf(closure)
  const scopes = session.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', { objectId, ownProperties: true })
    .internalProperties?.find(({ name }) => name === '[[Scopes]]')?.value?.objectId
  if (scopes === undefined) return []
  const ids = session.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', { objectId: scopes, ownProperties: true })
    .result.flatMap(({ value }) => value?.objectId ?? [])
  // Handed to a function, a scope comes in a wrapper of V8's: `{ type, object }`.
  return liveValues.take(ids).map(entry => getOwnPropertyDescriptor(entry as object, 'object')?.value)
}
