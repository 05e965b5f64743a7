import type { Capsule } from '../src/capsule/read'
import type { Breadcrumb, CrashDocument, CulpritRecord, ExceptionRecord, FrameRecord, MissingReason, Value, VariableRecord } from '../src/model'
import { framePlace } from '../src/values/frame-place'
import { frameVariables } from '../src/values/frame-variables'
import { previewValue } from '../src/values/preview'
import { toPlain } from '../src/values/to-plain'
import { typeOf } from '../src/values/type-of'

/** `--json` shapes of the CLI. They are a contract with other people's scripts: fields may be added, nothing else. */
export interface FrameShape {
  index: number
  kind: string
  function: string
  /** Original source if mapped, absolute as on the crashed machine. */
  file: string
  /** One-based; 0 when unknown. */
  line: number
  column: number
  inApp: boolean
  /** Why the frame has no variables. */
  missing?: MissingReason
  folded?: FrameRecord['folded']
}

export interface ExceptionShape { type: string, message: string, stack: string, code?: string, cause?: ExceptionShape,
  errors?: ExceptionShape[], isSuppressed?: true }

/** `original`: of code that was made from another source, see `VariableRecord` in the model. */
export interface VariableShape { name: string, original?: VariableRecord['original'] & object, scope: string, type: string, preview: string, value: unknown }
export interface FrameVariablesShape { frame: number, function: string, file: string, line: number, missing?: MissingReason,
  variables: VariableShape[] }

export interface InspectShape {
  id: string
  capturedAt: string
  signal: string
  fingerprint: string
  exception: ExceptionShape
  frames: FrameShape[]
  runtime: object
  process: object
  missing: Partial<Record<MissingReason, number>>
  breadcrumbs: Breadcrumb[]
  exit?: CrashDocument['exit']
  culprit?: CulpritRecord
  caughtAt?: CrashDocument['caughtAt']
  thread: Omit<CrashDocument['thread'], 'workerData'> & { workerData?: unknown }
  parent?: CrashDocument['parent']
  request?: CrashDocument['request']
  test?: Omit<NonNullable<CrashDocument['test']>, 'expected' | 'actual'> & { expected?: unknown, actual?: unknown }
  death?: CrashDocument['death']
  ghost?: Omit<NonNullable<CrashDocument['ghost']>, 'arguments'> & { arguments: unknown }
  context?: unknown
  notes: string[]
  environment: Capsule['environment']
}

const PLAIN_LIMITS = { maxValues: 10_000, maxDepth: 100 }

/** `inspect --json`. */
export function inspectShape ({ manifest, crash, environment, breadcrumbs }: Capsule): InspectShape {
  return {
    id: manifest.id,
    capturedAt: manifest.capturedAt,
    signal: manifest.signal,
    fingerprint: manifest.fingerprint,
    exception: exceptionShape(crash.exception),
    frames: crash.frames.map(frameShape),
    runtime: manifest.runtime,
    process: manifest.process,
    missing: manifest.missing,
    breadcrumbs,
    ...(crash.exit && { exit: crash.exit }),
    ...(manifest.culprit && { culprit: manifest.culprit }),
    ...(crash.caughtAt && { caughtAt: crash.caughtAt }),
    ...occasionShape(crash),
    notes: crash.notes,
    environment,
  }
}

/** Whom the error hit. Values of the graph are given as `toPlain` gives them. */
function occasionShape (crash: CrashDocument): Pick<InspectShape, 'thread' | 'parent' | 'request' | 'test' | 'death' | 'ghost' | 'context'> {
  const { parent, request, test, death, ghost } = crash
  const plain = <T extends object, K extends string>(of: T, ...names: K[]): T => ({ ...of, ...Object.fromEntries(
    names.flatMap(name => name in of ? [[name, toPlain(crash, (of as unknown as Record<K, Value>)[name], PLAIN_LIMITS)]] : [])) })
  return {
    thread: plain(crash.thread, 'workerData'),
    ...(parent && { parent }),
    ...(request && { request }),
    ...(test && { test: plain(test, 'expected', 'actual') }),
    ...(death && { death }),
    ...(ghost && { ghost: plain(ghost, 'arguments') }),
    ...(crash.context !== undefined && { context: toPlain(crash, crash.context, PLAIN_LIMITS) }),
  }
}

/** One of `stack --json`. */
export function frameShape (frame: FrameRecord): FrameShape {
  const { index, kind, inApp, missing, folded } = frame
  return { index, kind, ...framePlace(frame), inApp, ...(missing && { missing }), ...(folded && { folded }) }
}

/** `fits`: which variables, by name, and by that in the original source. `maxDepth`: levels of objects in `value`, see `toPlain`. */
export interface VariablesOptions { fits?: ((name: string, original?: string) => boolean) | undefined, maxDepth?: number | undefined }

/** One of `vars --json`: `preview` has at most 200 characters, `value` is what `toPlain` gives. */
export function frameVariablesShape (
  crash: CrashDocument, frame: FrameRecord, { fits = () => true, maxDepth = 100 }: VariablesOptions = {},
): FrameVariablesShape {
  const place = framePlace(frame)
  return {
    frame: frame.index,
    function: place.function,
    file: place.file,
    line: place.line,
    ...(frame.missing && { missing: frame.missing }),
    variables: frameVariables(frame).filter(({ name, original }) => fits(name, original?.name)).map(({ name, original, scope, value }) => ({
      name, ...original && { original }, scope, type: typeOf(crash, value), preview: previewValue(crash, value, 200),
        value: toPlain(crash, value, { ...PLAIN_LIMITS, maxDepth }),
    })),
  }
}

function exceptionShape ({ type, message, stack, code, cause, errors, isSuppressed }: ExceptionRecord): ExceptionShape {
  return {
    type, message, stack,
    ...(code !== undefined && { code }),
    ...(cause && { cause: exceptionShape(cause) }),
    ...(errors && { errors: errors.map(exceptionShape) }),
    ...(isSuppressed && { isSuppressed }),
  }
}
