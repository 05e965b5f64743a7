const LOADED_IN_WORKERS = 'NativeModule internal/worker/io'

/** Whether Node's code for worker threads is there: always in a worker, in the main thread from when something wants it. */
export function areThreadsLoaded (): boolean {
  const { moduleLoadList } = process as unknown as { moduleLoadList?: readonly string[] }
  return moduleLoadList === undefined || moduleLoadList.includes(LOADED_IN_WORKERS)
}

/** Without loading `node:worker_threads`: that takes 3 ms and a megabyte, and most processes have no use for it. */
export function isMainThread (): boolean {
  return !areThreadsLoaded() || (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread
}

/**
 * Whether this thread runs the program's code. Preloads also run on the thread of ESM loader hooks: Node 22 and later call it
 * internal; on 20 it is a worker without a parent port, which a worker of the program always has.
 */
export function isProgramThread (): boolean {
  if (isMainThread()) return true
  const { isInternalThread, parentPort } =
    require('node:worker_threads') as typeof import('node:worker_threads') & { isInternalThread?: boolean }
  return isInternalThread !== true && parentPort !== null
}
