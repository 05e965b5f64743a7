import type { CrashDocument, FrameRecord } from '../model'
import { framePlace } from '../values/frame-place'

/** Where a frame is in a text of the capsule. `path`: the ZIP path, absent if the text is not there. One-based, 0 unknown. */
export interface SourcePlace { path?: string, file: string, line: number, column: number }

/** `isGenerated`: in the code that ran, even where the original is known. */
export function sourcePlace ({ scripts }: Pick<CrashDocument, 'scripts'>, frame: FrameRecord, isGenerated = false): SourcePlace {
  const script = frame.script === undefined ? undefined : scripts[frame.script]
  const { original } = frame
  if (original && !isGenerated) {
    const path = script?.originals?.find(({ file }) => file === original.file)?.source
    const { file, line, column } = framePlace(frame)
    return { ...path !== undefined && { path }, file, line, column }
  }
  return { ...script?.source !== undefined && { path: script.source }, file: frame.file, line: frame.lineNumber0 + 1,
    column: frame.columnNumber0 + 1 }
}
