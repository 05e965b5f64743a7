import { isDebuggedByOthers } from '../inspector/pause-hazards'

/** Heap limits of a thread that nobody limited differ from the main thread's by the young generation at most. */
const YOUNG_GENERATION_MB = 256

/** A sentence that says why this thread must not be paused; empty if it may. */
export function whyNotPausing (): string {
  return isDebuggedByOthers() ? 'The program runs under a debugger (--inspect): FaultSnap does not pause it, so there are no variables.' : ''
}

/** The same in a worker. `mainHeapLimitMb` as V8 gives it, 0 if unknown. */
export function whyNotPausingWorker (mainHeapLimitMb: number): string {
  const { resourceLimits } = require('node:worker_threads') as typeof import('node:worker_threads')
  const limitMb = resourceLimits.maxOldGenerationSizeMb
  // With a debugger V8 raises a heap limit before it enforces it, and a worker that meets it in a loop without calls then takes
  // the whole process down (measured) instead of ending with ERR_WORKER_OUT_OF_MEMORY.
  if (limitMb !== undefined && limitMb < mainHeapLimitMb - YOUNG_GENERATION_MB) {
    return 'The worker has a memory limit of its own, which V8 enforces only without a debugger: there are no variables.'
  }
  return whyNotPausing()
}
