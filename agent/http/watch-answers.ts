import type { ServerResponse } from 'node:http'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { defineProperty } from '../primordials'

type Named = Record<string, unknown>

/**
 * Calls `onFailing` when the head of an answer with a status of 500 or more is about to be written, and when an answer is broken
 * off by the program after its head was sent; on the stack of whoever does it. Node's `writeHead` looks `_storeHeader` up on the
 * response, the status is set before: it is an accessor now that gives the same function, so that there is no frame of ours and
 * no changed identity. `destroy` likewise.
 */
export function watchAnswers (agent: Agent, onFailing: (response: ServerResponse) => void): void {
  const { ServerResponse: Response, OutgoingMessage } = require('node:http') as typeof import('node:http')
  const { prototype } = Response
  const inherited = OutgoingMessage.prototype as unknown as Named
  const onLookUp = (name: '_storeHeader' | 'destroy', isFailing: (response: ServerResponse) => boolean): void => {
    if (Object.hasOwn(prototype, name)) return
    defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get (this: ServerResponse) {
        if (this !== prototype && isFailing(this)) guarded('answer', () => onFailing(this))
        return inherited[name]
      },
      set (this: object, value: unknown) {
        defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true })
      },
    })
    agent.onUninstall(() => { delete (prototype as unknown as Named)[name] })
  }
  onLookUp('_storeHeader', ({ statusCode }) => statusCode >= 500)
  // When it was the client that went away, Node has marked the response as destroyed.
  onLookUp('destroy', ({ headersSent, writableFinished, destroyed, socket }) =>
    headersSent && !writableFinished && !destroyed && socket?.destroyed === false)
}
