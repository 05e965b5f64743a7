import { isDebuggedByOthers } from '../snapshot/recorder'

/** A sentence that says why the program must not be paused; empty if it may. */
export function whyNotPausing (): string {
  if (isDebuggedByOthers()) return 'The program runs under a debugger (--inspect): FaultSnap does not pause it, so there are no variables.'
  // Measured: on Node 20 and 22, with pauses on, an uncaught error of `node -e` or of a script on stdin vanishes: exit code 0.
  const [major = 0] = process.versions.node.split('.').map(Number)
  if (major < 24 && process.argv[1] === undefined) {
    return 'Node 20 and 22 lose uncaught errors of -e and stdin scripts when paused: FaultSnap did not pause, so there are no variables.'
  }
  return ''
}
