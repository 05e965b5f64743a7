import type { FunctionPlace } from '../snapshot/live-reader'
import type { PausedFrames } from './paused-frames'

/** A test that failed, as its runner knows it. `names`: its suites and itself, outermost first; none for a whole file. */
export interface TestFailure {
  thrown: unknown
  names: string[]
  file?: string | undefined
  /** From 1. */
  attempt?: number | undefined
  /** The runner gave the test up, for its time or because it would never end, and made the error itself. */
  isGivenUp?: boolean
  /** The runner compiles files, and has a formatter for stacks in place that knows the original positions. */
  isStackMapped?: boolean
  /** The runner is about to cut the stack of the error, which it would have read in any case: it is to be read before. */
  isStackCutNext?: boolean
  /** Where the test's function is written, for errors whose stack shows nothing of the program. */
  writtenAt?: FunctionPlace | undefined
  /** The source map (JSON text) of a file, where the runner compiles files without leaving maps in them. */
  sourceMapOf?: (file: string) => string | undefined
}

/**
 * A place in a runner's own code that it gets to only when a test has failed, and what is to be read there. `find` gives the
 * offsets of such places in the text of a script: none for a script that has none. `read` is called while the program is paused there.
 */
export interface Site {
  find: (source: string) => number[]
  read: (frames: PausedFrames) => TestFailure | TestFailure[] | undefined
}

/**
 * A test runner. `script`: the URLs or paths of the scripts in which its places are. `end`: where it is done with what this process or
 * thread has to run, and may be ended by the one that started it at any moment, without an event.
 */
export interface Runner { name: string, script: RegExp, sites: Site[], end?: Site['find'] }

/** Offsets of the starts of the first group of a pattern, in every match. */
export function placesOf (pattern: RegExp): (source: string) => number[] {
  return source => [...source.matchAll(new RegExp(pattern, `${pattern.flags}dg`))].flatMap(({ indices }) => indices?.[1]?.[0] ?? [])
}

/** How many suites deep a test can be: a runner's objects could lead in a circle. */
const MAX_DEPTH = 50

/** Names from a test up to its outermost suite, put in order: `nameOf` each, `parentOf` each. Suites without a name are left out. */
export function namePath (test: unknown, nameOf: (task: unknown) => string | undefined, parentOf: (task: unknown) => unknown): string[] {
  const names: string[] = []
  for (let task = test, depth = 0; task !== undefined && task !== null && depth < MAX_DEPTH; task = parentOf(task), depth++) {
    const name = nameOf(task)
    if (name !== undefined && name !== '') names.unshift(name)
  }
  return names
}
