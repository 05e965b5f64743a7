import type { Agent } from '../agent'
import { crashModule } from '../crash-module'
import { guarded } from '../boundary'
import { now } from '../primordials'
import type { BuiltCrash } from '../record/build-crash'
import type { Snapshot } from '../snapshot/snapshot'
import { errorKey } from './error-key'

/**
 * A crash that a worker hands to the thread that started it. `key`: see error-key.ts. Without `built` it is only said that there was such
 * an error, so that the parent does not take another's crash for its; without `key` that there may have been any.
 */
export interface HandedOver { key?: string, built?: BuiltCrash }

/** The channel on which a thread is handed the crashes of its workers. Broadcast channels do not leave the process. */
export const channelOf = (threadId: number): string => `faultsnap.thread.${threadId}`

/** Caught errors of which the next message might be. */
const MAX_WAITING = 4
/** To build and send a crash costs milliseconds: so many at once, and one more each time this has passed. */
const BURST = 8
const REFILL_MS = 2000
/** While the recorder stands back, errors pass that nobody looked at: the parent is told so often. */
const STOOD_BACK_MS = 100

/**
 * Pools catch what their tasks throw and post it to the parent, where it becomes a rejection whose error is a copy without variables. So
 * a worker hands what it caught to its parent's agent, just before it posts a message: the parent may need it then. Node and
 * programs look `postMessage` up to call it: it is an accessor now that gives the same function. Only in workers.
 */
export function watchPosts (agent: Agent, parentThreadId: number): void {
  const { prototype } = MessagePort
  const before = Object.getOwnPropertyDescriptor(prototype, 'postMessage')
  const mayArm = agent.recorder !== undefined || agent.arming.mode === 'on-first-error'
  if (!mayArm || before?.configurable !== true || typeof before.value !== 'function') return
  const handOver = new HandOver(agent, parentThreadId)
  let value = before.value as unknown
  agent.whenArmed(recorder => { recorder.onSnapshot = snapshot => handOver.add(snapshot) })
  Object.defineProperty(prototype, 'postMessage', {
    configurable: true,
    enumerable: before.enumerable === true,
    get () {
      if (handOver.isWaiting || handOver.isStandingBack) guarded('hand over', () => handOver.send())
      if (!agent.isArmed) guarded('follow', () => agent.arming.follow())
      return value
    },
    set (this: unknown, replaced: unknown) {
      if (this === prototype) value = replaced
      else Object.defineProperty(this, 'postMessage', { value: replaced, writable: true, enumerable: true, configurable: true })
    },
  })
  agent.onUninstall(() => Object.defineProperty(prototype, 'postMessage', { ...before, value }))
}

const keyOf = ({ exception: { message }, stackText }: Snapshot): string => errorKey(message, stackText)

class HandOver {
  private waiting: Snapshot[] = []
  private readonly agent: Agent
  private readonly parentThreadId: number
  private channel: { postMessage: (message: unknown) => void } | undefined
  private readonly dropped: string[] = []
  private isSending = false
  private stoodBackAt = 0
  private tokens = BURST
  private refilledAt = now()

  constructor (agent: Agent, parentThreadId: number) {
    this.agent = agent
    this.parentThreadId = parentThreadId
  }

  get isWaiting (): boolean {
    return this.waiting.length > 0 && !this.isSending
  }

  add (snapshot: Snapshot): void {
    if (!snapshot.hasUserFrames || this.isSending) return
    if (this.waiting.length >= MAX_WAITING) this.dropped.push(keyOf(this.waiting.shift()!))
    this.waiting[this.waiting.length] = snapshot
  }

  get isStandingBack (): boolean {
    return this.agent.recorder?.policy.isStandingBack === true && !this.isSending
  }

  send (): void {
    const { agent } = this
    if (this.isStandingBack && now() - this.stoodBackAt > STOOD_BACK_MS) {
      this.stoodBackAt = now()
      this.post({})
    }
    for (const key of this.dropped.splice(0)) this.post({ key })
    const snapshots = this.waiting.filter(snapshot => !agent.crashes.isPromoted(snapshot))
    this.waiting = []
    if (snapshots.length === 0 || agent.recorder === undefined) return
    this.isSending = true
    try {
      const { buildHandedOver } = crashModule()
      const job = guarded('job', () => crashModule().jobOfCallers(agent))
      agent.recorder.policy.undisturbed(() => {
        for (const snapshot of snapshots) this.post(this.isAdmitted() ? buildHandedOver(agent, snapshot, job) : { key: keyOf(snapshot) })
      })
    } finally {
      this.isSending = false
    }
  }

  private post (handedOver: HandedOver): void {
    if (this.channel === undefined) {
      const { BroadcastChannel } = require('node:worker_threads') as typeof import('node:worker_threads')
      const channel = this.channel = new BroadcastChannel(channelOf(this.parentThreadId))
      channel.unref()
      this.agent.onUninstall(() => channel.close())
    }
    this.channel.postMessage(handedOver)
  }

  private isAdmitted (): boolean {
    const at = now()
    const refill = Math.floor((at - this.refilledAt) / REFILL_MS)
    if (refill > 0) {
      this.tokens = Math.min(BURST, this.tokens + refill)
      this.refilledAt = at
    }
    if (this.tokens === 0) return false
    this.tokens--
    return true
  }
}
