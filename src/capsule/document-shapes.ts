import type { Breadcrumb, CrashDocument, EnvironmentRecord, Manifest } from '../model'
import { occasionFields, threadShape } from './occasion-shapes'
import {
  asObject, boolean, index, list, number, numberOrNull, record, scalar, shape, ShapeMismatch, text, textOrNull, type Check,
} from './shape'

/**
 * The shapes of src/model.ts as checks: enough that a reader of a checked document never meets a wrong type. Names that may
 * grow within version 1 (reasons, subtypes, signals, scope types) are any string; unknown members stay.
 */

const ID = /^[0-9a-f]{8}$/
const FINGERPRINT = /^[0-9a-f]{64}$/
const matching = (expected: string, pattern: RegExp): Check => value => {
  if (typeof value !== 'string' || !pattern.test(value)) throw new ShapeMismatch(expected, value)
}
const time: Check = value => {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw new ShapeMismatch('a time in ISO 8601', value)
}

/** Checks how a crash on its way, the runtime and the process are described: the part that manifest and spool file share. */
export const headerFields: Record<string, Check> = {
  id: matching('8 hex digits', ID),
  capturedAt: time,
  signal: text,
  runtime: shape({
    required: { version: text, platform: text, arch: text },
    optional: { name: text, v8: text, versions: record(text) },
  }),
  process: shape({
    required: { pid: number, cwd: text, uptimeS: number },
    optional: {
      ppid: number, title: text, exitCode: number, hostname: text,
      memory: record(number), memoryAtStart: record(number), resourceUsage: record(number), activeResources: record(number),
      package: shape({ required: { dir: text }, optional: { name: text, version: text } }),
      git: shape({ required: { commit: text }, optional: { branch: text } }),
    },
    lists: { argv: text, execArgv: text },
  }),
  missing: record(number),
}

const manifestShape = shape({
  required: {
    ...headerFields,
    exception: shape({ required: { type: text, message: text } }),
    fingerprint: matching('64 hex digits', FINGERPRINT),
  },
  optional: {
    place: shape({ required: { function: text, file: text, line: number, column: number } }),
    culprit: shape({
      required: { summary: text, value: text },
      optional: { expression: text, frame: index, path: text },
      lists: { trail: shape({ required: { text }, optional: { frame: index, file: text, line: number, column: number } }) },
    }),
    occasion: text,
    generator: shape({ required: { name: text, version: text } }),
  },
  lists: { entries: shape({ required: { path: text, bytes: index, sha256: matching('64 hex digits', FINGERPRINT) } }) },
})

const missingShape = shape({
  required: { missing: text },
  optional: { size: number, value: text, type: text, className: text },
})
const environmentShape = shape({
  required: { variables: record(value => { if (typeof value !== 'string') missingShape(value) }) },
  optional: { policy: text, total: number },
})

const breadcrumbsShape = list(shape({
  required: { at: text, category: text, level: text, message: text },
  optional: { data: record(scalar) },
}))

/** `manifest.json`, its format and version already known to be ours. Throws {@link ShapeMismatch}, as the following do. */
export function checkManifest (value: unknown): Manifest {
  manifestShape(value)
  return value as Manifest
}

/** `environment.json`. */
export function checkEnvironment (value: unknown): EnvironmentRecord {
  environmentShape(value)
  return value as EnvironmentRecord
}

/** `breadcrumbs.json`. */
export function checkBreadcrumbs (value: unknown): Breadcrumb[] {
  breadcrumbsShape(value)
  return value as Breadcrumb[]
}

/** `crash.json`. Every `ref` is the index of a node and every `script` that of a script. */
export function checkCrash (value: unknown): CrashDocument {
  const document = asObject(value)
  const nodeCount = Array.isArray(document['nodes']) ? document['nodes'].length : 0
  const scriptCount = Array.isArray(document['scripts']) ? document['scripts'].length : 0
  crashShape(indexBelow(nodeCount, 'node'), indexBelow(scriptCount, 'script'))(value)
  return value as CrashDocument
}

const indexBelow = (count: number, what: string): Check => value => {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) >= count) {
    throw new ShapeMismatch(`the index of one of ${count} ${what}s`, value)
  }
}

/** A value of the graph, a node, and their parts. `node` checks the index that a reference is, `script` that of a function's script. */
export function graphShapes (node: Check, script: Check): { value: Check, node: Check, property: Check, cut: Check } {
  const graphValue: Check = value => {
    if (typeof value !== 'object' || value === null) return
    if ('ref' in value) return node(value.ref)
    missingOrTyped(value)
  }
  const cut = list(shape({ required: { what: text, reason: text, count: number } }))
  const property = shape({
    required: { name: text, value: present(graphValue) },
    optional: { get: graphValue, set: graphValue },
  })
  const properties = list(property)
  const graphNode = shape({
    required: { type: text, className: text },
    optional: {
      subtype: text, prototypes: list(textOrNull), size: number, properties, elements: list(graphValue), holes: list(index),
      entries: list(pair(graphValue)), privates: properties, internals: properties, value: graphValue, bytes: text,
      location: shape({ required: { script, lineNumber0: number, columnNumber0: number } }),
      functionKind: text, length: numberOrNull, prototypeProperty: text, cut,
    },
  })
  return { value: graphValue, node: graphNode, property, cut }
}

function crashShape (node: Check, script: Check): Check {
  const { value: graphValue, node: graphNode, property, cut } = graphShapes(node, script)
  const original = shape({ required: {}, optional: { original: shape({ required: {}, optional: { name: text, isElsewhere: boolean } }) } })
  const variable: Check = value => {
    property(value)
    original(value)
  }
  const place = shape({ required: { lineNumber0: number, columnNumber0: number } })
  const scope = shape({
    required: { type: text },
    optional: { name: text, start: place, end: place, cut },
    lists: { variables: variable },
  })
  const exception: Check = value => exceptionShape(value)
  const exceptionShape = shape({
    required: { type: text, message: text, stack: text, value: present(graphValue) },
    optional: {
      code: text, cause: exception, errors: list(exception), isSuppressed: boolean, isChainCut: boolean,
      atThrow: shape({ required: { type: text, message: text }, optional: { code: text } }),
      stackPlaces: list(shape({ required: { place: text, file: text, line1: number, column1: number } })),
    },
  })
  const frame = shape({
    required: { index, kind: text, function: text, file: text, lineNumber0: number, columnNumber0: number, inApp: boolean },
    optional: {
      script, functionLocation: place, this: graphValue, missing: text,
      original: shape({ required: { file: text, line1: number, column1: number }, optional: { function: text } }),
      nameless: shape({ required: { inside: text }, optional: { line: text } }),
      folded: shape({ required: { length: number, repetitions: number } }),
    },
    lists: { scopes: scope },
  })
  const scriptShape = shape({
    required: { url: text },
    optional: {
      hash: text, sourceMapURL: text, source: text, sourceMap: text, missing: text,
      originals: list(shape({ required: { file: text }, optional: { source: text } })),
    },
  })
  return shape({
    required: { exception, thread: threadShape(graphValue) },
    optional: {
      exit: shape({ required: { by: text, evidence: text, exitCode: number } }), pauseMs: number,
      caughtAt: shape({ required: { frame: index, file: text, line: number, column: number } }),
      ...occasionFields(graphValue),
    },
    lists: { frames: frame, scripts: scriptShape, nodes: graphNode, notes: text },
  })
}

const typedShape = shape({ required: { type: text }, optional: { value: text } })

const missingOrTyped = (value: object): void => 'missing' in value ? missingShape(value) : typedShape(value)

/** A member that must be there: `undefined` has its own form in the format. */
const present = (check: Check): Check => value => {
  if (value === undefined) throw new ShapeMismatch('a value', value)
  check(value)
}

const pair = (check: Check): Check => value => {
  if (!Array.isArray(value) || value.length !== 2) throw new ShapeMismatch('a pair of key and value', value)
  value.forEach(check)
}
