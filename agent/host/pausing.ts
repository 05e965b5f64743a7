import { isDebuggedByOthers } from '../snapshot/recorder'

/** A sentence that says why the program must not be paused; empty if it may. */
export function whyNotPausing (): string {
  if (isDebuggedByOthers()) return 'The program runs under a debugger (--inspect): FaultSnap does not pause it, so there are no variables.'
  return ''
}
