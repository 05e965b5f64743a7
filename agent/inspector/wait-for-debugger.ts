import { apply } from '../primordials'

/**
 * `inspector.waitForDebugger()` without an open port is an error; but Node takes any session for a reason to wait, and with ours it would
 * wait for good. Calls `onWait` before it could, who closes the session. Gives what takes it back. A name that an ES module imported
 * from `node:inspector` by itself is Node's own.
 */
export function watchWaiting (onWait: () => void): () => void {
  const inspector = require('node:inspector') as typeof import('node:inspector')
  const { waitForDebugger, url } = inspector
  const replaced = { waitForDebugger (this: unknown): void {
    if (url() === undefined) onWait()
    apply(waitForDebugger, this, [])
  } }.waitForDebugger
  inspector.waitForDebugger = replaced
  return () => { if (inspector.waitForDebugger === replaced) inspector.waitForDebugger = waitForDebugger }
}
