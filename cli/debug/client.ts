import type { WebSocket } from 'ws'
import type { Replay } from '../../src/postmortem/replay'

/** Requests that one client may have open; beyond, its socket is not read. DevTools sends some two hundred at once. */
const MAX_PENDING = 500
/** Bytes that wait to be read by the client before the next request is answered. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024
/** Bytes of requests that wait for their turn; beyond, the socket is not read either. */
const MAX_PENDING_BYTES = 16 * 1024 * 1024

const PARSE_ERROR = -32700
const INVALID_REQUEST = -32600
const INTERNAL_ERROR = -32603

/** Answers one client's requests, one after the other as V8 does. Resolves when the client is gone; the replay is closed then. */
export async function serveClient (socket: WebSocket, replay: Replay): Promise<void> {
  const send = (message: object): void => { if (socket.readyState === socket.OPEN) socket.send(textOf(message)) }
  replay.onEvent((method, params) => send({ method, params }))
  let pending = 0
  let pendingBytes = 0
  let turn: Promise<void> = Promise.resolve()
  socket.on('message', (data: Buffer) => {
    pending++
    pendingBytes += data.length
    if (pending >= MAX_PENDING || pendingBytes >= MAX_PENDING_BYTES) socket.pause()
    turn = turn.then(async () => {
      await drained(socket)
      // Whoever has gone needs no answer.
      if (socket.readyState !== socket.OPEN) return
      const message = await answer(replay, String(data))
      if (message !== undefined) send(message)
      pendingBytes -= data.length
      if (--pending < MAX_PENDING / 2 && pendingBytes < MAX_PENDING_BYTES / 2 && socket.isPaused) socket.resume()
    })
  })
  socket.on('error', () => socket.terminate())
  await new Promise<void>(resolve => socket.on('close', () => resolve()))
  replay.close()
}

/** A capsule's texts may be longer as JSON than a string can be. */
function textOf (message: object): string {
  try {
    return JSON.stringify(message)
  } catch {
    const { id, sessionId } = message as { id?: number, sessionId?: string }
    const error = { code: INTERNAL_ERROR, message: 'The answer is too large' }
    return JSON.stringify(id === undefined ? { error } : { id, error, ...sessionId !== undefined && { sessionId } })
  }
}

async function answer (replay: Replay, text: string): Promise<object | undefined> {
  let request: unknown
  try {
    request = JSON.parse(text)
  } catch {
    return { error: { code: PARSE_ERROR, message: 'JSON: the message could not be parsed' } }
  }
  if (typeof request !== 'object' || request === null) return { error: { code: INVALID_REQUEST, message: 'Message must be an object' } }
  const { id, method, params, sessionId } = request as Record<string, unknown>
  if (typeof id !== 'number') return { error: { code: INVALID_REQUEST, message: 'Message must have integer \'id\' property' } }
  const session = typeof sessionId === 'string' ? { sessionId } : {}
  if (typeof method !== 'string') return { id, error: { code: INVALID_REQUEST, message: 'Message must have string \'method\' property' }, ...session }
  const isObject = typeof params === 'object' && params !== null && !Array.isArray(params)
  return { id, ...await replay.handle(method, isObject ? params as Record<string, unknown> : {}), ...session }
}

/** A client that asks and does not read would have its answers pile up here. */
async function drained (socket: WebSocket): Promise<void> {
  while (socket.bufferedAmount > MAX_WAITING_BYTES && socket.readyState === socket.OPEN) {
    await new Promise(resolve => { setTimeout(resolve, 10) })
  }
}
