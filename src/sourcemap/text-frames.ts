import type { CrashDocument, ExceptionRecord, FrameRecord } from '../model'
import { fileOfUrl } from '../stack/in-app'
import { parseStackText } from '../stack/parse-stack'
import { originalPlace, type ScriptMap } from './script-map'

/**
 * Ties frames that are known from stack text alone (kinds `async` and `stack`) to their scripts, and gives those whose text
 * has original positions already (`--enable-source-maps`, tsx, `source-map-support`) their `original`: mapping a second time
 * would give a wrong place that looks right. Such a frame's generated position is then unknown (-1).
 */
export function adoptTextFrames (crash: CrashDocument, maps: Map<number, ScriptMap>, isTextMapped: boolean | undefined): void {
  const frames = crash.frames.filter(frame => frame.kind !== 'call' && frame.file !== '' && frame.lineNumber0 >= 0)
  const scripts = new Map([...maps.keys()].map(index => [fileOfUrl(crash.scripts[index]!.url), index]))
  const known = isTextMapped ?? isStackMapped(crash, maps)
  for (const frame of frames) {
    const script = frame.script ?? scripts.get(frame.file)
    const origin = scriptOfOriginal(frame.file, maps)
    if (script !== undefined && maps.has(script) && !isOriginal(frame, script, origin)) {
      frame.script = script
    } else if (origin !== undefined) {
      adopt(frame, origin, fileOfUrl(crash.scripts[origin]!.url))
    }
  }

  /** A file that is both, as tsx's are: it depends on the text as a whole, and in doubt on whether the positions can be. */
  function isOriginal (frame: FrameRecord, script: number, origin: number | undefined): boolean {
    if (origin === undefined) return false
    if (known !== undefined) return known
    return frames.some(other => other.file === frame.file &&
      originalPlace(maps.get(script)!, other.lineNumber0, other.columnNumber0) === undefined)
  }
}

/** The original places of those that the stack's text has, where it is known to have generated ones. */
export function stackPlaces (crash: CrashDocument, maps: Map<number, ScriptMap>, isTextMapped: boolean | undefined): ExceptionRecord['stackPlaces'] {
  const isMapped = isTextMapped ?? isStackMapped(crash, maps)
  if (isMapped === true) return undefined
  const scripts = new Map([...maps.keys()].map(index => [fileOfUrl(crash.scripts[index]!.url), index]))
  const places: NonNullable<ExceptionRecord['stackPlaces']> = []
  for (const { file, line1, column1 = 1, isEval } of parseStackText(crash.exception.stack, crash.exception.message)) {
    const map = maps.get(scripts.get(file) ?? -1)
    if (map === undefined || line1 === undefined || isEval === true || (isMapped === undefined && map.files.includes(file))) continue
    const found = originalPlace(map, line1 - 1, column1 - 1)
    if (found === undefined) continue
    places.push({ place: `${file}:${line1}:${column1}`, file: map.files[found.source]!, line1: found.line0 + 1, column1: found.column0 + 1 })
  }
  return places.length === 0 ? undefined : places
}

function adopt (frame: FrameRecord, script: number, generatedFile: string): void {
  frame.original = { file: frame.file, line1: frame.lineNumber0 + 1, column1: frame.columnNumber0 + 1 }
  frame.script = script
  frame.file = generatedFile
  frame.lineNumber0 = -1
  frame.columnNumber0 = -1
}

function scriptOfOriginal (file: string, maps: Map<number, ScriptMap>): number | undefined {
  for (const [script, map] of maps) if (map.files.includes(file)) return script
  return undefined
}

/** Whether the text shows V8's own frames at their original places; undefined when it shows them neither way. */
function isStackMapped (crash: CrashDocument, maps: Map<number, ScriptMap>): boolean | undefined {
  const seen = new Set(parseStackText(crash.exception.stack, crash.exception.message)
    .map(frame => `${frame.file}:${frame.line1}:${frame.column1}`))
  for (const frame of crash.frames) {
    const map = frame.kind === 'call' && frame.script !== undefined ? maps.get(frame.script) : undefined
    const place = map && originalPlace(map, frame.lineNumber0, frame.columnNumber0)
    if (map === undefined || place === undefined) continue
    const generated = `${frame.file}:${frame.lineNumber0 + 1}:${frame.columnNumber0 + 1}`
    const original = `${map.files[place.source]}:${place.line0 + 1}:${place.column0 + 1}`
    if (generated === original) continue
    if (seen.has(generated)) return false
    if (seen.has(original)) return true
  }
  return undefined
}
