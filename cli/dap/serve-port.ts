import { createServer, type AddressInfo, type Socket } from 'node:net'
import { FaultSnapError } from '../../src/errors'
import { connect } from './connect'
import type { SessionOptions } from './session'

const HOST = '127.0.0.1'
const MAX_CLIENTS = 16
/** An editor speaks at once. Who says nothing would keep the place of one. */
const FIRST_WORD_MS = 10_000

/** `port` 0 is a free one; `listening` gets the one that it became. `isStaying`: not ended by its last client. */
export interface PortOptions extends Omit<SessionOptions, 'ended'> {
  port: number
  isStaying: boolean
  listening: (port: number) => void
}

/** Serves clients on a port of this machine only, and ends with the last of them. Throws FaultSnapError NOT_OPENED. */
export async function servePort ({ port, isStaying, listening, ...options }: PortOptions): Promise<void> {
  let clients = 0
  const sockets = new Set<Socket>()
  const server = createServer(socket => void serve(socket))
  server.maxConnections = MAX_CLIENTS
  const serve = async (socket: Socket): Promise<void> => {
    let isClient = false
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    const silent = setTimeout(() => socket.destroy(), FIRST_WORD_MS)
    const ending = await connect(socket, socket, options, () => {
      if (!isClient) clients++
      isClient = true
      clearTimeout(silent)
    })
    clearTimeout(silent)
    if (ending === 'refused') socket.destroy()
    else socket.end(() => socket.destroy())
    if (isClient && --clients === 0 && !isStaying) {
      server.close()
      // Who has said nothing yet is not waited for.
      for (const other of sockets) if (other !== socket) other.destroy()
    }
  }
  await new Promise<void>((resolve, reject) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'EADDRINUSE' ? 'Another program has it; --port 0 takes a free one.' : 'Give another --port.'
      reject(new FaultSnapError('NOT_OPENED', `Port ${port} cannot be opened (${error.code ?? error.message}). ${hint}`, { cause: error }))
    })
    server.on('close', resolve)
    server.listen(port, HOST, () => listening((server.address() as AddressInfo).port))
  })
}
