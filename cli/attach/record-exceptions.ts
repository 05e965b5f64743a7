import type { Debugger, Runtime } from 'node:inspector'
import type { ExceptionMode } from './requests'
import type { Verdict, WaitOptions } from './wait-for'
import type { Target } from './target'

/** Of wall time, what pauses for errors that nobody asked for may take, and how much of it at once: as the agent has it. */
const BUDGET_SHARE = 0.01
const BURST_MS = 250
const COOLDOWN_MS = 1_000
/** V8 gathers frames and scopes, and the news travels: what a pause costs that is ended at once, beyond what we see of it, on a busy machine. */
const UNSEEN_MS = 5
const VM_SCRIPTS = ['node:vm', 'node:internal/vm', 'node:internal/process/execution', 'node:internal/vm/module']
/** After this an error that native code throws again was thrown again. */
const RETHROWN_MS = 100

/**
 * Watches for thrown errors: judges each pause by what V8 says of the error, without a call into the program. Pauses that were for
 * nothing are paid from a budget; when it is used up none is asked for until it is back.
 */
export class ExceptionWatch implements Pick<WaitOptions, 'judge' | 'spent' | 'stop' | 'occurrenceOf' | 'restart'> {
  /** How often it stood back: errors may have gone by. */
  stoodBack = 0
  /** Errors below `vm` or `node -e` on Node 20 and 22, which are not recorded. */
  leftAlone = 0
  private leftMs = BURST_MS
  private refilledAt = performance.now()
  private isOff = false
  private isStopped = false

  constructor (private readonly target: Target, private readonly mode: ExceptionMode) {}

  async start (): Promise<void> {
    await this.set(this.mode.state)
  }

  readonly judge = (params: Debugger.PausedEventDataType): Verdict => {
    if (params.reason !== 'exception' && params.reason !== 'promiseRejection') return 'leave'
    if (this.losesRethrown(params)) {
      this.leftAlone++
      this.standBackBriefly()
      return 'skip'
    }
    const { match } = this.mode
    return match === undefined || match.test(textOf(params.data as Runtime.RemoteObject | undefined)) ? 'take' : 'skip'
  }

  readonly spent = (ms: number): void => {
    const at = performance.now()
    this.leftMs = Math.min(BURST_MS, this.leftMs + (at - this.refilledAt) * BUDGET_SHARE) - ms - UNSEEN_MS
    this.refilledAt = at
    if (this.leftMs > 0 || this.isOff || this.isStopped) return
    this.isOff = true
    this.stoodBack++
    void this.set('none').catch(() => {})
    setTimeout(() => {
      this.isOff = false
      this.leftMs = BURST_MS / 2
      this.refilledAt = performance.now()
      if (!this.isStopped) void this.set(this.mode.state).catch(() => {})
    }, Math.max(COOLDOWN_MS, BURST_MS / 2 / BUDGET_SHARE)).unref()
  }

  readonly restart = async (): Promise<void> => {
    if (!this.isOff && !this.isStopped) await this.start()
  }

  readonly stop = async (): Promise<void> => {
    this.isStopped = true
    await this.set('none')
  }

  readonly occurrenceOf = (): ReturnType<WaitOptions['occurrenceOf']> => ({ hasException: true, occurrence: { isIdle: false, notes: [] } })

  /**
   * On Node 20 and 22 an uncaught error vanishes, exit code 0, if there is a pause when native code throws it again, as `vm` and `node -e` do:
   * or JavaScript of ours in between: such an error is not recorded.
   */
  private losesRethrown ({ callFrames }: Debugger.PausedEventDataType): boolean {
    if (Number(/^v(\d+)/.exec(this.target.facts.version)?.[1]) >= 24) return false
    return callFrames.some(({ location }) => VM_SCRIPTS.includes(this.target.scripts.get(location.scriptId)?.url ?? ''))
  }

  /** Said before the program goes on. */
  private standBackBriefly (): void {
    void this.set('none').catch(() => {})
    setTimeout(() => { if (!this.isOff && !this.isStopped) void this.start().catch(() => {}) }, RETHROWN_MS).unref()
  }

  private async set (state: 'none' | 'uncaught' | 'all'): Promise<void> {
    await this.target.connection.send('Debugger.setPauseOnExceptions', { state })
  }
}

/** `Class: message` as V8 describes an error, without the lines of its stack; a thrown primitive as text. */
export function textOf (thrown: Runtime.RemoteObject | undefined): string {
  if (thrown === undefined) return ''
  if (thrown.subtype !== 'error') return `${thrown.className ?? thrown.type}: ${thrown.description ?? String(thrown.value)}`
  const header = (thrown.description ?? '').split(/\n\s+at /)[0]!
  const className = thrown.className ?? ''
  return header.startsWith(className) ? header : `${className}: ${header}`
}
