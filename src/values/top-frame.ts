import type { FrameRecord } from '../model'
import { framesOnStack } from '../stack/frames-on-stack'

type Frames = readonly FrameRecord[]

/**
 * The frame that matters first: the innermost of the program itself that was on the stack, else the innermost that was waiting, else the
 * innermost. `undefined` without frames.
 */
export function topFrameOf (frames: Frames): FrameRecord | undefined {
  return framesOnStack(frames).find(({ inApp }) => inApp) ?? frames.find(({ inApp }) => inApp) ?? frames[0]
}

/** Where a debugger would stand: the innermost of the program itself on the stack, else the innermost. */
export function stoppedFrameOf (frames: Frames): FrameRecord | undefined {
  return framesOnStack(frames).find(({ inApp }) => inApp) ?? frames[0]
}

/** Whose variables are shown first: the frame that matters, if it has any; else the innermost with some, of whomever. */
export function variablesFrameOf (frames: Frames): FrameRecord | undefined {
  const top = topFrameOf(frames)
  return top === undefined || hasVariables(top) ? top : frames.find(hasVariables) ?? top
}

const hasVariables = ({ scopes }: FrameRecord): boolean => scopes.some(({ variables }) => variables.length > 0)
