import type { GraphNode, ExceptionRecord, MissingReason, ScopeRecord, Value } from '../../src/model'
import type { Masker } from '../../src/mask/masker'
import type { ParsedFrame } from '../../src/stack/parse-stack'
import type { MissingCounts } from '../walk/graph-walk'

/** A frame as V8 gave it, its variables walked. Script ids are V8's until the crash is built. */
export interface SnapshotFrame {
  functionName: string
  scriptId: string
  url: string
  lineNumber0: number
  columnNumber0: number
  functionLocation?: { lineNumber0: number, columnNumber0: number }
  this?: Value
  scopes: ScopeRecord[]
  missing?: MissingReason
  /** The function that a wrapper of `ghost()` called. */
  isGhosted?: true
}

/** The state of the program at one throw. Kept in memory, by the identity of what was thrown, until a signal wants it. */
export interface Snapshot {
  /** Epoch ms. */
  at: number
  /** Order of throws in this thread, from 1. */
  sequence: number
  pauseMs: number
  /** The whole pause, as long as the listener had it; absent without one. */
  pausedMs?: number
  exception: ExceptionRecord
  /** The same error when it was about to be written, if the program had changed it. */
  later?: ExceptionRecord
  /** Frames innermost first, `node:` frames without variables among them. */
  frames: SnapshotFrame[]
  nodes: GraphNode[]
  missing: MissingCounts
  /** Knows the secrets seen at this throw. */
  masker: Masker
  /** V8's text of the error, `stack` as it stood at the throw, unmasked. Empty for primitives. */
  stackText: string
  /** Whether the text has original positions already, as far as there are maps; absent where that depends on Node's `sourceMapsEnabled`. */
  isTextMapped?: boolean
  /** Frames below those of the pause, where the stack's text alone does not tell them: see `record/later-frames.ts`. */
  textFrames?: ParsedFrame[]
  /** Why frames that are known from the text alone have no variables; absent for `unavailable`. */
  whyNoVariables?: 'unarmed'
  isPredictedUncaught: boolean
  isRejection: boolean
  hasUserFrames: boolean
  /** V8's id of the script whose text is the error, for a SyntaxError. */
  failedScriptId?: string
  notes: string[]
  /** What `setContext()` had said where it was thrown, live. */
  context?: object
}
