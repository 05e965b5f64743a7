import type { Readable, Writable } from 'node:stream'
import { readMessages } from './framing'
import { PostmortemSession, type SessionOptions } from './session'

/** `refused`: what came in was not this protocol; nothing was answered. */
export type Ending = 'left' | 'refused'

/** Requests that may be open before no more are read. */
const MAX_OPEN = 200

/** Serves one client on a pair of streams, until it leaves. Neither stream is closed. */
export async function connect (input: Readable, output: Writable, options: Omit<SessionOptions, 'ended'>, begun = (): void => {}):
Promise<Ending> {
  return await new Promise(resolve => {
    const session = new PostmortemSession({ ...options, ended: () => resolve('left') })
    let open = 0
    let isFull = false
    // A client that asks and does not read, or that asks faster than there are answers, is not read either.
    const regulate = (): void => { if (isFull || open >= MAX_OPEN) input.pause(); else input.resume() }
    session.onDidSendMessage(message => {
      const json = textOf(message)
      if ((message as { type?: unknown }).type === 'response' && open > 0) open--
      isFull = !output.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)
      regulate()
    })
    output.on('drain', () => {
      isFull = false
      regulate()
    })
    output.on('error', () => session.shutdown())
    readMessages(input, {
      message: message => {
        begun()
        if ((message as { type?: unknown }).type === 'request') open++
        regulate()
        session.handleMessage(message as never)
      },
      end: () => session.shutdown(),
      refuse: () => {
        resolve('refused')
        session.shutdown()
      },
    })
  })
}

/** A capsule's texts may be longer as JSON than a string can be. */
function textOf (message: object): string {
  try {
    return JSON.stringify(message)
  } catch {
    const { seq, request_seq: of, command } = message as Record<string, unknown>
    return JSON.stringify({ seq, type: 'response', request_seq: of, command, success: false, message: 'The answer is too large.' })
  }
}
