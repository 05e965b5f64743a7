import type { CrashDocument, FrameRecord } from '../../src/model'

/**
 * A text that a frame is in. `file` as recorded; `line` and `column` one-based, 0 when unknown; `packed` is the ZIP path of the
 * text if the capsule has it.
 */
export interface SourcePlace { file: string, line: number, column: number, packed?: string }

/** The texts that show where a frame is, best first: the original one if a source map named it, then the script that ran. */
export function sourcePlaces (crash: CrashDocument, frame: FrameRecord): SourcePlace[] {
  const script = frame.script === undefined ? undefined : crash.scripts[frame.script]
  const places: SourcePlace[] = []
  if (frame.original) {
    const { file, line1: line, column1: column } = frame.original
    const packed = script?.originals?.find(original => original.file === file)?.source
    places.push({ file, line, column, ...(packed !== undefined && { packed }) })
  }
  const packed = script?.source
  places.push({
    file: frame.file, line: frame.lineNumber0 + 1, column: frame.columnNumber0 + 1, ...(packed !== undefined && { packed }),
  })
  return places
}
