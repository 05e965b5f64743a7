/**
 * A small array of 32-bit integers that all threads of the process share. It travels to workers as Node's environment data.
 * Slot 0 is the main thread's heap limit in MiB; the rest is for {@link ThreadCrashes}.
 */
export const SHARED_SLOTS = 256

const KEY = 'faultsnap.shared'

/** Takes back what the main thread hands to the workers that it starts from now on. */
export function withdrawSharedMemory (): void {
  const { isMainThread, setEnvironmentData } = require('node:worker_threads') as typeof import('node:worker_threads')
  if (isMainThread) setEnvironmentData(KEY, undefined as never)
}

/** The array of this process; made by the main thread. A worker whose parent had no agent gets one of its own. */
export function sharedMemory (): Int32Array {
  const { isMainThread, getEnvironmentData, setEnvironmentData } = require('node:worker_threads') as typeof import('node:worker_threads')
  const shared = isMainThread ? undefined : getEnvironmentData(KEY) as unknown
  if (shared instanceof SharedArrayBuffer) return new Int32Array(shared)
  const created = new SharedArrayBuffer(SHARED_SLOTS * 4)
  const slots = new Int32Array(created)
  if (isMainThread) {
    const { getHeapStatistics } = require('node:v8') as typeof import('node:v8')
    slots[0] = getHeapStatistics().heap_size_limit / 1024 / 1024
    setEnvironmentData(KEY, created as never)
  }
  return slots
}
