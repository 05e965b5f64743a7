import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import { channelOf, type HandedOver } from './hand-over'

/** What workers caught and nobody has missed yet, kept for as long as there is no newer. */
const MAX_KEPT = 16
/** After this long an error that was handed over has come, and gone to whom it may concern. */
const SETTLED_MS = 2000

/** `job`: see `ParentRecord`. `at`: when it came, a time of {@link now}. */
interface Kept extends HandedOver { at: number, job: string | undefined }

/** Receives what the workers of this thread caught (hand-over.ts), by the key of the error. */
export class HandedOverCrashes {
  private readonly kept: Kept[] = []
  private channel: { close: () => void } | undefined

  constructor (agent: Agent) {
    this.open()
    agent.onUninstall(() => this.channel?.close())
  }

  /**
   * The crash of an error of that key, which is given once. Tasks that fail alike have errors that are alike: of several the one of
   * that job, if it is known, else the only one of late. `ambiguous` if which it is cannot be told.
   */
  take (key: string, job: string | undefined): BuiltCrash | 'ambiguous' | undefined {
    if (this.channel === undefined) return undefined
    return this.takeOnly(each => each.key === key, job)
  }

  /** The latest crash whose message fits, which is given once. */
  takeByMessage (fits: (message: string) => boolean): BuiltCrash | undefined {
    if (this.channel === undefined) return undefined
    const taken = this.takeOnly(({ built }) => built !== undefined && fits(built.record.crash.exception.message), undefined)
    return taken === 'ambiguous' ? undefined : taken
  }

  private takeOnly (fits: (handedOver: Kept) => boolean, job: string | undefined): BuiltCrash | 'ambiguous' | undefined {
    guarded('pending', () => this.receivePending())
    const alike = this.kept.filter(fits)
    const ofJob = job === undefined ? [] : alike.filter(each => each.job === job)
    const found = (ofJob.length > 0 ? ofJob : alike).at(-1)
    if (found === undefined) return undefined
    const rivals = (ofJob.length > 0 ? ofJob : alike).filter(each => each !== found && now() - each.at < SETTLED_MS)
    if (found.built === undefined || rivals.length > 0) return 'ambiguous'
    this.kept.splice(this.kept.indexOf(found), 1)
    return found.built
  }

  private open (): void {
    const { BroadcastChannel, threadId } = require('node:worker_threads') as typeof import('node:worker_threads')
    const channel = new BroadcastChannel(channelOf(threadId))
    channel.onmessage = ((event: { data: unknown }) => guarded('handed over', () => this.keep(event.data))) as never
    // After the listener, which would keep the event loop alive.
    channel.unref()
    this.channel = channel
  }

  /** Messages that are there and whose turn has not come. */
  private receivePending (): void {
    const { receiveMessageOnPort } = require('node:worker_threads') as typeof import('node:worker_threads')
    for (let count = 0; count < MAX_KEPT; count++) {
      const received = receiveMessageOnPort(this.channel as never) as { message: unknown } | undefined
      if (received === undefined) return
      this.keep(received.message)
    }
  }

  private keep (data: unknown): void {
    const { key, built } = data as HandedOver
    if (key === undefined) this.kept.length = 0
    else this.kept[this.kept.length] = { key, ...(built && { built }), at: now(), job: built?.record.crash.parent?.job }
    if (this.kept.length > MAX_KEPT) this.kept.shift()
  }
}
