import type { Readable, Writable } from 'node:stream'
import { readMessages } from './framing'
import { PostmortemSession, type SessionOptions } from './session'

/** `refused`: what came in was not this protocol; nothing was answered. */
export type Ending = 'left' | 'refused'

/** Serves one client on a pair of streams, until it leaves. Neither stream is closed. */
export async function connect (input: Readable, output: Writable, options: Omit<SessionOptions, 'ended'>, begun = (): void => {}):
Promise<Ending> {
  return await new Promise(resolve => {
    const session = new PostmortemSession({ ...options, ended: () => resolve('left') })
    session.onDidSendMessage(message => {
      const json = JSON.stringify(message)
      output.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)
    })
    output.on('error', () => session.shutdown())
    readMessages(input, {
      message: message => {
        begun()
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
