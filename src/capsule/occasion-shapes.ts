import { index, list, number, record, shape, text, boolean, ShapeMismatch, type Check } from './shape'

const missing = shape({ required: { missing: text }, optional: { size: number, value: text, type: text, className: text } })
const one: Check = value => { if (typeof value !== 'string') missing(value) }
const requestValue: Check = value => Array.isArray(value) ? list(one)(value) : one(value)
const hex: Check = value => {
  if (typeof value !== 'string' || !/^[0-9a-f]{1,64}$/.test(value)) throw new ShapeMismatch('hex digits', value)
}

/** The members of `crash.json` that src/model/occasion.ts describes. `value` checks a value of the graph. */
export const occasionFields = (value: Check): Record<string, Check> => ({
  request: shape({
    required: { method: text, path: text, query: record(requestValue), headers: record(requestValue), durationMs: number },
    optional: {
      route: text, handler: text, params: record(requestValue), status: number, httpVersion: text, remoteAddress: text, bodyBytes: index,
      body: requestValue, trace: shape({ required: { traceId: hex }, optional: { spanId: hex } }),
      tie: shape({ required: { by: text, evidence: text } }),
    },
  }),
  test: shape({ required: { name: text, runner: text }, optional: { file: text, attempt: number, expected: value, actual: value } }),
  parent: shape({ required: { kind: text, pid: number }, optional: { threadId: number, job: text } }),
  death: shape({ required: { reason: text }, optional: { signal: text, exitCode: number, stderr: text, report: text } }),
  context: value,
})

/** `thread` of `crash.json`. */
export const threadShape = (value: Check): Check =>
  shape({ required: { id: number, isMainThread: boolean }, optional: { name: text, workerData: value } })
