import type { FrameRecord } from '../model'
import { framePlace } from '../values/frame-place'

/** `src/cart.ts:4:51`, below `cwd` relative to it; empty for code that has no place. */
export function placeText (frame: FrameRecord, cwd?: string): string {
  const { file, line, column } = framePlace(frame)
  return file === '' && line <= 0 ? '' : fileText(file, cwd) + (line > 0 ? `:${line}:${column}` : '')
}

/** A path of the crashed machine, as written there, relative to `cwd` if it lies in it. */
export function fileText (file: string, cwd = ''): string {
  const rest = cwd !== '' && file.startsWith(cwd) ? file.slice(cwd.length) : ''
  return /^[\\/]./.test(rest) ? rest.slice(1) : file || '<unknown>'
}
