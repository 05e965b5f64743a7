/** Slots for crashes of one process's threads; later ones overwrite the first. */
const SLOTS = 256
const KEY = 'faultsnap.threadCrashes'

/**
 * Which errors worker threads have recorded, shared by all threads of the process: a worker's unheard error is thrown again in
 * its parent, and one bug is one crash. Travels to workers as Node's environment data, a shared array of message hashes.
 */
export class ThreadCrashes {
  private readonly slots: Int32Array

  constructor () {
    const { isMainThread, getEnvironmentData, setEnvironmentData } = require('node:worker_threads') as typeof import('node:worker_threads')
    const shared = isMainThread ? undefined : getEnvironmentData(KEY) as unknown
    if (shared instanceof SharedArrayBuffer) {
      this.slots = new Int32Array(shared)
    } else {
      const created = new SharedArrayBuffer(SLOTS * 4)
      this.slots = new Int32Array(created)
      if (isMainThread) setEnvironmentData(KEY, created as never)
    }
  }

  note (message: string): void {
    const hash = hashOf(message)
    Atomics.store(this.slots, Math.abs(hash) % SLOTS, hash)
  }

  isRecorded (message: string): boolean {
    const hash = hashOf(message)
    return Atomics.load(this.slots, Math.abs(hash) % SLOTS) === hash
  }
}

/** FNV-1a, never 0. */
function hashOf (text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash === 0 ? 1 : hash
}
