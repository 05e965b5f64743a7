import type { MissingValue, Value } from './values'

/** A header, a query parameter or a route parameter: each name once, repeated ones as a list. */
export type RequestValue = string | MissingValue | (string | MissingValue)[]

/**
 * The HTTP request in whose handling the error came up, by the names of OpenTelemetry's HTTP conventions where they are short
 * enough. Masked; `path` is without its query.
 */
export interface RequestRecord {
  method: string
  path: string
  /** As the framework or an integration names it: `/orders/:id`. */
  route?: string
  /** `OrdersController.show`, where an integration knows it. */
  handler?: string
  query: Record<string, RequestValue>
  headers: Record<string, RequestValue>
  /** Matched route parameters. */
  params?: Record<string, RequestValue>
  /** Absent while it is not answered. */
  status?: number
  /** Milliseconds from the request's first header to the end of the answer, or to the capture. */
  durationMs: number
  /** `1.1`, `2.0`. */
  httpVersion?: string
  /** As configured (option `captureAddress`). */
  remoteAddress?: string
  /** Bytes, as its `content-length` says. */
  bodyBytes?: number
  /** Only where asked for (option `captureBody`), at most `maxStringLength` characters. */
  body?: RequestValue
  /** W3C trace context: of the active OpenTelemetry span, else of the request's `traceparent`. */
  trace?: TraceRecord
  /** How the request and the error were tied. */
  tie?: RequestTie
}

/**
 * `in-hand`: the code that answered the request held the error. `last-thrown`: it was thrown while this request was handled, and
 * the request was then answered as failed. `printed`: the program printed it while it handled this request. `context`: it was
 * thrown while this request was handled. `handed-over`: an integration said so.
 */
export interface RequestTie {
  by: 'in-hand' | 'last-thrown' | 'printed' | 'context' | 'handed-over'
  /** A sentence for people. */
  evidence: string
}

/** Hex, as W3C Trace Context writes them. */
export interface TraceRecord { traceId: string, spanId?: string }

/** The test that failed. */
export interface TestRecord {
  /** Names of its suites and its own, outermost first, joined with ` > `. */
  name: string
  file?: string
  /** `node:test`, `vitest`, `jest`, `mocha`, `uvu`. */
  runner: string
  /** From 1; absent where the runner does not say. */
  attempt?: number
  /** The two sides of an assertion, in the graph's terms. */
  expected?: Value
  actual?: Value
}

/** Who started the thread or process that failed. */
export interface ParentRecord {
  /** `thread`: a worker's starter. `process`: the one that forked it, with FaultSnap in it. */
  kind: 'thread' | 'process'
  pid: number
  threadId?: number
  /** Id of the job in a pool (piscina, tinypool), where the pool has one. */
  job?: string
}

export interface ThreadRecord {
  id: number
  isMainThread: boolean
  name?: string
  /** What the worker was started with, in the graph. */
  workerData?: Value
}

/** The call of a function in `ghost()` that failed. */
export interface GhostRecord {
  /** Its name; empty for a function without one. */
  function: string
  /** It threw, its promise rejected, or its iterator failed. */
  outcome: 'thrown' | 'rejected' | 'iterator'
  /** An object of its arguments by parameter name (`arguments[2]` where the source names none), as of the catch, not of the throw. */
  arguments: Value
  /** Milliseconds from the call to the failure, without the recorder's pause. */
  durationMs: number
  /** The call began at most so long ago: of functions called every few microseconds not every start is timed. */
  isDurationBound?: true
  /** Bytes by which `process.memoryUsage()` changed from the call to the failure (option `logMemory`). */
  memoryChange?: Record<string, number>
  isSuppressed?: true
  /** Other functions in `ghost()` that the throw passed on the same stack, innermost first: they report nothing. */
  within?: string[]
  /** Frames with variables, where that was limited. */
  depth?: number
}

/** What is known of a process that died without a word, from outside. */
export interface DeathRecord {
  /** `SIGSEGV`; absent for a process that ended by an exit code. */
  signal?: string
  exitCode?: number
  /** One sentence for people: what most likely killed it, and the evidence. */
  reason: string
  /** The last lines of its stderr, masked. */
  stderr?: string
  /** ZIP path of Node's diagnostic report, when there was one. */
  report?: string
}
