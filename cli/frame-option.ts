import { FaultSnapError } from '../src/errors'
import type { CrashDocument } from '../src/model'

/** The index that `--frame` gives, `undefined` without it. Throws FaultSnapError USAGE for what is no frame of the crash. */
export function frameIndex (text: string | undefined, crash: CrashDocument): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) < crash.frames.length) return Number(text)
  throw new FaultSnapError('USAGE', `--frame: ${expectedFrame(crash)}, got ${JSON.stringify(text)}`)
}

/** What the number of a frame has to be, for whoever gave another one. */
export const expectedFrame = ({ frames }: Pick<CrashDocument, 'frames'>): string =>
  frames.length === 0 ? 'the crash has no frames' : `expected a whole number from 0 to ${frames.length - 1}`
