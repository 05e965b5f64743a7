import { isRef, type Cut, type GraphNode, type PropertyRecord, type Value, type ValueRef } from '../model'
import { decodeBase64 } from '../values/bytes'
import { isBound } from './describe-node'
import { BUFFER_VIEWS, viewBytes, type BufferView, type Handle } from './handle'
import { entriesSize, entryAt, entryCount, prototypeNames } from './synthetic-objects'
import type { ReplaySession } from './session'

/**
 * A property as V8 lists it, before it is made into a protocol object. `handle`: in place of `value`, an object that the capsule has
 * no node for; `location`: CDP's of a function. `isIndex`: an array index.
 */
export interface OwnProperty extends Omit<PropertyRecord, 'value'> {
  value?: Value, handle?: Handle, location?: { scriptId: string, lineNumber: number, columnNumber: number }, isIndex?: true
}

/** What V8 answers about an object, in its order. `cuts`: what was left out of it, each to be named. */
export interface OwnProperties {
  properties: Iterable<OwnProperty>
  privates: readonly OwnProperty[]
  internals: readonly OwnProperty[]
  cuts: readonly Cut[]
}

const NONE: OwnProperties = { properties: [], privates: [], internals: [], cuts: [] }
const NOT_RECORDED: Value = { missing: 'unavailable' }

/** Own properties, private fields and internal slots of whatever an object id stands for. Undefined for what is not there. */
export function ownProperties (session: ReplaySession, handle: Handle): OwnProperties | undefined {
  switch (handle.kind) {
    case 'node': {
      const node = session.graph[handle.ref]
      return node && nodeProperties(session, handle.ref, node)
    }
    case 'scope': return scopeProperties(session, handle.frame, handle.scope)
    case 'global': return { ...NONE, cuts: [{ what: 'properties', reason: 'unavailable', count: 0 }] }
    case 'entries': {
      const { ref } = handle
      const cuts = session.graph[ref]?.cut?.filter(({ what }) => what === 'entries' || what === 'elements') ?? []
      return { ...NONE, properties: entryList(ref, entryCount(session.graph, ref), entriesSize(session.graph, ref)), cuts }
    }
    case 'entry': {
      const entry = entryAt(session.graph, handle.ref, handle.index)
      if (entry === undefined) return undefined
      return { ...NONE, properties: [...entry.key === undefined ? [] : [{ name: 'key', value: entry.key }], { name: 'value', value: entry.value }] }
    }
    case 'prototype': {
      const node = session.graph[handle.ref]
      if (node === undefined) return undefined
      return { ...NONE, internals: prototype(handle.ref, node, handle.level + 1), cuts: [{ what: 'properties', reason: 'unavailable', count: 0 }] }
    }
    case 'bytes': {
      const node = session.graph[handle.ref]
      return node && { ...NONE, properties: bytes(node, handle.view), cuts: (node.cut ?? []).filter(({ what }) => what === 'bytes') }
    }
    case 'part': {
      const own = ownProperties(session, handle.of)
      if (own === undefined) return undefined
      return handle.from < 0 ? { ...own, properties: [...own.properties].filter(({ isIndex }) => isIndex !== true) }
        : { ...NONE, properties: slice(own.properties, handle.from, handle.to) }
    }
    case 'missing': return undefined
  }
}

function * slice (properties: Iterable<OwnProperty>, from: number, to: number): Iterable<OwnProperty> {
  for (const property of properties) {
    if (property.isIndex !== true || Number(property.name) > to) return
    if (Number(property.name) >= from) yield property
  }
}

function * entryList (ref: number, count: number, size: number): Iterable<OwnProperty> {
  for (let index = 0; index < count; index++) yield { name: String(index), isIndex: true, handle: { kind: 'entry', ref, index } }
  yield lengthOf(size)
}

function scopeProperties (session: ReplaySession, frame: number, scope: number): OwnProperties | undefined {
  const record = session.crash.frames[frame]
  if (record === undefined) return undefined
  if (scope === -2) return { ...NONE, properties: [unknownVariables('total')] }
  if (scope < 0) return record.missing === undefined ? NONE : { ...NONE, properties: [unknownVariables(record.missing)] }
  const found = record.scopes[scope]
  if (found === undefined) return undefined
  const cut = (found.cut ?? []).map(({ reason }) => unknownVariables(reason))
  return { ...NONE, properties: [...found.variables, ...cut.slice(0, 1)], cuts: found.cut ?? [] }
}

/** Stands where variables were: no variable can have this name. */
const unknownVariables = (missing: NonNullable<Cut['reason']>): OwnProperty => ({ name: '<variables>', value: { missing } })

function nodeProperties (session: ReplaySession, ref: number, node: GraphNode): OwnProperties {
  return {
    properties: node.subtype === 'proxy' ? [] : listed(session, ref, node),
    privates: node.privates ?? [],
    internals: internals(session, ref, node),
    // What V8 has no way to show of an object, a debugger misses nothing of.
    cuts: node.subtype === 'proxy' ? [] : (node.cut ?? []).filter(({ what, reason }) => what !== 'internals' || reason !== 'unavailable'),
  }
}

/** V8's inspector gives what is enumerable and has a text for a name first; then the rest, both in the object's own order. */
function * listed (session: ReplaySession, ref: number, node: GraphNode): Iterable<OwnProperty> {
  for (const property of inOwnOrder(session, ref, node)) if (isFirst(property)) yield property
  for (const property of inOwnOrder(session, ref, node)) if (!isFirst(property)) yield property
}

const isFirst = ({ enumerable, symbol }: OwnProperty): boolean => enumerable !== false && symbol !== true

/** As `Reflect.ownKeys` has them. */
function * inOwnOrder (session: ReplaySession, ref: number, node: GraphNode): Iterable<OwnProperty> {
  yield * elements(node)
  if (node.subtype === 'array') yield { ...lengthOf(node.size ?? node.elements?.length ?? 0), ...node.isFrozen && { writable: false } }
  if (node.subtype === 'boxed' && typeof node.value === 'string') yield * characters(node.value)
  const properties = node.properties ?? []
  const has = (wanted: string): boolean => properties.some(({ name, symbol }) => name === wanted && symbol !== true)
  const isKnown = node.cut?.some(({ what, count }) => what === 'properties' && count === 0) !== true
  if (isKnown && node.type === 'function') yield * functionProperties(session, node)
  if (isKnown && node.subtype === 'regexp' && !has('lastIndex')) yield { name: 'lastIndex', value: 0, enumerable: false, configurable: false }
  if (isKnown && node.subtype === 'error' && !has('stack')) yield { name: 'stack', value: session.stacks.get(ref) ?? NOT_RECORDED, enumerable: false }
  for (const property of properties) if (property.symbol !== true && !isGivenBefore(node, property)) yield asListed(property)
  for (const property of properties) if (property.symbol === true) yield property
}

/** `length`, `name` and `prototype`, which every function has in this order, and the last of which is not recorded. */
function * functionProperties (session: ReplaySession, node: GraphNode): Iterable<OwnProperty> {
  const { length, prototypeProperty, isFrozen, isSealed } = node
  // A capsule of an earlier recorder says nothing of either.
  const isEarlier = length === undefined && prototypeProperty === undefined && node.isNative === undefined
  const text = isEarlier ? session.functions.of(node) : undefined
  if (length !== null && !node.properties?.some(({ name }) => name === 'length')) {
    yield { name: 'length', value: length ?? text?.length ?? NOT_RECORDED, writable: false, enumerable: false, ...(isFrozen || isSealed) && { configurable: false } }
  }
  const [first] = node.properties ?? []
  if (first !== undefined && isGivenBefore(node, first)) yield first
  if (prototypeProperty === undefined && text?.hasPrototype !== true) return
  const isReadOnly = isFrozen || prototypeProperty === 'readonly' || (isEarlier && node.functionKind === 'class')
  yield { name: 'prototype', value: NOT_RECORDED, enumerable: false, configurable: false, ...isReadOnly && { writable: false } }
}

const isGivenBefore = (node: GraphNode, property: PropertyRecord): boolean =>
  node.type === 'function' && property === node.properties![0] && property.name === 'name' && property.symbol !== true

/** Index properties of what is no array are elements to V8 too. */
const asListed = (property: PropertyRecord): OwnProperty => isIndex(property.name) ? { ...property, isIndex: true } : property

/** The language's: a whole number below 2 ** 32 - 1. */
const isIndex = (name: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4294967295

const lengthOf = (value: number): OwnProperty => ({ name: 'length', value, enumerable: false, configurable: false })

function * elements (node: GraphNode): Iterable<OwnProperty> {
  if (node.subtype === 'set') return
  const holes = holesOf(node)
  const attributes = attributesOf(node)
  let index = 0
  for (const value of node.elements ?? []) {
    if (!holes.has(index)) yield { name: String(index), value, isIndex: true, ...attributes }
    index++
  }
  if (node.subtype !== 'typedarray' || node.elements !== undefined || node.bytes === undefined) return
  // Only of one-byte elements the capsule keeps the bytes instead.
  yield * bytes(node, node.className === 'Int8Array' || node.prototypes?.includes('Int8Array') === true ? 'Int8Array' : 'Uint8Array')
}

/** Those of elements are not recorded, but follow from the state of a list. */
const attributesOf = ({ isFrozen, isSealed, subtype }: GraphNode): Pick<PropertyRecord, 'writable' | 'configurable'> =>
  subtype === 'array' && (isFrozen || isSealed) ? { configurable: false, ...isFrozen && { writable: false } } : {}

const knownHoles = new WeakMap<GraphNode, ReadonlySet<number>>()

function holesOf (node: GraphNode): ReadonlySet<number> {
  const known = knownHoles.get(node)
  if (known !== undefined) return known
  const holes = new Set(node.holes)
  knownHoles.set(node, holes)
  return holes
}

/** Elements of which all bytes were kept. Little-endian, as every machine that Node runs on but s390x. */
function * bytes (node: GraphNode, view: BufferView): Iterable<OwnProperty> {
  const kept = decodeBase64(node.bytes ?? '')
  const data = new DataView(kept.buffer, kept.byteOffset, kept.byteLength)
  const step = viewBytes(view)
  for (let at = 0; at + step <= kept.length; at += step) {
    const value = view === 'Int8Array' ? data.getInt8(at) : view === 'Uint8Array' ? data.getUint8(at)
      : view === 'Int16Array' ? data.getInt16(at, true) : data.getInt32(at, true)
    yield { name: String(at / step), value, isIndex: true }
  }
}

function * characters (text: string): Iterable<OwnProperty> {
  for (let index = 0; index < text.length; index++) {
    yield { name: String(index), value: text[index]!, isIndex: true, writable: false, configurable: false }
  }
  yield { name: 'length', value: text.length, writable: false, enumerable: false, configurable: false }
}

function internals (session: ReplaySession, ref: number, node: GraphNode): OwnProperty[] {
  const found: OwnProperty[] = []
  const own = (node.internals ?? []).filter(({ name }) => name !== '[[Prototype]]')
  if (/generator$/.test(node.functionKind ?? '')) found.push({ name: '[[IsGenerator]]', value: true })
  found.push(...prototype(ref, node, 1))
  if (node.location !== undefined) found.unshift(location(session, node))
  else if (isWritten(node)) found.unshift({ name: '[[FunctionLocation]]', value: NOT_RECORDED })
  if (node.subtype === 'boxed') found.push({ name: '[[PrimitiveValue]]', value: node.value ?? NOT_RECORDED })
  for (const property of own) found.push(isEntryList(session, property) ? { name: property.name, handle: { kind: 'entries', ref: property.value.ref } } : property)
  if (node.entries !== undefined || node.subtype === 'set') found.push({ name: '[[Entries]]', handle: { kind: 'entries', ref } })
  if (node.subtype === 'weakmap' || node.subtype === 'weakset') found.push({ name: '[[Entries]]', value: NOT_RECORDED })
  if ((node.type === 'function' && node.subtype !== 'proxy' && !isBound(node)) || (node.subtype === 'generator' && isSuspended(node))) found.push({ name: '[[Scopes]]', value: NOT_RECORDED })
  if (node.subtype === 'arraybuffer' || node.subtype === 'sharedarraybuffer') found.push(...bufferInternals(ref, node))
  return found
}

function prototype (ref: number, node: GraphNode, level: number): OwnProperty[] {
  const names = prototypeNames(node)
  if (names === undefined) return level === 1 ? [{ name: '[[Prototype]]', value: NOT_RECORDED }] : []
  return level > names.length ? [] : [{ name: '[[Prototype]]', handle: { kind: 'prototype', ref, level } }]
}

/** A generator that runs is on the stack, and one that came to its end has no variables any more. */
const isSuspended = ({ internals }: GraphNode): boolean => internals?.some(({ name, value }) => name === '[[GeneratorState]]' && value === 'suspended') === true

/** V8 gives what an iterator is yet to give as it gives the entries of a Map. */
function isEntryList (session: ReplaySession, property: PropertyRecord): property is PropertyRecord & { value: ValueRef } {
  return property.name === '[[Entries]]' && isRef(property.value) && session.graph[property.value.ref]?.subtype === 'array'
}

/** A function with a text: where that stands V8 was not always asked. */
const isWritten = (node: GraphNode): boolean => node.type === 'function' && node.isNative !== true && node.subtype !== 'proxy'

function location (session: ReplaySession, node: GraphNode): OwnProperty {
  const { script, lineNumber0, columnNumber0 } = node.location!
  return { name: node.type === 'function' ? '[[FunctionLocation]]' : '[[GeneratorLocation]]', location: { scriptId: session.scriptId(script), lineNumber: lineNumber0, columnNumber: columnNumber0 } }
}

/** V8 shows a buffer as four kinds of arrays, those of them that its length allows. */
function bufferInternals (ref: number, node: GraphNode): OwnProperty[] {
  const { size, bytes: kept } = node
  const views = BUFFER_VIEWS.filter(view => size === undefined || size % viewBytes(view) === 0)
  return [
    ...views.map((view): OwnProperty => ({
      name: `[[${view}]]`, ...kept === undefined || size === undefined ? { value: NOT_RECORDED } : { handle: { kind: 'bytes', ref, view } as const },
    })),
    ...size === undefined ? [] : [{ name: '[[ArrayBufferByteLength]]', value: size }],
  ]
}
