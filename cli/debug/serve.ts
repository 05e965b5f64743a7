import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Capsule } from '../../src/capsule/read'
import { FaultSnapError } from '../../src/errors'
import type { Replay } from '../../src/postmortem/replay'
import { refusedHost, refusedOrigin } from './access'
import { serveClient } from './client'
import { LOOPBACK, targetOf, versionOf, type Target } from './target'

/** `port` 0 is a free one. `isStaying`: not ended by its last client. `open` makes a session for each client. */
export interface DebugServerOptions { capsule: Capsule, port: number, isStaying: boolean, open: () => Promise<Replay> }

/** `ended` resolves when the server is closed: by {@link close}, or after its last client. */
export interface DebugServer { port: number, target: Target, ended: Promise<void>, close (): void }

export const MAX_CLIENTS = 16
/** A client's message: an expression, a function of a debugger's. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024
/** A client that reloads is back at once. */
const LINGER_MS = 300

/** Serves a capsule as Node serves a program that is being debugged. Throws FaultSnapError NOT_OPENED when the port is not to be had. */
export async function serveDebugger ({ capsule, port, isStaying, open }: DebugServerOptions): Promise<DebugServer> {
  const id = randomUUID()
  const server = createServer((request, response) => respond(capsule, id, request, response))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false })
  const upgraded = new Set<Duplex>()
  let clients = 0
  let leaving: NodeJS.Timeout | undefined
  const close = (): void => {
    clearTimeout(leaving)
    for (const client of sockets.clients) client.close(1001, 'The debugger ended')
    server.close()
    server.closeAllConnections()
    // Sockets that were upgraded are not the server's any more: one whose client does not close would keep it.
    setTimeout(() => { for (const socket of upgraded) socket.destroy() }, LINGER_MS).unref()
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    upgraded.add(socket)
    socket.once('close', () => upgraded.delete(socket))
    const why = refusedHost(request.headers) ?? refusedOrigin(request.headers)
    if (why !== undefined) return refuse(socket, '403 Forbidden', why)
    if (request.url !== `/${id}`) return refuse(socket, '404 Not Found', 'No such session')
    if (clients >= MAX_CLIENTS) return refuse(socket, '503 Service Unavailable', 'Too many clients')
    clients++
    clearTimeout(leaving)
    const left = (): void => { if (--clients === 0 && !isStaying) leaving = setTimeout(close, LINGER_MS) }
    // However it ends, also before it is a WebSocket: a handshake that is none, a client that has gone.
    socket.once('close', left)
    // Opened first: what the client sends meanwhile waits in its socket.
    open().then(replay => {
      socket.once('close', () => replay.close())
      if (socket.destroyed) return replay.close()
      sockets.handleUpgrade(request, socket, head, client => void serveClient(client, replay))
    }, () => refuse(socket, '500 Internal Server Error', 'The capsule could not be opened'))
  })
  const ended = new Promise<void>(resolve => server.on('close', () => resolve()))
  await listening(server, port)
  const address = server.address() as AddressInfo
  return { port: address.port, target: targetOf(capsule, id, `${LOOPBACK}:${address.port}`), ended, close }
}

function respond (capsule: Capsule, id: string, request: IncomingMessage, response: ServerResponse): void {
  const send = (status: number, type: string, text: string): void => {
    response.writeHead(status, {
      'content-type': `${type}; charset=UTF-8`, 'content-length': Buffer.byteLength(text), 'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    }).end(request.method === 'HEAD' ? undefined : text)
  }
  const why = refusedHost(request.headers)
  if (why !== undefined) return send(403, 'text/plain', `${why}\n`)
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, 'text/plain', 'GET only\n')
  const json = (value: unknown): void => send(200, 'application/json', `${JSON.stringify(value, null, 2)}\n`)
  switch (request.url?.replace(/\?.*$/s, '').replace(/(?<=.)\/$/, '')) {
    case '/json': case '/json/list': return json([targetOf(capsule, id, request.headers.host!)])
    case '/json/version': return json(versionOf(capsule))
    case `/json/activate/${id}`: return send(200, 'text/plain', 'Target activated')
    default: return send(404, 'text/plain', 'Not found\n')
  }
}

function refuse (socket: Duplex, status: string, why: string): void {
  // Half of it would stay open for as long as the other side likes.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(why)}\r\n\r\n${why}`)
}

async function listening (server: ReturnType<typeof createServer>, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'EADDRINUSE' ? 'Another program has it; without --port a free one is taken.' : 'Give another --port.'
      reject(new FaultSnapError('NOT_OPENED', `Port ${port} cannot be opened (${error.code ?? error.message}). ${hint}`, { cause: error }))
    })
    server.listen(port, LOOPBACK, () => resolve())
  })
}
