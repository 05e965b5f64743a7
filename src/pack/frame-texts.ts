import { statSync } from 'node:fs'
import type { PlaceInText } from '../fingerprint/name-nameless'
import type { CrashRecord, FrameRecord } from '../model'
import type { OriginalText } from '../sourcemap/apply-source-maps'

/** `texts`: unmasked texts by script index. `readFile`: for frames that are known from a stack's text only. */
export interface FrameTexts {
  texts?: Readonly<Record<number, string>>
  originalText: OriginalText
  readFile?: ((path: string) => string | undefined) | undefined
}

/**
 * The text that a frame's function was written in, with the frame's place: the original, else the script as it ran, else the file,
 * unless that was changed since the program began.
 */
export function placeInText (record: Pick<CrashRecord, 'capturedAt' | 'process'>, { texts = {}, originalText, readFile }: FrameTexts) {
  const files = new Map<string, string | undefined>()
  const startedAt = Date.parse(record.capturedAt) - record.process.uptimeS * 1000
  const fileText = (file: string): string | undefined => {
    if (!files.has(file)) files.set(file, unchanged(file, startedAt) ? readFile?.(file) : undefined)
    return files.get(file)
  }
  return ({ script, original, file, lineNumber0, columnNumber0 }: FrameRecord): PlaceInText | undefined => {
    const written = original && script !== undefined ? originalText(script, original.file) : undefined
    if (written !== undefined) return { text: written, line1: original!.line1, column1: original!.column1 }
    if (lineNumber0 < 0) return undefined
    const text = script === undefined ? fileText(file) : texts[script]
    return text === undefined ? undefined : { text, line1: lineNumber0 + 1, column1: columnNumber0 + 1 }
  }
}

/** Local files only, as with source maps. */
function unchanged (file: string, sinceMs: number): boolean {
  if (!/^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(file)) return false
  try {
    return statSync(file).mtimeMs <= sinceMs
  } catch {
    return false
  }
}
