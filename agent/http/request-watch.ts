import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'
import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { guarded } from '../boundary'
import type { HandedOver } from '../integrations/hand-over'
import { SafeWeakMap } from '../primordials'
import type { Occasion } from '../record/build-crash'
import type { Recorder } from '../snapshot/recorder'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject } from '../snapshot/snapshot-store'
import { ActiveRequests } from './active-requests'
import { ContextStamp } from './context-stamp'
import { FailedRequests } from './failed-requests'
import { RequestContext, type ServerAnswer, type ServerRequest } from './request-context'
import { watchAnswers } from './watch-answers'

/**
 * Requests in a row without a throw at a new place after which async contexts are not followed any more, where that costs
 * something.
 */
const QUIET_REQUESTS = 1000
/** Requests between two looks for those that were aborted, of which Node does not tell. */
const SWEEP_EVERY = 256

/**
 * One per thread that serves. Owns the requests that are being handled, and the async contexts that lead from a throw to its
 * request.
 */
export class RequestWatch {
  private readonly agent: Agent
  private readonly owners: WeakMap<Snapshot, RequestContext> = new SafeWeakMap()
  private readonly active = new ActiveRequests()
  private readonly storage: AsyncLocalStorage<RequestContext>
  private readonly failed: FailedRequests
  /**
   * Following async contexts costs Node before 24 a hook for every promise: up to a fifth of the throughput of a server that does
   * nothing.
   */
  private readonly canRest: boolean
  private isFollowing = true
  private quiet = 0
  private untilSweep = SWEEP_EVERY

  constructor (agent: Agent) {
    this.agent = agent
    const { AsyncLocalStorage: Storage } = require('node:async_hooks') as typeof import('node:async_hooks')
    this.storage = new Storage()
    this.canRest = typeof (this.storage as unknown as { _enable?: unknown })._enable === 'function'
    this.failed = new FailedRequests(agent, snapshot => this.owners.get(snapshot))
    agent.whenArmed(recorder => this.follow(recorder))
    agent.recorder?.policy.startAnew()
    agent.printed.onError = error => { if (this.isFollowing) this.storage.getStore()?.notePrinted(error) }
    agent.surroundings = snapshot => this.surroundings(snapshot)
    watchAnswers(agent, response => this.answering(response))
    agent.onUninstall(() => this.storage.disable())
  }

  private follow (recorder: Recorder): void {
    recorder.onThrown = (snapshot, thrown) => this.thrown(snapshot, thrown)
    recorder.originalOf = (stackText, thrownAt) => {
      return (this.isFollowing ? this.storage.getStore() : this.onlyActive())?.original(stackText, thrownAt)
    }
  }

  finished (key: object): void {
    const context = ContextStamp.of(key)
    if (context === undefined) return
    this.through(context)
    this.end(context)
  }

  /** An integration's framework got an error. Whether it is recorded is seen when the request is answered. */
  handOver (error: unknown, info: HandedOver): void {
    const key = info.request as { stream?: object } | undefined
    const stamped = key && (ContextStamp.of(key) ?? (isObject(key.stream) ? ContextStamp.of(key.stream) : undefined))
    const context = stamped ?? this.storage.getStore()
    if (context?.request !== undefined) {
      context.handed ??= { error, info }
      return
    }
    if (info.web === undefined) return
    const { method, url, headers } = info.web
    const rawHeaders: string[] = []
    for (const [name, value] of headers) rawHeaders.push(name, value)
    const detached = new RequestContext({ method, url: url.replace(/^[a-z]+:\/\/[^/]*/, ''), httpVersion: '', rawHeaders }, undefined)
    detached.handed = { error, info }
    this.failed.judge(detached, undefined)
    this.failed.answered(detached)
  }

  /** The request was answered, or given up. */
  private through (context: RequestContext): void {
    const { handed, response } = context
    const isWanted = handed !== undefined && response?.headersSent === true && response.statusCode >= handed.info.minStatus
    if (isWanted && !context.isJudged) {
      this.judge(context, response.statusCode)
    }
    this.failed.answered(context)
  }

  /** `key`: what the answer will be found by. The request's context is entered for everything that follows. */
  begin (key: object, request: ServerRequest, response: ServerAnswer): RequestContext {
    const context = new RequestContext(request, response)
    new ContextStamp(key, context)
    this.active.add(context)
    if (--this.untilSweep === 0) this.sweep()
    if (this.canRest && this.isFollowing && ++this.quiet >= QUIET_REQUESTS) {
      this.isFollowing = false
      this.storage.disable()
    }
    if (this.isFollowing) this.storage.enterWith(context)
    return context
  }

  /** The head of an answer with a status of 500 or more is about to be written, by whoever is on the stack. */
  private answering (response: ServerResponse): void {
    const context = ContextStamp.of(response.req)
    if (context !== undefined) this.judge(context, response.statusCode)
  }

  /** Once per request. */
  judge (context: RequestContext, status: number): void {
    if (context.isJudged) return
    context.isJudged = true
    this.failed.judge(context, status)
  }

  private thrown (snapshot: Snapshot, thrown: unknown): void {
    const context = this.isFollowing ? this.storage.getStore() : this.onlyActive()
    // A failure that is known costs enough by being thrown.
    if (!this.agent.crashes.rate.isKnown(snapshot)) {
      this.quiet = 0
      this.isFollowing = true
    }
    if (context === undefined) return
    context.note(snapshot, thrown)
    if (!this.owners.has(snapshot)) this.owners.set(snapshot, context)
  }

  /** While contexts are not followed: the only request that is being handled, if there is one. */
  private onlyActive (): RequestContext | undefined {
    this.sweep()
    return this.active.only
  }

  private surroundings (snapshot: Snapshot): Occasion | undefined {
    const isUnknown = snapshot.frames.length === 0 && this.isFollowing
    const context = this.owners.get(snapshot) ?? (isUnknown ? this.storage.getStore() : undefined)
    if (context === undefined || (context.request ?? context.remains) === undefined) return undefined
    const tie = { by: 'context' as const, evidence: 'it was thrown while this request was handled' }
    const record = crashModule().requestRecord(context, snapshot.masker, this.agent.config)
    return { request: { ...record, ...context.remains?.status !== undefined && { status: context.remains.status }, tie } }
  }

  private end (context: RequestContext): void {
    this.active.remove(context)
    context.end()
  }

  private sweep (): void {
    this.untilSweep = SWEEP_EVERY
    this.active.forEach(context => {
      if (!context.isOver) return
      guarded('aborted request', () => this.through(context))
      this.end(context)
    })
  }
}
