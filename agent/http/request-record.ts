import { types } from 'node:util'
import type { Config } from '../../src/config/config'
import { MASKED, type Masker } from '../../src/mask/masker'
import type { RequestRecord, RequestValue } from '../../src/model'
import { apply, arrayIsArray } from '../primordials'
import { addressText } from './address'
import { asText, routeFacts, type FrameworkFacts } from './framework-facts'
import type { RequestContext } from './request-context'

/** Headers and parameters that are recorded, each. */
const MAX_VALUES = 100
/** Values of these are addresses of people: they are treated as `remoteAddress` is. */
const ADDRESS_HEADERS = /^(?:x-forwarded-for|x-real-ip|x-client-ip|cf-connecting-ip|cf-connecting-ipv6|true-client-ip|fastly-client-ip|forwarded)$/
/** Secret, and named so in no vocabulary: proof of who one is, under a header's name. */
const SECRET_HEADERS = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-amzn-oidc-.*|x-forwarded-client-cert|x-csrf-.*|x-xsrf-.*)$/
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/

export type RecordOptions = Pick<Config, 'maxStringLength' | 'captureAddress' | 'captureBody' | 'maxItems'>

/**
 * What is recorded of a request: read from Node's own fields and what the framework put beside them, all masked. Secrets among
 * the headers become taints: they are masked wherever else they turn up in this crash.
 */
export function requestRecord (context: RequestContext, masker: Masker, options: RecordOptions, facts: FrameworkFacts = {}): RequestRecord {
  const { request, remains } = context
  const source = request ?? remains!
  const { path, query } = splitUrl(context.url)
  const mask = new RequestMask(masker, options)
  const headers = pairsOf(source.rawHeaders)
  const record: RequestRecord = {
    method: masker.maskPrefix(source.method ?? '', 50),
    path: masker.maskUrl(masker.maskPrefix(path, options.maxStringLength)),
    query: mask.all(query),
    headers: mask.all(headers),
    durationMs: Math.round(context.durationMs * 1000) / 1000,
  }
  const { route, params = route === undefined ? [] : parametersIn(route, path) } = routeFacts(context, facts, path)
  if (route !== undefined) record.route = masker.maskUrl(masker.maskPrefix(route, options.maxStringLength))
  if (facts.handler !== undefined) record.handler = masker.maskPrefix(facts.handler, options.maxStringLength)
  if (params.length > 0) record.params = mask.all(params)
  if (source.httpVersion !== undefined && source.httpVersion !== '') record.httpVersion = source.httpVersion
  const address = addressText(addressOf(request), options.captureAddress)
  if (address !== undefined) record.remoteAddress = address
  const bytes = headers.find(([name]) => name === 'content-length')?.[1]
  if (bytes !== undefined && /^\d{1,15}$/.test(bytes)) record.bodyBytes = Number(bytes)
  if (options.captureBody && facts.body !== undefined) record.body = mask.text(bodyText(facts.body, masker, options.maxItems))
  const parent = TRACEPARENT.exec(headers.find(([name]) => name === 'traceparent')?.[1] ?? '')
  if (parent !== null) record.trace = { traceId: parent[1]!, spanId: parent[2]! }
  return record
}

function addressOf (request: RequestContext['request']): string | undefined {
  try {
    return request?.socket?.remoteAddress
  } catch {
    return undefined
  }
}

/** Names and values, each pair as it came. Names in lower case; those of HTTP/2 that begin with a colon are left out. */
function pairsOf (rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < rawHeaders.length && pairs.length < MAX_VALUES; index += 2) {
    const name = String(rawHeaders[index]).toLowerCase()
    if (!name.startsWith(':')) pairs.push([name, String(rawHeaders[index + 1])])
  }
  return pairs
}

/** A request target: origin form, or absolute as proxies get it. */
function splitUrl (url: string): { path: string, query: [string, string][] } {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  if (mark < 0) return { path, query: [] }
  const query: [string, string][] = []
  for (const part of url.slice(mark + 1).split('&')) {
    if (part === '' || query.length >= MAX_VALUES) continue
    const equals = part.indexOf('=')
    const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
    query.push([decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))])
  }
  return { path, query }
}

function decode (text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

class RequestMask {
  private readonly masker: Masker
  private readonly options: RecordOptions

  constructor (masker: Masker, options: RecordOptions) {
    this.masker = masker
    this.options = options
  }

  /** Each name once, in the order of its first use; a repeated one has a list. */
  all (pairs: readonly [string, string][]): Record<string, RequestValue> {
    const values = new Map<string, RequestValue>()
    for (const [name, value] of pairs) {
      const key = this.masker.maskPrefix(name, 200)
      const masked = this.value(name, value)
      const before = values.get(key)
      values.set(key, before === undefined ? masked : [...Array.isArray(before) ? before : [before], masked] as RequestValue)
    }
    // A parameter may be called `__proto__`.
    return Object.fromEntries(values)
  }

  text (text: string): Exclude<RequestValue, unknown[]> {
    const { maxStringLength } = this.options
    const value = this.masker.maskPrefix(text, maxStringLength)
    return text.length <= maxStringLength ? value : { missing: 'string', size: text.length, value }
  }

  private value (name: string, value: string): Exclude<RequestValue, unknown[]> {
    const lastName = /([^[\].]+)\]*$/.exec(name)?.[1] ?? name
    const isSecret = SECRET_HEADERS.test(name) || this.masker.isSecretParameter(name, value) || this.masker.isSecretParameter(lastName, value)
    if (isSecret && value !== '') {
      this.masker.addTaint(value)
      const credentials = /^(?:basic|bearer|digest|token|apikey|negotiate)\s+(\S+)$/i.exec(value)?.[1]
      if (credentials !== undefined) this.masker.addTaint(credentials)
      return { missing: 'masked' }
    }
    if (ADDRESS_HEADERS.test(name)) return this.addresses(name, value)
    return this.text(/^(?:https?:|\/)/.test(value) ? this.masker.maskUrl(value) : value)
  }

  private addresses (name: string, value: string): Exclude<RequestValue, unknown[]> {
    const { captureAddress } = this.options
    if (captureAddress === true) return this.text(value)
    if (captureAddress === false || name === 'forwarded') return { missing: 'masked' }
    return this.text(value.split(',').map(part => addressText(part.trim(), captureAddress) ?? '').join(', '))
  }
}

/** What the framework parsed, as JSON without running anything of the program: own data properties, secret names left out. */
function bodyText (body: unknown, masker: Masker, maxItems: number): string {
  if (typeof body === 'string') return body
  const seen = new Set<object>()
  const plain = (value: unknown, depth: number): unknown => {
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' ? undefined : value
    if (types.isUint8Array(value)) return `<${value.byteLength} bytes>`
    if (types.isProxy(value) || seen.has(value) || depth > 8) return '…'
    seen.add(value)
    if (arrayIsArray(value)) return value.slice(0, maxItems).map(item => plain(item, depth + 1))
    const copy: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    for (const key of Object.keys(value).slice(0, maxItems)) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key)
      if (descriptor === undefined || descriptor.get !== undefined) continue
      const isSecret = masker.isSecretName(key)
      if (isSecret) masker.addTaint(descriptor.value, key)
      copy[key] = isSecret ? MASKED : plain(descriptor.value, depth + 1)
    }
    return copy
  }
  return apply(JSON.stringify, JSON, [plain(body, 0)]) as string | undefined ?? ''
}

/** The parameters of a plain route (`/orders/:id`), for frameworks that have put theirs away by then (Express' router does). */
function parametersIn (route: string, path: string): [string, string][] {
  const names = route.replace(/\/$/, '').split('/')
  const parts = path.replace(/\/$/, '').split('/')
  if (names.length !== parts.length) return []
  const pairs: [string, string][] = []
  for (const [index, name] of names.entries()) {
    if (/^:\w+$/.test(name)) pairs.push([name.slice(1), decode(parts[index]!)])
    else if (name !== parts[index]) return []
  }
  return pairs
}

/** Names and values of an object of parameters, those that are texts. */
export function parametersOf (object: object | undefined): [string, string][] {
  if (object === undefined || types.isProxy(object)) return []
  const pairs: [string, string][] = []
  for (const key of Object.keys(object).slice(0, MAX_VALUES)) {
    const text = asText(object, key)
    if (text !== undefined) pairs.push([key, text])
  }
  return pairs
}
