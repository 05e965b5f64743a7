/** The recorder's limits. Bound during the walk, never after it; each has a {@link MissingReason} that says it was met. */
export interface Limits {
  /** Levels of objects below a variable: 1 records the variable's own object only. Reason `depth`. */
  maxDepth: number
  /** Elements, entries and properties kept per object. Reason `items`. */
  maxItems: number
  /** Characters (UTF-16 code units) kept per string. Reason `string`. */
  maxStringLength: number
  /** Objects per crash. Reason `total`. */
  maxTotalItems: number
  /** Frames of the program and its packages whose variables are recorded; `node:` frames do not count. */
  maxFrames: number
  /** Milliseconds of walking at a throw that V8 predicts to go uncaught. Reason `time`. */
  uncaughtPauseMs: number
  /** The same at a throw that something catches. */
  caughtPauseMs: number
}

export const DEFAULT_LIMITS: Readonly<Limits> = {
  maxDepth: 5,
  maxItems: 50,
  maxStringLength: 500,
  maxTotalItems: 10_000,
  maxFrames: 50,
  uncaughtPauseMs: 20,
  caughtPauseMs: 2,
}

/** Bytes kept of an ArrayBuffer, Buffer or DataView. */
export const MAX_BUFFER_BYTES = 256

/** Characters kept of an error's stack text. */
export const MAX_STACK_CHARS = 64 * 1024
