import { printable } from '../capsule/printable'

/** Longer than any path that a file system takes. */
export const MAX_PATH_CHARS = 5_000

/** Who reads it learns of these settings too late for this crash, not for the next. */
const WOULD_SAVE = 'FAULTSNAP_FALLBACK_DIRECTORY=<folder> or FAULTSNAP_STDERR_FALLBACK=1 would keep it'

/** What follows `Crash captured` for a crash that is in no file. `why`: see {@link NotStored}. One line, printable. */
export const notSavedWords = (why: string): string => `, but not saved: ${printable(why, MAX_PATH_CHARS)}; ${WOULD_SAVE}`

/** The same for one that was written to stderr. `instead`: why it is in no file. */
export function linesWords (lines: number, instead: string): string {
  return `. ${printable(instead, MAX_PATH_CHARS)}: ${lines === 1 ? 'the line above holds' : `the ${lines} lines above hold`} it, ` +
    '"faultsnap import --from-log <log>" makes a capsule of them'
}
