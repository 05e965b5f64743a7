import { statSync } from 'node:fs'
import { nameOfFrame } from '../fingerprint/counted-frame'
import { nameNameless, type PlaceInText } from '../fingerprint/name-nameless'
import type { CrashRecord, FrameRecord } from '../model'
import type { OriginalText } from '../sourcemap/apply-source-maps'
import type { BlameExtras } from './blame'
import type { SourceExtras } from './collect-sources'

export type AroundExtras = Pick<SourceExtras, 'texts' | 'isClean' | 'maskSource' | 'readFile'> & Pick<BlameExtras, 'maskText'>
type FrameOwner = Pick<CrashRecord, 'capturedAt' | 'process' | 'crash' | 'packing'>

/**
 * Reads what stands around the program's functions without a name (see {@link nameNameless}): only where texts may go into the capsule,
 * and where somebody can mask them.
 */
export function readAround (
  record: FrameOwner, { texts = {}, isClean, readFile, maskSource, maskText }: AroundExtras, originalText: OriginalText,
): void {
  if (!record.packing.sources || maskText === undefined || maskSource === undefined) return
  try {
    const placeOf = placeInText(record, { texts, originalText, readFile })
    const maskedPlaceOf = (frame: FrameRecord): PlaceInText | undefined => {
      const place = nameOfFrame(frame) === '' ? placeOf(frame) : undefined
      if (place === undefined || isClean?.(place.text) === false) return undefined
      return { ...place, masked: isClean === undefined ? maskSource(place.text) : place.text }
    }
    nameNameless(record.crash, { placeOf: maskedPlaceOf, mask: maskText })
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
  }
}

/** `texts`: unmasked texts by script index. `readFile`: for frames that are known from a stack's text only. */
interface FrameTexts {
  texts?: Readonly<Record<number, string>>
  originalText: OriginalText
  readFile?: ((path: string) => string | undefined) | undefined
}

/**
 * The text that a frame's function was written in, with the frame's place: the original, else the script as it ran, else the file,
 * unless that was changed since the program began.
 */
function placeInText (record: FrameOwner, { texts = {}, originalText, readFile }: FrameTexts) {
  const files = new Map<string, string | undefined>()
  const startedAt = Date.parse(record.capturedAt) - record.process.uptimeS * 1000
  const fileText = (file: string): string | undefined => {
    if (!files.has(file)) files.set(file, unchanged(file, startedAt) ? readFile?.(file) : undefined)
    return files.get(file)
  }
  return ({ script, original, file, lineNumber0, columnNumber0 }: FrameRecord): Omit<PlaceInText, 'masked'> | undefined => {
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
