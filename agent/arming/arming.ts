import type { ArmMode } from '../../src/config/config'
import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { debugLog, guarded } from '../boundary'
import { readDeath, type Death } from './read-death'
import { isTestRunFromStart } from '../host/test-run'
import { mayBeWatched } from '../host/launcher'
import { ownFile } from '../own-files'

const timers = { setTimeout, clearTimeout }
/** A timer's delay is a signed 32-bit number. */
const MAX_TIMER_MS = 2_147_483_647

/**
 * When this thread has the debugger enabled, without which there are no variables, and with which starting, every `await` and every
 * throw cost more. Owns the mode (option `arm`), the while that `on-first-error` stays armed, and the word that is left for
 * the program's next process.
 */
export class Arming {
  private readonly agent: Agent
  private currentMode: ArmMode
  /** Epoch ms until which `on-first-error` is armed. */
  private untilMs = 0
  private timer: NodeJS.Timeout | undefined
  private isStopped = false
  private wasArmedByDeath = false

  constructor (agent: Agent) {
    this.agent = agent
    this.currentMode = agent.config.arm
  }

  get mode (): ArmMode {
    return this.currentMode
  }

  /** Decides about the start of this thread. */
  start (): void {
    if (this.mode === 'start') return this.agent.arm()
    if (this.mode === 'off') return
    const { agent } = this
    agent.printed.isHolding = agent.isMainThread
    // Errors of failed tests are caught, and seen at the places of a runner that a debugger shows.
    if (agent.isWatching('test') && isTestRunFromStart()) return this.agent.arm()
    const sharedUntilMs = agent.threadCrashes.armedUntilMs
    if (sharedUntilMs > Date.now()) return this.armUntil(sharedUntilMs)
    const death = agent.isMainThread ? guarded('death', () => readDeath(agent.config.repositoryDir) ?? this.readDeathElsewhere()) : undefined
    if (death === undefined) return
    // One that died after an hour may do so again after an hour.
    this.wasArmedByDeath = true
    this.armUntil(Date.now() + agent.config.armForMs + death.uptimeMs)
  }

  /**
   * An error was seen that mattered: in the mode `on-first-error`, what comes from now on has variables. Not for one that ends this
   * thread; workers to come know of it, the process to come learns of it in {@link ended}.
   */
  errorSeen (isEnding = false): void {
    if (this.mode !== 'on-first-error' || this.isStopped) return
    const untilMs = Date.now() + this.agent.config.armForMs
    this.agent.threadCrashes.noteArmedUntil(untilMs)
    if (!isEnding) this.armUntil(untilMs)
  }

  /** In a worker that is not armed: another thread of the process may have seen an error since. */
  follow (): void {
    if (this.mode !== 'on-first-error' || this.agent.isArmed || this.isStopped) return
    const untilMs = this.agent.threadCrashes.armedUntilMs
    if (untilMs > Date.now()) this.armUntil(untilMs)
  }

  /** The process ends: one that failed leaves word for the next one, one that did not takes the word back. */
  ended (exitCode: number): void {
    if (this.mode !== 'on-first-error' || !this.agent.isMainThread) return
    if (exitCode !== 0) guarded('death', () => crashModule().noteDeath(this.agent.place.repositoryDir))
    else if (this.wasArmedByDeath) guarded('death', () => crashModule().forgetDeath(this.agent.place.repositoryDir))
  }

  /** Changes the mode while the program runs; `off` is not for here, since then nothing is watched. */
  switchTo (mode: Exclude<ArmMode, 'off'>): void {
    this.currentMode = mode
    this.clearTimer()
    if (mode === 'start') {
      this.agent.threadCrashes.noteArmedUntil(Number.MAX_SAFE_INTEGER)
      this.agent.arm()
    } else {
      this.agent.threadCrashes.noteArmedUntil(0)
      this.agent.disarm()
    }
  }

  stop (): void {
    this.isStopped = true
    this.clearTimer()
  }

  /** Where a file watcher had the last process leave its word. */
  private readDeathElsewhere (): Death | undefined {
    if (this.agent.isRepositoryChosen || !mayBeWatched()) return undefined
    for (const dir of ownFile('watched').placesElsewhere(this.agent.config.repositoryDir)) {
      const death = readDeath(dir)
      if (death !== undefined) return death
    }
    return undefined
  }

  private armUntil (untilMs: number): void {
    if (untilMs > this.untilMs) this.untilMs = untilMs
    this.agent.arm()
    if (this.timer === undefined) this.waitForEnd()
  }

  private waitForEnd (): void {
    const leftMs = Math.min(Math.max(1, this.untilMs - Date.now()), MAX_TIMER_MS)
    this.timer = timers.setTimeout(() => guarded('disarm', () => {
      this.timer = undefined
      if (this.untilMs > Date.now()) return this.waitForEnd()
      debugLog(() => 'no error for armForMs: disarmed')
      this.agent.disarm()
    }), leftMs)
    this.timer.unref()
  }

  private clearTimer (): void {
    timers.clearTimeout(this.timer)
    this.timer = undefined
  }
}
