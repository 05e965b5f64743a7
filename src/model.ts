/**
 * The capsule's documents, format 1. Everything that is stored, and everything that readers hand out, has its shape here.
 *
 * Two vocabularies are used on purpose: names of the Chrome DevTools Protocol (CDP) for what V8 says about code and objects
 * (`scriptId`-like script indexes, `lineNumber0`, scope types, `subtype`), and OpenTelemetry's `exception.*` for the error.
 * Fields may be added within version 1; readers ignore what they do not know.
 */

export const CAPSULE_FORMAT = 'faultsnap'
export const CAPSULE_VERSION = 1

/**
 * Why a value, or a part of one, is not in the capsule.
 *
 * - `depth` `items` `string` `total` `time`: a limit of the recorder (see limits.ts); `size` then says how large it was
 * - `masked`: a secret by name, by shape, or because it contains another secret's value
 * - `getter` `proxy`: reading it would have run code of the program
 * - `optimized-out` `uninitialized`: V8 no longer, or not yet, has a value for it
 * - `async`: a caller suspended in an `await`; its variables are not on the stack
 * - `unavailable`: V8 gave none, the reason is in the frame's or the capsule's `notes`
 */
export type MissingReason =
  | 'depth' | 'items' | 'string' | 'total' | 'time'
  | 'masked' | 'getter' | 'proxy'
  | 'optimized-out' | 'uninitialized' | 'async' | 'unavailable'

/**
 * A value that is not there. `size` is the original size where known: characters of a string, elements of a collection,
 * properties of an object, bytes of a buffer. `value` is the part that was kept, for a `string` that was cut.
 * `type` and `className` say what was seen of it, as in CDP `RemoteObject`.
 */
export interface MissingValue {
  missing: MissingReason
  size?: number
  value?: string
  type?: string
  className?: string
}

/** A primitive that JSON cannot hold. `symbol` has its description, `number` is one of NaN, -0, Infinity, -Infinity. */
export type TypedPrimitive =
  | { type: 'undefined' }
  | { type: 'number', value: 'NaN' | '-0' | 'Infinity' | '-Infinity' }
  | { type: 'bigint', value: string }
  | { type: 'symbol', value?: string }

/** A node of the object graph, by its index in {@link CrashDocument.nodes}. */
export interface ValueRef { ref: number }

/**
 * A recorded value. JSON's own `null`, booleans, numbers and strings stand for themselves (lone surrogates survive as JSON
 * escapes); all else is an object with exactly one of `ref`, `type`, `missing` (see {@link isMissing} and its neighbours).
 */
export type Value = null | boolean | number | string | TypedPrimitive | ValueRef | MissingValue

/** The two objects that a recorded value can be, told apart by the key that only one of them has. */
export const isMissing = (value: Value): value is MissingValue =>
  typeof value === 'object' && value !== null && 'missing' in value
export const isRef = (value: Value): value is ValueRef =>
  typeof value === 'object' && value !== null && 'ref' in value

/**
 * A property, as CDP `Runtime.PropertyDescriptor` with its defaults left out: absent `writable`, `enumerable` and
 * `configurable` mean true. Accessors have `get` and/or `set` and the value `{ missing: 'getter' }`: they are never invoked.
 * `symbol` marks a symbol key, whose description is `name`.
 */
export interface PropertyRecord {
  name: string
  value: Value
  symbol?: true
  writable?: false
  enumerable?: false
  configurable?: false
  get?: Value
  set?: Value
}

/** CDP `Runtime.RemoteObject.subtype`, as far as Node programs have them, and `boxed` for `Object(1)` and its kind. */
export type Subtype =
  | 'array' | 'regexp' | 'date' | 'map' | 'set' | 'weakmap' | 'weakset' | 'weakref' | 'iterator' | 'generator' | 'error'
  | 'proxy' | 'promise' | 'typedarray' | 'arraybuffer' | 'sharedarraybuffer' | 'dataview' | 'boxed' | 'arguments' | 'module'
  | 'external'

/** What a limit or a mask left out of a node: how many `properties`, `elements`, `entries` or `bytes`, and why. */
export interface Cut { what: 'properties' | 'elements' | 'entries' | 'bytes' | 'privates' | 'internals', reason: MissingReason, count: number }

/**
 * One object or function of the program, recorded once however often it is referred to.
 *
 * `className` is the constructor's name as found on the prototype chain without running code; `prototypes` the class names
 * further up, nearest first, `Object` left out. `null` prototypes have the className `Object` and `prototypes: [null]`.
 */
export interface GraphNode {
  type: 'object' | 'function'
  subtype?: Subtype
  className: string
  prototypes?: (string | null)[]
  /** Array length, Map or Set size, typed array length, bytes of a buffer: as in the program, whatever was kept of it. */
  size?: number
  /** Own properties in the program's order; index properties of arrays and typed arrays are in `elements`. */
  properties?: PropertyRecord[]
  /** Array, typed array and Set elements from index 0. A hole in an array is `{ type: 'undefined' }` listed in `holes`. */
  elements?: Value[]
  /** Indexes within `elements` that are holes. */
  holes?: number[]
  /** Map entries in order, each key and value. */
  entries?: [Value, Value][]
  /** Private fields, `#` included in the name. Order as V8 gives it. */
  privates?: PropertyRecord[]
  /** CDP `internalProperties`: `[[PromiseState]]`, `[[PromiseResult]]`, `[[Target]]`, `[[Handler]]`, `[[TargetFunction]]`, … */
  internals?: PropertyRecord[]
  /** Date: epoch ms, null if invalid. RegExp: its literal. Boxed: the primitive. Error: none (see properties). */
  value?: Value
  /** First bytes of an ArrayBuffer, Buffer or DataView, base64. */
  bytes?: string
  /** Functions only: where V8 says they were written; absent for native and bound ones. */
  location?: ScriptLocation
  /** Functions only. */
  functionKind?: 'class' | 'async' | 'generator' | 'async generator' | 'arrow' | 'function'
  isFrozen?: true
  isSealed?: true
  isNonExtensible?: true
  cut?: Cut[]
}

/** CDP `Debugger.Location` with the script as an index into {@link CrashDocument.scripts}. Zero-based. */
export interface ScriptLocation { script: number, lineNumber0: number, columnNumber0: number }

/** CDP `Debugger.Scope.type`. */
export type ScopeType =
  | 'global' | 'local' | 'with' | 'closure' | 'catch' | 'block' | 'script' | 'eval' | 'module' | 'wasm-expression-stack'

/** One scope of a frame. Kept apart, innermost first: a shadowed name has one value per scope. */
export interface ScopeRecord {
  type: ScopeType
  /** The function a closure belongs to, when V8 names it. */
  name?: string
  start?: { lineNumber0: number, columnNumber0: number }
  end?: { lineNumber0: number, columnNumber0: number }
  variables: PropertyRecord[]
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

/** What was thrown. OpenTelemetry's `exception.type`, `.message`, `.stacktrace`; `cause` and `errors` follow the same shape. */
export interface ExceptionRecord {
  /** Class name of an error (`TypeError`), `typeof` of a thrown primitive (`string`, `null`, `undefined`), else class name. */
  type: string
  message: string
  /** Stack text as V8 formatted it, masked, at most 64 KiB. Empty for values without one. */
  stack: string
  /** The thrown value itself, in the graph. */
  value: Value
  code?: string
  cause?: ExceptionRecord
  /** `AggregateError.errors`, at most `maxItems`. */
  errors?: ExceptionRecord[]
  /** The cause chain has more links than were recorded, or comes back to itself. */
  isChainCut?: true
}

/**
 * What made the error matter. `uncaughtException` and `unhandledRejection` are Node's names; `exit` is a caught error that
 * led to a non-zero exit; `heapOutOfMemory` is V8's OOM pause; `manual` is `capture()`.
 */
export type Signal = 'uncaughtException' | 'unhandledRejection' | 'exit' | 'heapOutOfMemory' | 'manual' | 'http' | 'test' | 'killed'

/**
 * What broke it: the value that the failing expression could not work with, and where that came from. All texts are masked; in
 * them a path is as `get` reads it. Only what the capsule proves is in it: where that is nothing, there is no culprit.
 */
export interface CulpritRecord {
  /** One line for people: `order.customer is undefined · argument of charge(), passed at shop.ts:41`. At most 300 characters. */
  summary: string
  /** The expression that had the value, as the source has it: `order.customer`. Absent for what the message alone tells. */
  expression?: string
  /** The value in a few characters (`undefined`, `'211'`), as a preview. */
  value: string
  /** Index of the frame that has the value, when it is recorded. */
  frame?: number
  /** Path of the value in that frame, for `get`. */
  path?: string
  /** Where the value came from, nearest first. */
  trail: CulpritStep[]
}

/** One step back from the culprit. `line` and `column` one-based, `file` as frames have it; absent when the place is unknown. */
export interface CulpritStep { text: string, frame?: number, file?: string, line?: number, column?: number }

/** Where the exception is caught, as far as the source says: the `catch` around one of the frames. One-based. */
export interface CatchPlace { frame: number, file: string, line: number, column: number }

/** How a caught error was tied to the process's non-zero exit. */
export interface ExitTie {
  /** `printed`: the program printed the error or its message. `last-thrown`: the last error of user code right before. */
  by: 'printed' | 'last-thrown'
  /** One sentence for people: the evidence. */
  evidence: string
  exitCode: number
}

export interface RuntimeRecord {
  name: 'node'
  version: string
  v8: string
  platform: string
  arch: string
  /** `process.versions`, as is. */
  versions?: Record<string, string>
}

export interface ProcessRecord {
  pid: number
  ppid: number
  title?: string
  argv: string[]
  execArgv: string[]
  cwd: string
  /** Seconds, as `process.uptime()`. */
  uptimeS: number
  exitCode?: number
  /** Bytes, as `process.memoryUsage()`. */
  memory?: Record<string, number>
  /** Bytes, when the agent started. */
  memoryAtStart?: Record<string, number>
  /** As `process.resourceUsage()`. */
  resourceUsage?: Record<string, number>
  /** `process.getActiveResourcesInfo()`, counted: `{ Timeout: 2 }`. */
  activeResources?: Record<string, number>
  hostname?: string
  /** Name and version from the program's nearest package.json. */
  package?: { name?: string, version?: string, dir: string }
  git?: { commit: string, branch?: string }
}

export interface ThreadRecord { id: number, isMainThread: boolean, name?: string }

export interface Breadcrumb {
  /** ISO 8601, UTC. */
  at: string
  category: 'console' | 'http.client' | 'http.server' | 'child_process' | 'warning' | 'custom'
  level: 'debug' | 'info' | 'warning' | 'error'
  message: string
  data?: Record<string, string | number | boolean | null>
}

/** `environment.json`. */
export interface EnvironmentRecord {
  /** Which variables were looked at: the allow-list (`safe`), all, none, or the config's list. */
  policy: 'safe' | 'all' | 'none' | 'list'
  /** Name to value; a masked one is `{ missing: 'masked' }`. */
  variables: Record<string, string | MissingValue>
  /** How many variables the process had in all. */
  total: number
}

/** `crash.json`. */
export interface CrashDocument {
  exception: ExceptionRecord
  exit?: ExitTie
  /** Innermost first. */
  frames: FrameRecord[]
  scripts: ScriptRecord[]
  nodes: GraphNode[]
  thread: ThreadRecord
  /** Sentences for people about what could not be recorded and why (stack overflow, no inspector, Node 20's limits). */
  notes: string[]
  /** Milliseconds the program was paused for this snapshot. */
  pauseMs?: number
  /** Absent when no frame stands in a `try` with a `catch`, or the sources are unknown. */
  caughtAt?: CatchPlace
}

/** `manifest.json`: small, enough for `list` and `search`. */
export interface Manifest {
  format: typeof CAPSULE_FORMAT
  version: typeof CAPSULE_VERSION
  /** 8 hex digits, random. */
  id: string
  /** ISO 8601, UTC. */
  capturedAt: string
  signal: Signal
  exception: { type: string, message: string }
  /** 64 hex digits. */
  fingerprint: string
  /** Top frame in the program's own code: original position where a source map gave one. One-based. */
  place?: { function: string, file: string, line: number, column: number }
  /** Absent when it is unknown. */
  culprit?: CulpritRecord
  runtime: RuntimeRecord
  process: ProcessRecord
  missing: Partial<Record<MissingReason, number>>
  generator: { name: 'faultsnap', version: string }
  /** All entries but this one, in ZIP order. `sha256` in hex. */
  entries: { path: string, bytes: number, sha256: string }[]
}

/**
 * A crash on its way from the program to the packer: what the spool file holds, already masked. `sourceTexts` are the masked
 * generated sources by script index, without inline source maps; `sourceMaps` are map texts by script index, whose
 * `sourcesContent` is still unmasked and therefore never spooled: they travel in memory only.
 */
export interface CrashRecord {
  spoolVersion: 1
  id: string
  capturedAt: string
  signal: Signal
  crash: CrashDocument
  runtime: RuntimeRecord
  process: ProcessRecord
  environment: EnvironmentRecord
  breadcrumbs: Breadcrumb[]
  missing: Partial<Record<MissingReason, number>>
  sourceTexts: Record<number, string>
  packing: PackingOptions
}

/** The options that packing needs, resolved in the host program. */
export interface PackingOptions {
  /** Absolute. */
  repositoryDir: string
  html: boolean
  sources: boolean
  /** For links of the HTML report, see the options of the same names. */
  editorUrl: string
  pathMap: string[]
  maxDaysToKeep: number
  maxReportsPerFingerprint: number
  maxRepositoryBytes: number
  /** Secrets found by name or in the environment had been seen: source maps' originals need them to be masked. */
  hasTaints: boolean
}
