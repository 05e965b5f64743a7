import { DEFAULT_CONFIG, type Config } from '../../src/config/config'
import { debugLog, guarded } from '../boundary'
import { now } from '../primordials'
import { PauseBudget } from './pause-budget'
import type { InspectorSession } from './session'

/** After a loop of throws, once the event loop turns again: predicted-uncaught throws are worth a pause. */
const AFTER_STORM_MS = 50
/** An error that was thrown unseen is rejected, or thrown again, soon: what is older is an error that the program keeps. */
const MAX_UNSEEN_MS = 60_000
/** In a test run, where every failed test is an error that the runner catches: see {@link PausePolicy.expectTests}. */
const TESTS = { pauseBudgetPercent: 10, pauseBurstMs: 1000 } as const

const timers = { setTimeout, clearTimeout }

export type PauseState = 'none' | 'uncaught' | 'all'

/** When V8 pauses: at every throw while the budget lasts, at predicted-uncaught ones while it refills, never while we work. */
export class PausePolicy {
  private readonly config: Config
  private readonly session: InspectorSession
  private budget: PauseBudget
  private state: PauseState = 'none'
  private isClosed = false
  /** When it last came to see all throws again after it had not. */
  private unseenUntil = Number.NEGATIVE_INFINITY
  private hasStoodBack = false
  private isTestRun = false
  /** The state to go back to, while the agent works undisturbed. */
  private stateAfterWork: PauseState | undefined
  private readonly rearming: { uncaught?: NodeJS.Timeout, all?: NodeJS.Timeout } = {}

  constructor (config: Config, session: InspectorSession) {
    this.config = config
    this.session = session
    this.budget = new PauseBudget(config)
  }

  /** Whether V8 could be in a pause at all. */
  get mayPause (): boolean {
    return this.state !== 'none'
  }

  get expectsTests (): boolean {
    return this.isTestRun
  }

  /** `isLate`: the program has run before, and may have thrown. */
  arm (isLate = false): void {
    if (isLate) this.unseenUntil = now()
    this.setState('all')
  }

  /** The program is up (its first request came): what its start threw and caught was not at the cost of what follows. */
  startAnew (): void {
    this.budget.topUp()
    if (this.state !== 'none') this.setState('all')
  }

  /**
   * From now on the errors that something catches are what matters most: a test runner catches that of every failed test. More time
   * for pauses, unless the configuration says how much, and snapshots of them that are as thorough as others.
   */
  expectTests (): void {
    if (this.isTestRun) return
    this.isTestRun = true
    const { pauseBudgetPercent, pauseBurstMs } = this.config
    this.budget = new PauseBudget({
      pauseBudgetPercent: pauseBudgetPercent === DEFAULT_CONFIG.pauseBudgetPercent ? TESTS.pauseBudgetPercent : pauseBudgetPercent,
      pauseBurstMs: pauseBurstMs === DEFAULT_CONFIG.pauseBurstMs ? TESTS.pauseBurstMs : pauseBurstMs,
    })
    // What was thrown while the runner started is of no consequence.
    this.setState('all')
  }

  /** Whether pauses are off because throws used up their budget. */
  get isStandingBack (): boolean {
    return (this.stateAfterWork ?? this.state) !== 'all'
  }

  /** Whether what is announced now may have been thrown before, while nobody looked. */
  get mayHaveMissed (): boolean {
    return this.isStandingBack || now() - this.unseenUntil < MAX_UNSEEN_MS
  }

  /** Whether a throw at `site` is one of its first, and of few: its pause may cost more than that of others. */
  isRare (site: string): boolean {
    return this.budget.isRare(site)
  }

  /** Whether throws used up their budget at any time. */
  get stoodBack (): boolean {
    return this.hasStoodBack
  }

  /** Runs `work` without pauses: the agent's own caught errors are nobody's business. */
  undisturbed<T> (work: () => T): T {
    const before = this.state
    const isOutermost = this.stateAfterWork === undefined
    if (isOutermost) this.stateAfterWork = before
    this.setState('none')
    try {
      return work()
    } finally {
      this.setState(before)
      if (isOutermost) this.stateAfterWork = undefined
    }
  }

  /** Pauses at all throws, whatever the budget says, until the function that it gives is called. */
  pauseAtAll (): () => void {
    const before = this.state
    this.setState('all')
    return () => this.setState(before)
  }

  /** Charges a pause; `site` names the place of the throw. */
  book (spentMs: number, site: string): void {
    const isStorm = site !== '' && this.budget.isStorm(site)
    // Failed tests throw at one place, and each is another failure.
    const isSpent = !(site === '' || this.isTestRun ? this.budget.spend(spentMs) : this.budget.spendAt(spentMs, site))
    if ((isSpent || isStorm) && this.state !== 'none') this.coolDown(isStorm)
  }

  /** No pause until the stack is empty. */
  standBack (): void {
    if (this.state === 'none') return
    const before = this.state
    this.setState('none')
    queueMicrotask(() => guarded('arm again', () => this.setState(before)))
  }

  /** The same where nothing of the program can run before that: nothing is missed. A promise takes no async id unless hooks are on. */
  passUntilIdle (): void {
    if (this.state === 'none' || this.stateAfterWork !== undefined) return
    const before = this.state
    this.stateAfterWork = before
    this.setState('none')
    void Promise.resolve().then(() => guarded('arm again', () => {
      this.setState(before)
      this.stateAfterWork = undefined
    }))
  }

  /** No state is set any more, and no timer is left. */
  close (): void {
    this.isClosed = true
    timers.clearTimeout(this.rearming.uncaught)
    timers.clearTimeout(this.rearming.all)
  }

  private setState (state: PauseState): void {
    if (this.isClosed || this.state === state) return
    if (this.stateAfterWork === undefined) this.noteWhatIsSeen(state)
    this.state = state
    this.session.pauseOnExceptions(state)
  }

  private noteWhatIsSeen (state: PauseState): void {
    if (this.state === 'all') this.hasStoodBack = true
    else if (state === 'all' && this.hasStoodBack) this.unseenUntil = now()
  }

  /**
   * From all throws to predicted-uncaught ones only, and from those to none: V8 predicts every throw of an async function to go
   * uncaught whose promise gets its handler a moment later. A storm is left alone at once: to predict the catcher of every throw
   * costs V8 as much again as the throw. No timer fires while a loop runs without the event loop: so long the state stays.
   */
  private coolDown (isStorm: boolean): void {
    this.setState(this.state === 'all' && !isStorm ? 'uncaught' : 'none')
    const refillMs = this.budget.untilRefilledMs()
    // The next test is another matter.
    const waitMs = this.isTestRun && refillMs === 0 ? AFTER_STORM_MS : Math.max(this.config.pauseCooldownMs, refillMs)
    debugLog(() => `pause budget used up: pauses for ${this.state} throws, for ${waitMs.toFixed(0)} ms`)
    this.rearmIn(AFTER_STORM_MS, 'uncaught')
    this.rearmIn(waitMs, 'all')
  }

  private rearmIn (waitMs: number, state: 'uncaught' | 'all'): void {
    timers.clearTimeout(this.rearming[state])
    if (waitMs === Number.POSITIVE_INFINITY) return
    const timer = timers.setTimeout(() => guarded('arm again', () => { if (this.state !== 'all') this.setState(state) }), waitMs)
    timer.unref()
    this.rearming[state] = timer
  }
}
