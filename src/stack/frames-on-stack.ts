import type { FrameRecord } from '../model'

/**
 * The frames that were on the stack when the error was thrown: without callers that were waiting in an `await`, and without those that the
 * error's stack got when somebody passed it on (of kind `stack`, below frames of V8's pause).
 */
export function framesOnStack (frames: readonly FrameRecord[]): FrameRecord[] {
  let hasCalls = false
  return frames.filter(({ kind }) => {
    hasCalls ||= kind === 'call'
    return kind === 'call' || (kind === 'stack' && !hasCalls)
  })
}
