import type { MissingValue, RequestRecord, RequestValue } from '../model'
import type { OccasionPart } from './part'

/** The request in whose handling the error came up. */
export function requestPart (request: RequestRecord): OccasionPart {
  const { route, handler, params = {}, query, headers, httpVersion, remoteAddress, bodyBytes, body, trace } = request
  const facts: OccasionPart['facts'] = []
  const add = (name: string, fact: string | undefined): void => { if (fact !== undefined && fact !== '') facts.push([name, fact]) }
  add('route', [route, handler].filter(text => text !== undefined).join(', '))
  add('params', pairsText(params))
  add('query', pairsText(query))
  add('body', body !== undefined ? requestValueText(body) : bodyBytes === undefined ? undefined : `${bodyBytes} bytes, not recorded`)
  add('from', remoteAddress)
  add('version', httpVersion === undefined ? undefined : `HTTP/${httpVersion}`)
  add('trace', trace && trace.traceId + (trace.spanId === undefined ? '' : `, span ${trace.spanId}`))
  const rows = Object.entries(headers).map(([name, value]): [string, string] => [name, requestValueText(value)])
  return {
    kind: 'request', title: 'Request', headline: requestLine(request), facts, lists: rows.length === 0 ? [] : [{ title: 'headers', rows }], values: [],
  }
}

/** `GET /orders/42 answered 500 after 12 ms`. */
export function requestLine ({ method, path, status, durationMs }: RequestRecord): string {
  const after = `${durationMs < 10 ? Number(durationMs.toFixed(1)) : Math.round(durationMs)} ms`
  return `${method} ${path} ${status === undefined ? `not answered yet, after ${after}` : `answered ${status} after ${after}`}`
}

/** A value as it came, a repeated one with commas, `[masked]` for what is not recorded. */
export function requestValueText (value: RequestValue): string {
  return Array.isArray(value) ? value.map(oneText).join(', ') : oneText(value)
}

function oneText (value: string | MissingValue): string {
  if (typeof value === 'string') return value
  if (value.missing === 'string') return `${value.value ?? ''}…${value.size === undefined ? '' : ` (${value.size} characters)`}`
  return `[${value.missing}]`
}

const pairsText = (values: Record<string, RequestValue>): string =>
  Object.entries(values).map(([name, value]) => `${name} = ${requestValueText(value)}`).join(', ')
