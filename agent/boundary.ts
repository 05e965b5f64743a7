/**
 * The wall between FaultSnap and the host program. Inside a host, a failure of ours costs nothing: it is swallowed, and
 * printed once when `FAULTSNAP_DEBUG=1`. In our own tests (`FAULTSNAP_TEST=strict`) the same failure ends the process loudly.
 */
const isDebug = process.env.FAULTSNAP_DEBUG === '1'
const isStrict = process.env.FAULTSNAP_TEST === 'strict'
const seen: string[] = []

/** Runs `work`; gives its result, or undefined if it failed. Never throws in a host program. */
export function guarded<T> (what: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    reportOwnFailure(what, error)
    return undefined
  }
}

/** Says once per `what` that a part of the agent failed, when asked to. Reads the failure's text defensively. */
export function reportOwnFailure (what: string, error: unknown): void {
  if (!isDebug && !isStrict) return
  for (let index = 0; index < seen.length; index++) if (seen[index] === what) return
  seen[seen.length] = what
  let text: string
  try { text = String((error as Error)?.stack ?? error) } catch { text = 'unprintable' }
  writeStderr(`[FaultSnap] internal: ${what}: ${text}\n`)
  if (isStrict) process.reallyExit(97)
}

/** A line for FaultSnap's developers, with `FAULTSNAP_DEBUG=1` only. */
export function debugLog (message: () => string): void {
  if (isDebug) guarded('debug log', () => writeStderr(`[FaultSnap] debug: ${message()}\n`))
}

const { writeSync } = require('node:fs') as typeof import('node:fs')

/** Writes to file descriptor 2 itself: `process.stderr` is a lazily made stream that the program may replace or count on. */
export function writeStderr (text: string): void {
  let rest = text
  for (let attempt = 0; rest !== '' && attempt < 200; attempt++) {
    try {
      rest = afterBytes(rest, writeSync(2, rest))
    } catch (error) {
      // A full non-blocking pipe: wait a little, its reader is another process.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** What a write of so many bytes of UTF-8 left, from the last whole character on. */
function afterBytes (text: string, written: number): string {
  let at = 0
  for (let bytes = 0; at < text.length && bytes < written;) {
    const point = text.codePointAt(at)!
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
    at += point < 0x10000 ? 1 : 2
  }
  return text.slice(at)
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace NodeJS { interface Process { reallyExit (code?: number): never } }
}
