import { readFileSync, statSync } from 'node:fs'

/**
 * The text of a regular file of at most `maxBytes`, undefined for anything else (absent, larger, unreadable, a folder, a pipe
 * that would block). Synchronous: the program may be dying. Never throws.
 */
export function readSmallFile (path: string, maxBytes: number): string | undefined {
  try {
    // Without a throw, at which a developer's debugger might pause.
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) return undefined
    return stat.isFile() && stat.size <= maxBytes ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}
