import type { CrashDocument } from '../model'
import { fileOfUrl } from '../stack/in-app'
import { parseStackText } from '../stack/parse-stack'

type Traced = Pick<CrashDocument, 'exception' | 'frames' | 'scripts'>

const GENERATED = ' of the code as it was run'

/**
 * The lines of a crash's stack text below its message, without indentation, with original places where the recorded frames have them. The
 * text in the capsule is as V8 wrote it: below a loader that keeps a file's name its positions are none of that file, and what cannot be
 * translated says so.
 */
export function stackTextLines ({ exception: { stack, stackPlaces = [] }, frames, scripts }: Traced): string[] {
  const at = firstFrame(stack)
  if (at < 0) return []
  const originals = new Map<string, string>()
  const known = new Set<string>()
  for (const { file, lineNumber0, columnNumber0, original } of frames) {
    if (original === undefined) continue
    const place = `${original.file}:${original.line1}:${original.column1}`
    known.add(place)
    if (lineNumber0 >= 0) originals.set(`${file}:${lineNumber0 + 1}:${columnNumber0 + 1}`, place)
  }
  for (const { place, file, line1, column1 } of stackPlaces) originals.set(place, `${file}:${line1}:${column1}`)
  // Scripts that have the name of a file they were made of.
  const renamed = new Set(scripts.flatMap(({ url, originals: made = [] }) => made.some(({ file }) => file === fileOfUrl(url)) ? [fileOfUrl(url)] : []))
  return stack.slice(at + 1).split(/\r?\n/).map(line => line.trim()).filter(line => line !== '').map(line => {
    const [frame] = parseStackText(`\n    ${line}`)
    if (frame === undefined || frame.isEval === true || frame.line1 === undefined) return line
    const place = `${frame.file}:${frame.line1}:${frame.column1 ?? 1}`
    const original = originals.get(place)
    if (original === undefined) return renamed.has(frame.file) && !known.has(place) ? `${line}${GENERATED}` : line
    return `at ${frame.isAsync ? 'async ' : ''}${frame.function === '' ? original : `${frame.function} (${original})`}`
  })
}

/** The same with the message, as V8 lays it out. */
export function stackText (crash: Traced): string {
  const { stack } = crash.exception
  const at = firstFrame(stack)
  return at < 0 ? stack : [stack.slice(0, at), ...stackTextLines(crash).map(line => `    ${line}`)].join('\n')
}

const firstFrame = (stack: string): number => stack.search(/\n\s+at /)
