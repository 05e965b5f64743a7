import type { ServerResponse } from 'node:http'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { defineProperty } from '../primordials'

type Named = Record<string, unknown>

/**
 * Calls `onFailing` when the head of an answer with a status of 500 or more is about to be written, on the stack of whoever answers.
 * Node's `writeHead` looks `_storeHeader` up on the response at that moment, the status is set before: it is an accessor now that gives
 * the same function, so that there is no frame of ours and no changed identity.
 */
export function watchAnswers (agent: Agent, onFailing: (response: ServerResponse) => void): void {
  const { ServerResponse: Response, OutgoingMessage } = require('node:http') as typeof import('node:http')
  const prototype = Response.prototype
  const inherited = OutgoingMessage.prototype as unknown as Named
  if (Object.hasOwn(prototype, '_storeHeader')) return
  defineProperty(prototype, '_storeHeader', {
    configurable: true,
    enumerable: true,
    get (this: ServerResponse) {
      if (this !== prototype && this.statusCode >= 500) guarded('answer', () => onFailing(this))
      return inherited._storeHeader
    },
    set (this: object, value: unknown) {
      defineProperty(this, '_storeHeader', { value, configurable: true, enumerable: true, writable: true })
    },
  })
  agent.onUninstall(() => { delete (prototype as unknown as Named)._storeHeader })
}
