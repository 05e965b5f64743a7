import type { CrashDocument, FrameRecord } from '../model'
import { missingWords, type MissingWords } from './missing-words'

/**
 * Why a frame has no variables, in words for people who do not know the recorder. What `missing` says of a single value is not
 * enough: for most frames `unavailable` has a reason that follows from the frame and its crash. Undefined for a frame without one.
 */
export function missingFrameWords (crash: Pick<CrashDocument, 'exception' | 'frames'>, frame: FrameRecord): MissingWords | undefined {
  const { missing } = frame
  if (missing === undefined) return undefined
  if (missing === 'total') {
    return { label: 'beyond the total limit', explanation: 'The crash has more than the recorder keeps (options maxFrames, maxTotalItems).' }
  }
  if (missing !== 'unavailable') return missingWords(missing)
  if (frame.kind === 'call' && frame.file.startsWith('node:')) {
    return { label: 'code of Node itself', explanation: 'It is code of Node itself, whose variables are recorded only with the option nodeFrames.' }
  }
  if (frame.kind !== 'stack') return missingWords(missing)
  // V8 paused at the error, and still a frame is not one of its own: that of a file which did not parse.
  if (frame.index === 0 && crash.exception.type === 'SyntaxError' && crash.frames.some(({ kind }) => kind === 'call')) {
    return { label: 'not run', explanation: 'The file does not parse: nothing of it had run.' }
  }
  if (crash.frames.some(({ kind }) => kind === 'call')) {
    return { label: 'added later', explanation: 'The error got this frame when somebody passed it on: only the text of its stack is known.' }
  }
  const isOverflow = crash.exception.type === 'RangeError' && /call stack/i.test(crash.exception.message)
  return {
    label: 'no pause',
    explanation: `V8 ${isOverflow ? 'does not pause on a stack overflow' : 'did not pause at this error'}: only the text of its stack is known.`,
  }
}
