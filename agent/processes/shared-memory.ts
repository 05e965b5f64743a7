import { types } from 'node:util'

/**
 * A small array of 32-bit integers that all threads of the process share. It travels to workers as Node's environment data.
 * Slot 0 is the main thread's heap limit in MiB; the last one says until when `on-first-error` is armed; the rest is for
 * {@link ThreadCrashes}.
 */
export const SHARED_SLOTS = 256
/** Seconds since the epoch; 0 for not at all, the largest number for as long as the process runs. */
export const ARMED_SLOT = SHARED_SLOTS
const ALL_SLOTS = SHARED_SLOTS + 1

const KEY = 'faultsnap.shared'
const THREAD_KEY = 'faultsnap.thread'

/** `parentThreadId`: the thread that started this one, if FaultSnap is in it; undefined in the main thread. */
export interface SharedMemory { slots: Int32Array, threadId: number, parentThreadId: number | undefined }

/** Takes back what this thread hands to the workers that it starts from now on. */
export function withdrawSharedMemory (): void {
  const { setEnvironmentData } = require('node:worker_threads') as typeof import('node:worker_threads')
  for (const key of [KEY, THREAD_KEY]) setEnvironmentData(key, undefined as never)
}

/**
 * The array of this process; made by the main thread. A worker whose parent had no agent gets one of its own. Workers that this
 * thread starts are told its id.
 */
export function sharedMemory (): SharedMemory {
  const { isMainThread, threadId, getEnvironmentData, setEnvironmentData } =
    require('node:worker_threads') as typeof import('node:worker_threads')
  const shared = isMainThread ? undefined : getEnvironmentData(KEY) as unknown
  const parent = isMainThread ? undefined : getEnvironmentData(THREAD_KEY) as unknown
  const isInherited = types.isSharedArrayBuffer(shared)
  const created = isInherited ? shared : new SharedArrayBuffer(ALL_SLOTS * 4)
  const slots = new Int32Array(created)
  if (isMainThread) {
    const { getHeapStatistics } = require('node:v8') as typeof import('node:v8')
    slots[0] = getHeapStatistics().heap_size_limit / 1024 / 1024
  }
  if (!isInherited) setEnvironmentData(KEY, created as never)
  setEnvironmentData(THREAD_KEY, threadId)
  return { slots, threadId, parentThreadId: typeof parent === 'number' ? parent : undefined }
}
