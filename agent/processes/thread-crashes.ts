import { inspect } from 'node:util'
import type { Signal } from '../../src/model'
import type { Snapshot } from '../snapshot/snapshot'
import { isObject } from '../snapshot/snapshot-store'
import { errorKey, messageKey } from './error-key'
import { ARMED_SLOT, SHARED_SLOTS, type SharedMemory } from './shared-memory'

/**
 * Which errors worker threads have recorded, shared by all threads of the process: a worker's error comes to its parent as a copy, is
 * thrown again there if nobody hears it, or rethrown by who does, and one bug is one crash. The hash of an error's key
 * (error-key.ts) has one slot; later ones overwrite earlier ones.
 */
export class ThreadCrashes {
  private slots: Int32Array | undefined
  private threadId = 0
  private parentThreadId: number | undefined
  private armedUntil = 0

  /** Until then there is only this thread, and nothing to share. */
  share ({ slots, threadId, parentThreadId }: SharedMemory): void {
    this.slots = slots
    this.threadId = threadId
    this.parentThreadId = parentThreadId
    if (this.armedUntil !== 0) Atomics.store(slots, ARMED_SLOT, this.armedUntil)
  }

  /** This thread records an error, or knows that it is recorded: its parent may get a copy. */
  note ({ exception: { message }, stackText }: Snapshot, signal: Signal, thrown: unknown): void {
    if (this.parentThreadId === undefined) return
    this.store(errorKey(message, stackText))
    this.store(messageKey(message))
    // What Node makes of them where nobody listens.
    if (!isObject(thrown) && thrown !== undefined) this.store(messageKey(`Unhandled error. (${inspect(thrown)})`))
    if (signal === 'heapOutOfMemory') this.store(messageKey('Worker terminated due to reaching memory limit: JS heap out of memory'))
  }

  /** Whether a worker of this thread recorded the error of which this is a copy. */
  isRecordedByWorker ({ exception: { message }, stackText }: Snapshot): boolean {
    if (this.has(errorKey(message, stackText))) return true
    // Where stacks are mapped, the copy's reads differently.
    return (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true && this.isMessageRecorded(message)
  }

  /** Whether a worker of this thread recorded an error with that message. */
  isMessageRecorded (message: string): boolean {
    return this.has(messageKey(message))
  }

  /** Epoch ms until which threads that start now are to be armed, whose mode is `on-first-error`. */
  get armedUntilMs (): number {
    return (this.slots === undefined ? this.armedUntil : Atomics.load(this.slots, ARMED_SLOT)) * 1000
  }

  noteArmedUntil (untilMs: number): void {
    this.armedUntil = Math.min(Math.ceil(untilMs / 1000), 0x7fffffff)
    if (this.slots !== undefined) Atomics.store(this.slots, ARMED_SLOT, this.armedUntil)
  }

  private store (key: string): void {
    const hash = hashOf(`${this.parentThreadId} ${key}`)
    if (this.slots !== undefined) Atomics.store(this.slots, slotOf(hash), hash)
  }

  private has (key: string): boolean {
    if (this.slots === undefined) return false
    const hash = hashOf(`${this.threadId} ${key}`)
    return Atomics.load(this.slots, slotOf(hash)) === hash
  }
}

/** Slot 0 is not ours. */
function slotOf (hash: number): number {
  return 1 + (hash >>> 0) % (SHARED_SLOTS - 1)
}

/** FNV-1a, never 0. */
function hashOf (text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash === 0 ? 1 : hash
}
