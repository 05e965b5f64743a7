import { SHARED_SLOTS, type SharedMemory } from './shared-memory'

/**
 * Which errors worker threads have recorded, shared by all threads of the process: a worker's error comes to its parent as a copy, is
 * thrown again there if nobody hears it, or rethrown by who does, and one bug is one crash. The hash of an error's key
 * (error-key.ts) has one slot; later ones overwrite earlier ones.
 */
export class ThreadCrashes {
  private readonly slots: Int32Array

  private readonly threadId: number
  private readonly parentThreadId: number | undefined

  constructor ({ slots, threadId, parentThreadId }: SharedMemory) {
    this.slots = slots
    this.threadId = threadId
    this.parentThreadId = parentThreadId
  }

  /** This thread recorded an error, of which its parent may get a copy. */
  note (key: string): void {
    if (this.parentThreadId === undefined) return
    const hash = hashOf(`${this.parentThreadId} ${key}`)
    Atomics.store(this.slots, slotOf(hash), hash)
  }

  /** Whether a worker of this thread recorded such an error. */
  isRecorded (key: string): boolean {
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
