import type { Cut, MissingReason, PropertyRecord, Value } from './values'

/** CDP `Debugger.Scope.type`. */
export type ScopeType =
  | 'global' | 'local' | 'with' | 'closure' | 'catch' | 'block' | 'script' | 'eval' | 'module' | 'wasm-expression-stack'

/**
 * A variable of a scope. `original`, in code that was made from another source: its name there, where that differs from `name`.
 *
 * - absent: `name` is the name in the original source too, or the code keeps its names as far as it is known
 * - `name` absent: names of this code are mangled, and that of this variable in the original source is not known. The original source may
 *   have another variable of the generated name: the two must not be taken for one another
 * - `isElsewhere`: so it is called where it is declared; at the frame's place in the original source the name may mean another variable
 */
export interface VariableRecord extends PropertyRecord { original?: { name?: string, isElsewhere?: true } }

/** One scope of a frame. Kept apart, innermost first: a shadowed name has one value per scope. */
export interface ScopeRecord {
  type: ScopeType
  /** The function a closure belongs to, when V8 names it. */
  name?: string
  start?: { lineNumber0: number, columnNumber0: number }
  end?: { lineNumber0: number, columnNumber0: number }
  variables: VariableRecord[]
  /** Set when the whole scope, or the rest of it, was left out. */
  cut?: Cut[]
}

/** A place in an original source, from a source map. Lines one-based, columns one-based. */
export interface OriginalLocation { file: string, line1: number, column1: number, function?: string }

/**
 * - `call`: on the stack when V8 paused, as CDP `Debugger.CallFrame`
 * - `async`: a caller suspended in an `await`, from the error's async stack trace
 * - `stack`: known only from the error's stack text (no pause happened)
 */
export type FrameKind = 'call' | 'async' | 'stack'

export interface FrameRecord {
  /** Position in {@link CrashDocument.frames}, innermost 0. */
  index: number
  kind: FrameKind
  /** CDP `functionName`, empty for anonymous functions. */
  function: string
  /** `file:` URLs as paths, `node:` and others as V8 names them; empty for code without a name. */
  file: string
  /** Absent for frames without a known script (native, stack text only). */
  script?: number
  /** Generated position, zero-based, as in CDP. -1 when unknown. */
  lineNumber0: number
  columnNumber0: number
  /** Where the frame's function begins; with `script`. */
  functionLocation?: { lineNumber0: number, columnNumber0: number }
  original?: OriginalLocation
  /** Code of the program itself: not `node:`, not under `node_modules`. */
  inApp: boolean
  this?: Value
  /** Innermost first. Empty with `missing` set when nothing was recorded. */
  scopes: ScopeRecord[]
  /** Why the frame has no variables. */
  missing?: MissingReason
  /**
   * Of a function of the program without a name: the calls and functions around it, and the text of the line where that tells it from
   * others. Masked; see fingerprint/name-nameless.ts.
   */
  nameless?: { inside: string, line?: string }
  /** The frame stands for this many more repetitions of the `length` frames that end with it (recursion, folded). */
  folded?: { length: number, repetitions: number }
}

/** A script that a frame or a function location refers to. */
export interface ScriptRecord {
  /** As V8 names it (`file:///…`, a path, `node:fs`, `evalmachine.<anonymous>`), empty for unnamed eval. */
  url: string
  /** CDP `hash` of `scriptParsed`, when V8 gave one. */
  hash?: string
  /** As written in the script; inline maps are moved out to `sourceMap`. */
  sourceMapURL?: string
  isModule?: true
  /** ZIP path of the generated text, masked. */
  source?: string
  /** ZIP path of the source map (JSON, `sourcesContent` removed). */
  sourceMap?: string
  /** Original sources of the map that frames point into. */
  originals?: { file: string, source?: string }[]
  missing?: MissingReason
}
