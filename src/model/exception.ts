import type { OriginalLocation } from './stack'
import type { Value } from './values'

/** What was thrown. OpenTelemetry's `exception.type`, `.message`, `.stacktrace`; `cause` and `errors` follow the same shape. */
export interface ExceptionRecord {
  /** Class name of an error (`TypeError`), `typeof` of a thrown primitive (`string`, `null`, `undefined`), else class name. */
  type: string
  message: string
  /** Stack text as V8 formatted it, masked, at most 64 KiB. Empty for values without one. */
  stack: string
  /** Where places of the stack's text (`file:line:column`) are in original sources, as far as source maps tell. */
  stackPlaces?: ({ place: string } & OriginalLocation)[]
  /** The thrown value itself, in the graph. */
  value: Value
  code?: string
  cause?: ExceptionRecord
  /** `AggregateError.errors`, at most `maxItems`; of a SuppressedError its `error`, then the one that was `suppressed`. */
  errors?: ExceptionRecord[]
  /** It is the `suppressed` one of a SuppressedError. */
  isSuppressed?: true
  /** The cause chain has more links than were recorded, or comes back to itself. */
  isChainCut?: true
  /** What it was when it was thrown, if the program changed it before it was recorded; `stack` and the frames are of then. */
  atThrow?: Pick<ExceptionRecord, 'type' | 'message' | 'code'>
}

/** The crash as it was thrown: what failed, and the bug that it is, do not depend on what an error is called later. */
export function asThrown<Crash extends { exception: ExceptionRecord }> (crash: Crash): Crash {
  const { atThrow, code: _, ...exception } = crash.exception
  return atThrow === undefined ? crash : { ...crash, exception: { ...exception, ...atThrow } }
}

/**
 * What made the error matter. `uncaughtException` and `unhandledRejection` are Node's names; `exit` is a caught error that
 * led to a non-zero exit; `heapOutOfMemory` is V8's OOM pause; `manual` is `capture()`; `http` is a request that was answered with a
 * server error, `test` a failed test, `ghost` a function in `ghost()`, `killed` a process that died without a word,
 * `attach` a program that was running and that somebody looked at from outside, with or without an exception.
 */
export type Signal = 'uncaughtException' | 'unhandledRejection' | 'exit' | 'heapOutOfMemory' | 'manual' | 'http' | 'test' | 'ghost' | 'killed' |
  'attach'

/** How a caught error was tied to the process's non-zero exit. */
export interface ExitTie {
  /** `printed`: the program printed the error or its message. `last-thrown`: the last error of user code right before. */
  by: 'printed' | 'last-thrown'
  /** One sentence for people: the evidence. */
  evidence: string
  exitCode: number
}

/** Whether something was thrown at all: `faultsnap attach` records programs that merely run, whose exception is of type `Paused` and empty. */
export const wasThrown = (signal: Signal, { type, stack }: Pick<ExceptionRecord, 'type' | 'stack'>): boolean =>
  signal !== 'attach' || type !== 'Paused' || stack !== ''
