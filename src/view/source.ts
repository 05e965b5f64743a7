import type { OpenedCrash } from './opened-crash'
import type { FrameRecord } from '../model'
import { codeExcerpt } from '../terminal/code-excerpt'
import { framePlace } from '../values/frame-place'
import type { ViewOptions } from './view-options'

/** In a pipe a line is whole, unless it is minified code. */
const MAX_PIPED_CHARS = 400

/** The lines around a frame's place, from the sources in the capsule. Empty if they are not in it. */
export async function renderSource (capsule: OpenedCrash, { colours, columns, isTerminal = true }: ViewOptions, frame: FrameRecord): Promise<string[]> {
  const script = frame.script === undefined ? undefined : capsule.crash.scripts[frame.script]
  const path = frame.original
    ? script?.originals?.find(original => original.file === frame.original?.file)?.source
    : script?.source
  const text = path === undefined ? undefined : await capsule.readText(path)
  if (text === undefined) return []
  const { line, column } = framePlace(frame)
  return codeExcerpt(text, { line, column, colours, maxChars: isTerminal ? Math.max(20, columns - 11) : MAX_PIPED_CHARS })
}
