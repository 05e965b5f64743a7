import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Debugger } from 'node:inspector'
import { SafeWeakRef, now } from '../primordials'
import type { Snapshot } from '../snapshot/snapshot'
import type { HandedOver } from '../integrations/hand-over'
import { isObject } from '../snapshot/snapshot-store'
import { routedOf, type Routed } from './routed'

/** Snapshots that a request knows: the last ones. */
const MAX_SNAPSHOTS = 8

/** What was thrown while a request was handled. The value is held weakly: it may lead to much memory of the program. */
export interface Thrown { snapshot: Snapshot, value: unknown }

/** What is left of a request when it was answered, for an error that comes up later in its context. */
export interface RequestRemains {
  method: string
  httpVersion: string
  rawHeaders: string[]
  status: number | undefined
  durationMs: number
}

/** What of Node's `IncomingMessage` is read; `Http2ServerRequest` has it, too. */
export type ServerRequest =
  Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'> & { socket?: { remoteAddress?: string } | null }
/** What of Node's `ServerResponse` is read; `Http2ServerResponse` has it, too. */
export type ServerAnswer = Pick<ServerResponse, 'statusCode' | 'headersSent' | 'writableFinished' | 'destroyed'>

/**
 * One request that is being handled, found by its async context. A pool's timer that was started in it keeps it for ever: so it
 * lets go of the request, its response and its snapshots as soon as they are through.
 */
export class RequestContext {
  readonly startedAt = now()
  /** As it came: routers take their mount from Node's own field while they handle a request. */
  readonly url: string
  /** The route that was being handled when something was thrown last, or when the request was answered. */
  routed: Routed | undefined
  request: ServerRequest | undefined
  response: ServerAnswer | undefined
  remains: RequestRemains | undefined
  /** It was looked at already why this request failed: at most one crash per request. */
  isJudged = false
  /** An integration knows which error it was. */
  handed: { error: unknown, info: HandedOver } | undefined
  /** Neighbours in the list of requests that are being handled; see {@link ActiveRequests}. */
  before: RequestContext | undefined
  after: RequestContext | undefined
  private thrown: { snapshot: Snapshot, value: unknown, reference: WeakRef<object> | undefined }[] | undefined

  private printed: WeakRef<Error> | undefined

  constructor (request: ServerRequest, response: ServerAnswer | undefined) {
    this.request = request
    this.response = response
    this.url = request.url ?? ''
  }

  /** A throw, first or again, in this context. */
  note (snapshot: Snapshot, value: unknown): void {
    if (this.request === undefined) return
    this.routed = routedOf(this.request) ?? this.routed
    const thrown = this.thrown ??= []
    for (let index = 0; index < thrown.length; index++) {
      if (thrown[index]!.snapshot !== snapshot) continue
      thrown.splice(index, 1)
      break
    }
    if (thrown.length >= MAX_SNAPSHOTS) thrown.shift()
    thrown[thrown.length] = isObject(value)
      ? { snapshot, value: undefined, reference: new SafeWeakRef(value) }
      : { snapshot, value, reference: undefined }
  }

  /**
   * Frameworks throw copies of errors on (hapi's Boom clones what a handler threw). A copy has the original's stack to the letter, and
   * is thrown somewhere else. In one request only, and if there is but one: two failures of one line look the same.
   */
  original (stackText: string, { scriptId, lineNumber, columnNumber }: Debugger.Location): Snapshot | undefined {
    let found: Snapshot | undefined
    for (const { snapshot } of this.thrown ?? []) {
      if (snapshot.stackText !== stackText) continue
      const [top] = snapshot.frames
      const isThere = top?.scriptId === scriptId && top.lineNumber0 === lineNumber && top.columnNumber0 === columnNumber
      if (found !== undefined || isThere) return undefined
      found = snapshot
    }
    return found
  }

  /** The program printed an error in this context. */
  notePrinted (error: Error): void {
    if (this.request !== undefined) this.printed = new SafeWeakRef(error)
  }

  /** The error that the program printed last while it handled this request. */
  get lastPrinted (): Error | undefined {
    return this.printed?.deref()
  }

  /** What was thrown in this context, latest first. */
  latest (): Thrown[] {
    const valueOf = (value: unknown, reference: WeakRef<object> | undefined): unknown => reference === undefined ? value : reference.deref()
    return (this.thrown ?? []).map(({ snapshot, value, reference }) => ({ snapshot, value: valueOf(value, reference) })).reverse()
  }

  get isOver (): boolean {
    const { request, response } = this
    return request === undefined || response === undefined || response.writableFinished || response.destroyed
  }

  /** Milliseconds since the request came, or until it was answered. */
  get durationMs (): number {
    return this.remains?.durationMs ?? now() - this.startedAt
  }

  /** The request is through: keeps a few words of it. */
  end (): void {
    const { request, response } = this
    if (request === undefined) return
    // For what fails later in its context: a job that a handler has started and not waited for.
    this.routed ??= routedOf(request)
    this.remains = {
      method: request.method ?? '', httpVersion: request.httpVersion, rawHeaders: request.rawHeaders,
      status: response?.headersSent === true ? response.statusCode : undefined,
      durationMs: now() - this.startedAt,
    }
    this.request = undefined
    this.response = undefined
    this.thrown = undefined
    this.handed = undefined
  }
}
