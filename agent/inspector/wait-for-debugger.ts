import { apply, asPrograms } from '../primordials'

/**
 * `inspector.waitForDebugger()` without an open port is an error; but Node takes any session for a reason to wait, and with ours it would
 * wait for good. Calls `onWait` before it could, who closes the session. Gives what takes it back. A name that an ES module imported
 * from `node:inspector` by itself is Node's own.
 */
export function watchWaiting (onWait: () => void): () => void {
  // The program's: the agent's own `require` gives a copy.
  const inspector = process.getBuiltinModule('node:inspector')
  const { waitForDebugger, url } = inspector
  const replaced = asPrograms({ waitForDebugger (this: unknown): void {
    if (url() === undefined) onWait()
    apply(waitForDebugger, this, [])
  } }.waitForDebugger)
  inspector.waitForDebugger = replaced
  return () => { if (inspector.waitForDebugger === replaced) inspector.waitForDebugger = waitForDebugger }
}
