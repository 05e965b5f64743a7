import { SHARED_SLOTS } from './shared-memory'

/**
 * Which errors worker threads have recorded, shared by all threads of the process: a worker's unheard error is thrown again in
 * its parent, and one bug is one crash. A message's hash has one slot; later ones overwrite earlier ones.
 */
export class ThreadCrashes {
  private readonly slots: Int32Array

  constructor (shared: Int32Array) {
    this.slots = shared
  }

  note (message: string): void {
    const hash = hashOf(message)
    Atomics.store(this.slots, slotOf(hash), hash)
  }

  isRecorded (message: string): boolean {
    const hash = hashOf(message)
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
