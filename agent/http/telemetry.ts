import type { TraceRecord } from '../../src/model'
import type { Snapshot } from '../snapshot/snapshot'

/** The part of OpenTelemetry's `Span` that is used. */
export interface Span {
  spanContext: () => { traceId: string, spanId: string }
  isRecording: () => boolean
  setAttribute: (name: string, value: string) => unknown
  addEvent: (name: string, attributes: Record<string, string>) => unknown
}

interface Api { context?: { active: () => { getValue: (key: symbol) => unknown } } }

/** Where every copy of `@opentelemetry/api` 1.x keeps what was registered (its `internal/global-utils.ts`). */
const API = Symbol.for('opentelemetry.js.api.1')
/** The key of the active span in a context (its `trace/context-utils.ts`). */
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')

/** The span that is active here, if OpenTelemetry's API is there and has a context manager. */
export function activeSpan (): Span | undefined {
  const api = (globalThis as { [API]?: Api })[API]
  const span = api?.context?.active().getValue(SPAN) as Span | undefined
  return typeof span?.spanContext === 'function' ? span : undefined
}

export function traceOf (span: Span | undefined): TraceRecord | undefined {
  if (span === undefined) return undefined
  const { traceId, spanId } = span.spanContext()
  return /^(?!0+$)[0-9a-f]{32}$/.test(traceId) && /^[0-9a-f]{16}$/.test(spanId) ? { traceId, spanId } : undefined
}

/**
 * Puts the crash on a span, by OpenTelemetry's conventions for exceptions. `file`: where its capsule will lie;
 * the span will have ended when it is written.
 */
export function noteOnSpan (span: Span, { exception }: Snapshot, id: string, file: string): void {
  if (!span.isRecording()) return
  const capsule = { 'faultsnap.capsule.id': id, 'faultsnap.capsule.path': file }
  span.addEvent('exception', {
    'exception.type': exception.type, 'exception.message': exception.message, 'exception.stacktrace': exception.stack, ...capsule,
  })
  for (const [name, value] of Object.entries(capsule)) span.setAttribute(name, value)
}
