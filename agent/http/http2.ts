import type { Http2ServerRequest, Http2ServerResponse, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { defineProperty } from '../primordials'
import { ContextStamp } from './context-stamp'
import type { RequestContext, ServerAnswer, ServerRequest } from './request-context'

/** What http2.ts tells of the requests that it sees; of request-watch.ts. */
export interface Http2Watch {
  begin (key: object, request: ServerRequest, response: ServerAnswer): RequestContext
  judge (context: RequestContext, status: number): void
  finished (key: object): void
}

type Named = Record<PropertyKey, unknown>

/**
 * HTTP/2: its diagnostics channels where Node has them (22.20, 24.5 and later), for the compatibility API and for plain streams.
 * On an older Node the compatibility API only: its classes look up `on` when a request is made, and the methods under two symbols
 * when an answer's head is written and when it has ended; they are accessors that give the same functions.
 */
export function watchHttp2 (agent: Agent, watch: () => Http2Watch): void {
  if (hasChannels()) return watchChannels(agent, watch)
  // The module is not loaded for programs that do not use it.
  let modules = -1
  let isWatching = false
  const look = (): void => {
    const { moduleLoadList } = process as unknown as { moduleLoadList: string[] }
    if (isWatching || moduleLoadList.length === modules) return
    modules = moduleLoadList.length
    if (!moduleLoadList.includes('NativeModule http2')) return
    isWatching = true
    watchCompatibility(agent, watch)
  }
  agent.subscribe('net.server.socket', look)
  // This may be the first connection.
  guarded('http2', look)
}

function hasChannels (): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major >= 25 || (major === 24 && minor >= 5) || (major === 22 && minor >= 20)
}

function watchChannels (agent: Agent, watch: () => Http2Watch): void {
  agent.subscribe('http2.server.stream.start', message => {
    const { stream, headers } = message as { stream: ServerHttp2Stream, headers: IncomingHttpHeaders }
    // Those with an even id are pushed by the server.
    if (((stream.id ?? 0) & 1) === 1) watch().begin(stream, new StreamRequest(stream, headers), new StreamAnswer(stream))
  })
  agent.subscribe('http2.server.stream.finish', message => {
    const { stream, headers } = message as { stream: ServerHttp2Stream, headers: Record<string, unknown> }
    const context = ContextStamp.of(stream)
    const status = Number(headers[':status'])
    if (context !== undefined && status >= 500) watch().judge(context, status)
  })
  agent.subscribe('http2.server.stream.close', message => watch().finished((message as { stream: object }).stream))
}

function watchCompatibility (agent: Agent, watch: () => Http2Watch): void {
  const { Http2ServerRequest: Request, Http2ServerResponse: Response } = require('node:http2') as typeof import('node:http2')
  const symbolOf = (name: string): symbol => {
    const found = Object.getOwnPropertySymbols(Response.prototype).find(symbol => symbol.description === name)
    if (found === undefined) throw new Error(`no ${name} in Node's http2`)
    return found
  }
  const onLookUp = (target: object, key: PropertyKey, seen: (self: object) => void): void => {
    const own = Object.getOwnPropertyDescriptor(target, key)
    const inherited = Object.getPrototypeOf(target) as Named
    defineProperty(target, key, {
      configurable: true,
      enumerable: own?.enumerable ?? true,
      get (this: object) {
        if (this !== target) guarded('http2', () => seen(this))
        return own === undefined ? inherited[key] : own.value as unknown
      },
      set (this: object, value: unknown) {
        defineProperty(this, key, { value, configurable: true, enumerable: true, writable: true })
      },
    })
    agent.onUninstall(() => {
      delete (target as Named)[key]
      if (own !== undefined) defineProperty(target, key, own)
    })
  }
  onLookUp(Request.prototype, 'on', self => {
    const request = self as Http2ServerRequest
    const { stream } = request
    if (stream !== undefined && ContextStamp.of(stream) === undefined) watch().begin(stream, request, new StreamAnswer(stream))
  })
  onLookUp(Response.prototype, symbolOf('begin-send'), self => {
    const { stream, statusCode } = self as Http2ServerResponse
    const context = stream === undefined ? undefined : ContextStamp.of(stream)
    if (context !== undefined && statusCode >= 500) watch().judge(context, statusCode)
  })
  onLookUp(Response.prototype, 'emit', self => {
    const { stream, writableEnded } = self as Http2ServerResponse
    // It emits `finish` when its stream is through.
    if (writableEnded && (stream === undefined || stream.destroyed || stream.writableFinished)) watch().finished(stream ?? self)
  })
}

/** What is asked of a request, for a stream without one. */
class StreamRequest implements ServerRequest {
  readonly httpVersion = '2.0'
  private readonly stream: ServerHttp2Stream
  private readonly headers: IncomingHttpHeaders

  constructor (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) {
    this.stream = stream
    this.headers = headers
  }

  get method (): string { return String(this.headers[':method'] ?? '') }
  get url (): string { return String(this.headers[':path'] ?? '') }
  get socket (): { remoteAddress?: string } | undefined { return this.stream.session?.socket }

  get rawHeaders (): string[] {
    const raw: string[] = []
    for (const [name, value] of Object.entries(this.headers)) {
      for (const one of Array.isArray(value) ? value : [value]) raw.push(name === ':authority' ? 'host' : name, String(one))
    }
    return raw
  }
}

class StreamAnswer implements ServerAnswer {
  readonly stream: ServerHttp2Stream

  constructor (stream: ServerHttp2Stream) {
    this.stream = stream
  }

  get statusCode (): number { return Number(this.stream.sentHeaders?.[':status'] ?? 0) }
  get headersSent (): boolean { return this.stream.headersSent }
  get writableFinished (): boolean { return this.stream.writableFinished && this.stream.destroyed }
  get destroyed (): boolean { return this.stream.destroyed }
}

/** The objects that stand for a request in the program: Node's own of HTTP/1, or a stream with those of the compatibility API. */
export function identitiesOf ({ request, response }: RequestContext): object[] {
  const identities: object[] = []
  if (request !== undefined) identities.push(request)
  if (response instanceof StreamAnswer) {
    const { stream } = response
    identities.push(stream)
    for (const symbol of Object.getOwnPropertySymbols(stream)) {
      if (symbol.description !== 'request' && symbol.description !== 'response') continue
      const value = Object.getOwnPropertyDescriptor(stream, symbol)?.value as unknown
      if (typeof value === 'object' && value !== null) identities.push(value)
    }
  } else if (response !== undefined) {
    identities.push(response)
  }
  return identities
}
