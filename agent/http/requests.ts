import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Agent } from '../agent'
import type { HandedOver } from '../integrations/hand-over'
import { machineryOf, noteMachinery } from '../walk/machinery'
import { ContextStamp } from './context-stamp'
import { watchHttp2 } from './http2'
import { RequestWatch } from './request-watch'

/** The entrance for what Node tells of requests. There from the first connection on; the watch from the first request. */
export class Requests {
  private readonly agent: Agent
  private made: RequestWatch | undefined

  constructor (agent: Agent) {
    this.agent = agent
    watchHttp2(agent, () => this.watch)
  }

  begin (message: unknown): void {
    const { request, response, socket } = message as { request: IncomingMessage, response: ServerResponse, socket: object }
    if (this.made === undefined) noteMachinery(machineryOf(request, socket))
    this.watch.begin(request, request, response)
  }

  finished (message: unknown): void {
    this.made?.finished((message as { request: IncomingMessage }).request)
  }

  handOver (error: unknown, handed: HandedOver): void {
    this.watch.handOver(error, handed)
  }

  /** Undefined for a request that came unseen. */
  urlOf (request: object): string | undefined {
    return ContextStamp.of(request)?.url
  }

  private get watch (): RequestWatch {
    return this.made ??= new RequestWatch(this.agent)
  }
}
