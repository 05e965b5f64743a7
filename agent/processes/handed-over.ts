import type { Agent } from '../agent'
import { guarded } from '../boundary'
import type { BuiltCrash } from '../record/build-crash'
import { channelOf, type HandedOver } from './hand-over'

/** What workers caught and nobody has missed yet, kept for as long as there is no newer. */
const MAX_KEPT = 16

/** Receives what the workers of this thread caught (hand-over.ts), by the key of the error. */
export class HandedOverCrashes {
  private readonly kept: HandedOver[] = []
  private channel: { close: () => void } | undefined

  /** Listens from the first worker on that this thread starts: it has not run yet when Node tells of it. */
  start (agent: Agent): void {
    agent.subscribe('worker_threads', () => { if (this.channel === undefined && !agent.isWriting) this.open() })
    agent.onUninstall(() => this.channel?.close())
  }

  /** The crash of an error of that key, which is given once. */
  take (key: string): BuiltCrash | undefined {
    if (this.channel === undefined) return undefined
    return this.takeLast(each => each.key === key)
  }

  /** The latest crash whose message fits, which is given once. */
  takeByMessage (fits: (message: string) => boolean): BuiltCrash | undefined {
    if (this.channel === undefined) return undefined
    return this.takeLast(({ built }) => fits(built.record.crash.exception.message))
  }

  private takeLast (fits: (handedOver: HandedOver) => boolean): BuiltCrash | undefined {
    guarded('pending', () => this.receivePending())
    const index = this.kept.findLastIndex(fits)
    return index < 0 ? undefined : this.kept.splice(index, 1)[0]!.built
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
    const { key, built } = data as Partial<HandedOver>
    if (typeof key !== 'string' || typeof built !== 'object') return
    this.kept[this.kept.length] = { key, built }
    if (this.kept.length > MAX_KEPT) this.kept.shift()
  }
}
