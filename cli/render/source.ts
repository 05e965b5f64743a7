import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { codeExcerpt } from '../../src/terminal/code-excerpt'
import { framePlace } from '../../src/values/frame-place'
import type { Io } from '../io'

/** The lines around a frame's place, from the sources in the capsule. Empty if they are not in it. */
export async function renderSource (capsule: Capsule, { colours, columns }: Io, frame: FrameRecord): Promise<string[]> {
  const script = frame.script === undefined ? undefined : capsule.crash.scripts[frame.script]
  const path = frame.original
    ? script?.originals?.find(original => original.file === frame.original?.file)?.source
    : script?.source
  const text = path === undefined ? undefined : await capsule.readText(path)
  if (text === undefined) return []
  const { line, column } = framePlace(frame)
  return codeExcerpt(text, { line, column, colours, maxChars: Math.max(60, columns - 12) })
}
