import { guarded } from '../boundary'
import type { Requests } from '../http/requests'
import { ownFile } from '../own-files'
import type { SignalSource } from './signal-source'

/**
 * Requests that are answered with 5xx because of an error. Node's diagnostics channel tells of every request that its HTTP server
 * hands to the program, whatever framework that is. What watches them (agent/http/) is compiled with the first connection.
 */
export const http: SignalSource = {
  start (agent) {
    let made: Requests | undefined
    const requests = (): Requests => made ??= new (ownFile('http').Requests)(agent)
    agent.subscribe('net.server.socket', () => { if (made === undefined) requests() })
    agent.subscribe('http.server.request.start', message => requests().begin(message))
    agent.subscribe('http.server.response.finish', message => made?.finished(message))
    agent.requests = {
      handOver: (error, handed) => { guarded('integration', () => requests().handOver(error, handed)) },
      urlOf: request => made?.urlOf(request),
    }
  },
}
