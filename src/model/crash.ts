import type { CatchPlace } from './culprit'
import type { ExceptionRecord, ExitTie } from './exception'
import type { DeathRecord, GhostRecord, ParentRecord, RequestRecord, TestRecord, ThreadRecord } from './occasion'
import type { FrameRecord, ScriptRecord } from './stack'
import type { GraphNode, Value } from './values'

/** `crash.json`. */
export interface CrashDocument {
  exception: ExceptionRecord
  exit?: ExitTie
  /** Innermost first. */
  frames: FrameRecord[]
  scripts: ScriptRecord[]
  nodes: GraphNode[]
  thread: ThreadRecord
  parent?: ParentRecord
  request?: RequestRecord
  test?: TestRecord
  death?: DeathRecord
  ghost?: GhostRecord
  /** What the program said of the occasion with `setContext()` and `capture(error, context)`: in the graph. */
  context?: Value
  /** Sentences for people about what could not be recorded and why (stack overflow, no inspector, Node 20's limits). */
  notes: string[]
  /** Milliseconds the program was paused for this snapshot. */
  pauseMs?: number
  /** Absent when no frame stands in a `try` with a `catch`, or the sources are unknown. */
  caughtAt?: CatchPlace
}
