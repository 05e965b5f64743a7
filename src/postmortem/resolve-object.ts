import type { Handle } from './handle'
import { INVALID_PARAMS, ProtocolError, SERVER_ERROR } from './protocol-error'
import type { ReplaySession } from './session'

/** What a client's object id stands for, and its group. Throws ProtocolError with V8's words for one that is unknown or released. */
export function resolveObject (session: ReplaySession, objectId: unknown): { handle: Handle, group: string } {
  if (typeof objectId !== 'string') throw new ProtocolError(INVALID_PARAMS, 'Invalid parameters: objectId is a string')
  const found = session.ids.resolve(objectId)
  if (found === undefined) throw new ProtocolError(SERVER_ERROR, 'Could not find object with given id')
  return found
}
