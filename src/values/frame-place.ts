import type { FrameRecord } from '../model'

/** `line` and `column` one-based, 0 when unknown. */
export interface Place { function: string, file: string, line: number, column: number }

/** Where a frame is for people: in the original source where a source map gave one, else in the script that ran. */
export function framePlace (frame: FrameRecord): Place {
  const { original } = frame
  if (original) return { function: original.function ?? frame.function, file: original.file, line: original.line1,
    column: original.column1 }
  return { function: frame.function, file: frame.file, line: frame.lineNumber0 + 1, column: frame.columnNumber0 + 1 }
}
