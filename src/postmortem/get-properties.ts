import type { Runtime } from 'node:inspector'
import type { Cut, Value } from '../model'
import type { Handle } from './handle'
import { cutDescription, cutName, missingFacts } from './missing-object'
import { ownProperties, type OwnProperty } from './own-properties'
import { remoteHandle, remoteObject, symbolText, type RemoteOptions } from './remote-object'
import type { ReplaySession } from './session'

/** CDP `Runtime.getProperties`'s answer; `privateProperties` is missing in Node's types. */
export interface PropertiesAnswer {
  result: Runtime.PropertyDescriptor[]
  internalProperties?: Runtime.InternalPropertyDescriptor[]
  privateProperties?: { name: string, value?: Runtime.RemoteObject, get?: Runtime.RemoteObject, set?: Runtime.RemoteObject }[]
}

/** As CDP `Runtime.getProperties` has them. */
export interface PropertiesOptions extends RemoteOptions { accessorPropertiesOnly?: boolean, nonIndexedPropertiesOnly?: boolean }

/** Properties in one answer: 20,000 with previews are some 10 MB of protocol text. The rest of a hostile capsule's list is named. */
const MAX_PROPERTIES = 20_000
const MAX_ANSWER_CHARS = 8_000_000

/**
 * What V8 answers to `Runtime.getProperties` of an object. Only own properties: those of prototypes are not recorded. What was left
 * out of it is an internal property more, `[[NotRecordedElements]]` and its like. Undefined for an object that is not there.
 */
export function getProperties (session: ReplaySession, handle: Handle, given: PropertiesOptions): PropertiesAnswer | undefined {
  const options = { ...given, budget: given.budget ?? { chars: MAX_ANSWER_CHARS } }
  if (handle.kind === 'missing') return { result: missingFacts(handle.missing).map(([name, value]) => described(name, { type: 'string', value })) }
  const own = ownProperties(session, handle)
  if (own === undefined) return undefined
  const result: Runtime.PropertyDescriptor[] = []
  let left = 0
  for (const property of own.properties) {
    const isAccessor = property.get !== undefined || property.set !== undefined
    if ((options.accessorPropertiesOnly && !isAccessor) || (options.nonIndexedPropertiesOnly && property.isIndex)) continue
    if (result.length < MAX_PROPERTIES) result.push(descriptor(session, property, options))
    else left++
  }
  // V8 makes no previews of them.
  const plain: RemoteOptions = { ...options, generatePreview: false }
  const privates = own.privates.filter(({ get, set }) => !options.accessorPropertiesOnly || get !== undefined || set !== undefined)
    .slice(0, MAX_PROPERTIES).map(property => privateDescriptor(session, property, plain))
  const internals = options.accessorPropertiesOnly ? [] : [
    ...own.internals.slice(0, MAX_PROPERTIES).map(property => ({ name: property.name, value: valueOf(session, property, plain) })),
    ...own.cuts.slice(0, 100).map(cut => cutProperty(session, cut, options)),
    ...left === 0 ? [] : [{ name: '[[NotShown]]', value: note(session, `<not shown: ${left} more>`, options) }],
  ]
  return {
    result, ...privates.length > 0 && { privateProperties: privates }, ...internals.length > 0 && { internalProperties: internals },
  }
}

function descriptor (session: ReplaySession, property: OwnProperty, options: RemoteOptions): Runtime.PropertyDescriptor {
  const { name, symbol, get, set, writable = true, configurable = true, enumerable = true } = property
  const isAccessor = get !== undefined || set !== undefined
  const label = symbol === true ? symbolText(name) : name
  // V8 makes no previews of accessors.
  const plain: RemoteOptions = { ...options, generatePreview: false }
  return {
    name: label,
    ...isAccessor ? { get: remoteObject(session, orUndefined(get), plain), set: remoteObject(session, orUndefined(set), plain) }
      : { value: valueOf(session, property, options), writable },
    configurable, enumerable, isOwn: true,
    ...symbol === true && { symbol: { type: 'symbol', description: label } as const },
  }
}

function privateDescriptor (session: ReplaySession, property: OwnProperty, options: RemoteOptions): NonNullable<PropertiesAnswer['privateProperties']>[number] {
  const { name, get, set } = property
  if (get === undefined && set === undefined) return { name, value: valueOf(session, property, options) }
  const accessors = { get, set }
  return { name, ...Object.fromEntries(Object.entries(accessors).filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, remoteObject(session, value!, options)])) }
}

function valueOf (session: ReplaySession, { value, handle, location }: OwnProperty, options: RemoteOptions): Runtime.RemoteObject {
  if (location !== undefined) return { type: 'object', subtype: 'internal#location' as 'node', value: location, description: 'Object' }
  return handle === undefined ? remoteObject(session, orUndefined(value), options) : remoteHandle(session, handle, options)
}

function cutProperty (session: ReplaySession, cut: Cut, options: RemoteOptions): Runtime.InternalPropertyDescriptor {
  return { name: cutName(cut), value: note(session, cutDescription(cut), options, cut) }
}

function note (session: ReplaySession, description: string, { group }: RemoteOptions, cut?: Cut): Runtime.RemoteObject {
  const handle: Handle = { kind: 'missing', missing: { missing: cut?.reason ?? 'total', ...cut !== undefined && cut.count > 0 && { size: cut.count } } }
  return { ...remoteHandle(session, handle, { group }), description }
}

/** Not `??`: null is a value. */
const orUndefined = (value: Value | undefined): Value => value === undefined ? { type: 'undefined' } : value

const described = (name: string, value: Runtime.RemoteObject): Runtime.PropertyDescriptor =>
  ({ name, value, writable: true, configurable: true, enumerable: true, isOwn: true })
