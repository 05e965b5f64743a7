/**
 * Whether this thread runs the program's code. Preloads also run on the thread of ESM loader hooks: Node 22 and later call it
 * internal; on 20 it is a worker without a parent port, which a worker of the program always has.
 */
export function isProgramThread (): boolean {
  const { isMainThread, isInternalThread, parentPort } =
    require('node:worker_threads') as typeof import('node:worker_threads') & { isInternalThread?: boolean }
  return isMainThread || (isInternalThread !== true && parentPort !== null)
}
