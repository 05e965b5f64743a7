import CDP from 'chrome-remote-interface'
import { FaultSnapError } from '../../src/errors'
import { safeText } from '../../src/terminal/safe-text'

/** Milliseconds until an answer that does not come means that the program is stuck. */
export const ANSWER_MS = 5_000

/** A little longer than a kernel delays an acknowledgement. */
const ACKNOWLEDGING_MS = 45
const ACKNOWLEDGE_EVERY_MS = 2

type Client = Awaited<ReturnType<typeof CDP>> & { send: (method: string, params?: object, callback?: (failed: unknown, answer: unknown) => void) => Promise<unknown>, on: (event: string, listener: (params: never) => void) => void }

/** A debugger's connection to a program: calls with a time limit, events, and word of its end. */
export class TargetConnection {
  /** Settles when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>
  /** What is still to be fetched from a program that ends: it waits so long. */
  unfinished: () => Promise<unknown> = async () => {}
  private hasEnded = false

  private acknowledging: { timer?: NodeJS.Timeout } | undefined
  private heardAt = 0
  private isSilent = false

  private constructor (private readonly client: Client) {
    client.on('event', () => this.heard())
    this.ended = new Promise(resolve => {
      const end = (): void => {
        this.hasEnded = true
        resolve()
      }
      client.on('disconnect', end)
      // A program that ends waits for its debuggers, in Node's own code: it is not to wait for us.
      client.on('NodeRuntime.waitingForDisconnect', () => {
        void within(this.unfinished(), ANSWER_MS).then(() => {
          end()
          void client.close().catch(() => {})
        })
      })
    })
  }

  /** `url`: `ws://host:port/id`. Throws FaultSnapError NOT_ATTACHED. */
  static async open (url: string): Promise<TargetConnection> {
    const { noDeprecation } = process
    try {
      // It calls `url.parse`, of which Node warns.
      process.noDeprecation = true
      // No description of the protocol: methods are called by name.
      const client = await within(CDP({ target: url, local: true, protocol: { domains: [] } as never }), ANSWER_MS)
      if (client === undefined) throw new Error('no answer')
      return new TargetConnection(client as Client)
    } catch (error) {
      throw new FaultSnapError('NOT_ATTACHED', `The inspector at ${safeText(url, 200)} does not take a connection (${safeText((error as Error).message, 200)}).`)
    } finally {
      process.noDeprecation = noDeprecation === true
    }
  }

  /** Throws FaultSnapError TARGET_ENDED or, after `ms`, NOT_ATTACHED; and an Error with V8's message where it refuses. */
  async send<Result> (method: string, params: object = {}, ms = ANSWER_MS): Promise<Result> {
    if (this.hasEnded) throw gone()
    const answer = this.client.send(method, params).then(result => ({ result: result as Result }), (error: unknown) => ({ error: error as Error }))
    const settled = await within(Promise.race([answer, this.ended.then(() => ({ error: undefined }))]), ms)
    if (settled === undefined) throw stuck()
    this.heard()
    if ('result' in settled) return settled.result
    if (settled.error === undefined || this.hasEnded || /WebSocket (?:connection closed|is not open)/.test(settled.error.message)) throw gone()
    throw settled.error
  }

  /** {@link send}, and calls `onAnswer` before anything is heard that came after the answer: several messages may come at once. */
  async sendThen<Result> (method: string, params: object, onAnswer: (result: Result) => void): Promise<void> {
    if (this.hasEnded) throw gone()
    const answered = new Promise<true>((resolve, reject) => this.client.send(method, params, (failed, answer) => {
      if (failed !== false) return void reject(new Error((answer as { message?: string } | undefined)?.message))
      onAnswer(answer as Result)
      resolve(true)
    }))
    if (await within(Promise.race([answered, this.ended]), ANSWER_MS) !== true) throw this.hasEnded ? gone() : stuck()
  }

  /**
   * Sends what may pause the program while it is carried out, and nothing else until `until` has settled or the answer is here. A message
   * that comes to Node between the beginning of such a call and its pause is lost to it, and all after it: the interrupt that should read
   * it is spent while messages are being read (`MainThreadInterface::DispatchMessages`), and the pause would never end.
   */
  sendAlone (method: string, params: object, until: Promise<unknown>): void {
    const speak = (): void => { this.isSilent = false }
    this.isSilent = true
    this.client.send(method, params).then(speak, speak)
    void until.then(speak)
  }

  /**
   * Node leaves Nagle's algorithm on: what it sends waits in its kernel for the acknowledgement of what it sent before, which our kernel
   * delays for 40 ms unless there is something to send, and the news of a pause waits with the program. So something is said, until a
   * while after the last word from there.
   */
  private heard (): void {
    this.heardAt = performance.now()
    if (this.acknowledging === undefined) {
      this.acknowledging = {}
      this.acknowledge(this.acknowledging)
    } else if (this.acknowledging.timer !== undefined) {
      clearTimeout(this.acknowledging.timer)
      this.acknowledge(this.acknowledging)
    }
  }

  private acknowledge (state: { timer?: NodeJS.Timeout }): void {
    delete state.timer
    if (this.isSilent) {
      this.acknowledging = undefined
      return
    }
    const next = (): void => {
      if (this.hasEnded || performance.now() - this.heardAt > ACKNOWLEDGING_MS) this.acknowledging = undefined
      else state.timer = setTimeout(() => this.acknowledge(state), ACKNOWLEDGE_EVERY_MS)
    }
    this.client.send('Runtime.getIsolateId').then(next, next)
  }

  on<Params> (event: string, listener: (params: Params) => void): void {
    this.client.on(event, listener as (params: never) => void)
  }

  async close (): Promise<void> {
    if (this.hasEnded) return
    await within(this.client.close().catch(() => {}), 1_000)
  }
}

/** Undefined if it takes longer. */
export async function within<T> (promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  try {
    return await Promise.race([promise, new Promise<undefined>(resolve => { timer = setTimeout(resolve, ms, undefined) })])
  } finally {
    clearTimeout(timer)
  }
}

const gone = (): FaultSnapError => new FaultSnapError('TARGET_ENDED', 'The program ended, or closed its inspector, before it was recorded.')

const stuck = (): FaultSnapError => new FaultSnapError('NOT_ATTACHED', 'The program does not answer: it is stopped, or busy in native code, where V8 cannot ' +
  'pause it. Try again, or look at it with a native debugger.')
