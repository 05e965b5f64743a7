import { ContinuedEvent, DebugSession, Event, InitializedEvent, OutputEvent, Response, TerminatedEvent } from '@vscode/debugadapter'
import type { DebugProtocol } from '@vscode/debugprotocol'
import { FaultSnapError } from '../../src/errors'
import { wasThrown } from '../../src/model'
import { stoppedBody } from '../../src/postmortem/dap/exception'
import { safeText } from '../../src/terminal/safe-text'
import type { Io } from '../io'
import { CAPABILITIES } from './capabilities'
import { Client } from './client'
import { CHANGES, DEAD, MOVES, unverified } from './dead'
import { evaluate, EvaluationFailed } from './evaluate'
import * as inspection from './inspection'
import { launchArguments, type LaunchArguments } from './launch-arguments'
import { openSession, type OpenedSession } from './opened-session'
import { startOutput } from './start-output'

/** What a session works with; `ended` is called once, when the client has left. */
export interface SessionOptions { io: Io, commandLine: LaunchArguments, ended: () => void }

/** DAP `Message.id`: of errors that say what to do, of those of an expression, and of bugs of ours. */
const USER_ERROR = 1
const EVALUATION_ERROR = 2
const UNEXPECTED = 3

/**
 * One client of the Debug Adapter Protocol: a program that stands at its crash and never runs on. Requests come in through
 * `handleMessage`, everything that is to be sent through `onDidSendMessage`.
 */
export class PostmortemSession extends DebugSession {
  readonly #options: SessionOptions
  readonly #io: Io
  #client = new Client()
  #opened: OpenedSession | undefined
  #entry: unknown
  #isEnded = false
  #wasTold = false
  #isStopped = false
  #evaluations: Promise<unknown> = Promise.resolve()

  constructor (options: SessionOptions) {
    super()
    this.#options = options
    const { draw: _draw, ...io } = options.io
    this.#io = { ...io, tell: text => this.sendEvent(new OutputEvent(`${text}\n`, 'console')) }
  }

  /** Ends the session whatever the client does: it is gone. */
  override shutdown (): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#opened?.evaluator.close()
    this.#options.ended()
  }

  protected override dispatchRequest (request: DebugProtocol.Request): void {
    void this.#answer(request)
  }

  async #answer (request: DebugProtocol.Request): Promise<void> {
    const response: DebugProtocol.Response = new Response(request)
    try {
      const body = await this.#handle(request.command, (request.arguments ?? {}) as never)
      if (body !== undefined) response.body = body
    } catch (error) {
      const [id, text] = described(error)
      response.success = false
      response.message = text
      // Clients fill `{…}` of a format with variables; there are none, and they leave the rest as it is.
      response.body = { error: { id, format: text, showUser: id !== EVALUATION_ERROR } satisfies DebugProtocol.Message }
    }
    if (this.#isEnded) return
    this.sendResponse(response)
    if (response.success) this.#follow(request.command)
  }

  async #handle (command: string, args: never): Promise<object | undefined> {
    switch (command) {
      case 'initialize':
        this.#client = new Client(args)
        return CAPABILITIES
      case 'launch': case 'attach':
        await this.#open(args)
        return undefined
      case 'restart':
        await this.#open((args as DebugProtocol.RestartArguments).arguments ?? this.#entry)
        return undefined
      case 'setBreakpoints': case 'setFunctionBreakpoints': case 'setDataBreakpoints': case 'setInstructionBreakpoints':
        return unverified((args as DebugProtocol.SetBreakpointsArguments).breakpoints)
      case 'setExceptionBreakpoints': case 'configurationDone': case 'cancel': case 'terminate': case 'disconnect': case 'terminateThreads':
        return undefined
      case 'breakpointLocations': return { breakpoints: [] }
      case 'dataBreakpointInfo': return { dataId: null, description: DEAD }
      case 'stepInTargets': case 'gotoTargets': return { targets: [] }
    }
    const refusal = CHANGES.get(command)
    if (refusal !== undefined) throw new FaultSnapError('USAGE', refusal)
    const opened = this.#opened
    if (opened === undefined) throw new FaultSnapError('USAGE', `${safeText(command, 80)}: no capsule is open yet. Send launch or attach first.`)
    if (MOVES.has(command)) return command === 'continue' ? { allThreadsContinued: true } : undefined
    return await this.#inspect(opened, command, args)
  }

  async #inspect (opened: OpenedSession, command: string, args: never): Promise<object | undefined> {
    switch (command) {
      case 'threads': return inspection.threads(opened)
      case 'stackTrace': return await inspection.stackTrace(opened, args, this.#client)
      case 'scopes': return inspection.scopes(opened, args)
      case 'variables': return inspection.variables(opened, args)
      case 'source': return await inspection.source(opened, args)
      case 'loadedSources': return await inspection.loadedSources(opened)
      case 'exceptionInfo': return inspection.exception(opened)
      case 'completions': return inspection.completions(opened, args, this.#client)
      case 'readMemory': return inspection.readMemory(opened, args)
      case 'evaluate': {
        // One at a time, in their order.
        const result = this.#evaluations.then(async () => await evaluate(opened, args))
        this.#evaluations = result.catch(() => {})
        return await result
      }
    }
    throw new FaultSnapError('USAGE', `${safeText(command, 80)} is not a request that this adapter knows.`)
  }

  /** Events that come after the response to a request. */
  #follow (command: string): void {
    if (command === 'launch' || command === 'attach') this.sendEvent(new InitializedEvent())
    else if (command === 'configurationDone' && this.#opened !== undefined || command === 'restart') this.#announce()
    else if (MOVES.has(command)) this.#stayPut(command)
    else if (command === 'terminate') this.sendEvent(new TerminatedEvent())
    else if (command === 'disconnect') this.shutdown()
  }

  async #open (entry: unknown): Promise<void> {
    const opened = await openSession(launchArguments(entry, this.#options.commandLine), this.#io, this.#client.isUri)
    this.#opened?.evaluator.close()
    this.#opened = opened
    this.#entry = entry
  }

  #announce (): void {
    for (const body of startOutput(this.#opened!.capsule)) this.sendEvent(new OutputEvent(body.output, body.category))
    this.#stop('exception')
  }

  #stayPut (command: string): void {
    if (!this.#wasTold) this.sendEvent(new OutputEvent(`${DEAD}\n`, 'important'))
    this.#wasTold = true
    this.#stop(command === 'pause' ? 'pause' : 'exception')
  }

  /**
   * A client may take a second `stopped` for another thread's, and send that one on (nvim-dap does), for ever: the first is over before
   * the next begins.
   */
  #stop (reason: string): void {
    if (this.#isStopped) this.sendEvent(new ContinuedEvent(inspection.THREAD_ID, true))
    this.#isStopped = true
    const { capsule, view } = this.#opened!
    const { description, text } = stoppedBody({ crash: view.crash, signal: capsule.manifest.signal })
    const isThrown = wasThrown(capsule.manifest.signal, view.crash.exception)
    this.sendEvent(new Event('stopped', { reason: isThrown ? reason : 'pause', description, text, threadId: inspection.THREAD_ID, allThreadsStopped: true }))
  }
}

function described (error: unknown): [id: number, text: string] {
  if (error instanceof EvaluationFailed) return [EVALUATION_ERROR, error.message]
  if (error instanceof FaultSnapError) return [USER_ERROR, safeText(error.message, 2_000, '\n')]
  if (process.env['FAULTSNAP_DEBUG'] === '1') console.error(error)
  return [UNEXPECTED, `unexpected ${safeText(String(error), 500)}. FAULTSNAP_DEBUG=1 shows where, on stderr.`]
}
