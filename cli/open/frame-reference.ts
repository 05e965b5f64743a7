import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/**
 * The parts of `<file>[:frame]`: `latest:2`, `1eaee423:0`, `C:\crashes\a.faultsnap:3`. A file that has the whole text for its
 * name wins; what follows the last colon is a frame only if it is digits, and a single letter before it is a drive.
 */
export function splitFrame (text: string, cwd: string, exists: (path: string) => boolean = existsSync):
{ file: string, frame?: string } {
  const match = /^(..+):(\d+)$/s.exec(text)
  if (match === null || exists(resolve(cwd, text))) return { file: text }
  return { file: match[1]!, frame: match[2]! }
}
