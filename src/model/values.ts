/**
 * Why a value, or a part of one, is not in the capsule.
 *
 * - `depth` `items` `string` `total` `time`: a limit of the recorder (see limits.ts); `size` then says how large it was
 * - `masked`: a secret by name, by shape, or because it contains another secret's value
 * - `getter` `proxy`: reading it would have run code of the program
 * - `optimized-out` `uninitialized`: V8 no longer, or not yet, has a value for it
 * - `async`: a caller suspended in an `await`; its variables are not on the stack
 * - `unarmed`: the debugger was not enabled (option `arm`)
 * - `unavailable`: V8 gave none, the reason is in the frame's or the capsule's `notes`
 */
export type MissingReason =
  | 'depth' | 'items' | 'string' | 'total' | 'time'
  | 'masked' | 'getter' | 'proxy'
  | 'optimized-out' | 'uninitialized' | 'async' | 'unarmed' | 'unavailable'

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
  /** Date: epoch ms, null if invalid. RegExp: its literal. Boxed: the primitive. Temporal (no subtype): its text. Error: none (see properties). */
  value?: Value
  /** First bytes of an ArrayBuffer, Buffer or DataView, base64. */
  bytes?: string
  /** Functions: where V8 says they were written; absent for native and bound ones. Generators: where they stand. */
  location?: ScriptLocation
  /** Functions only. */
  functionKind?: 'class' | 'async' | 'generator' | 'async generator' | 'arrow' | 'function'
  /** Functions only: its own `length`, the number of arguments expected; null where there is none, absent where it is something else. */
  length?: number | null
  /** Functions only: its own `prototype` property, which is not recorded, can or cannot be written. */
  prototypeProperty?: 'writable' | 'readonly'
  /** Functions only: it is V8's or Node's, and has no text. */
  isNative?: true
  isFrozen?: true
  isSealed?: true
  isNonExtensible?: true
  cut?: Cut[]
}

/** CDP `Debugger.Location` with the script as an index into {@link CrashDocument.scripts}. Zero-based. */
export interface ScriptLocation { script: number, lineNumber0: number, columnNumber0: number }
