import type { Runtime } from 'node:inspector'
import { isRef, type GraphNode, type Value } from '../model'
import { describeNode, subtypeOf } from './describe-node'
import type { Handle } from './handle'
import { cutDescription, cutName } from './missing-object'
import { ownProperties, type OwnProperty } from './own-properties'
import { remoteObject } from './remote-object'
import { graphNode, type ReplaySession } from './session'
import { describeHandle, entryAt, entryCount } from './synthetic-objects'

/** V8's limits, `ObjectMirror::buildObjectPreview` in src/inspector/value-mirror.cc. */
const MAX_NAMES = 5
const MAX_INDEXES = 100
const MAX_ENTRIES = 5
const MAX_CHARS = 100

const PREVIEWED_INTERNALS: ReadonlySet<string> = new Set([
  '[[PromiseState]]', '[[PromiseResult]]', '[[GeneratorState]]', '[[PrimitiveValue]]', '[[WeakRefTarget]]',
])

/** CDP `Runtime.ObjectPreview`, as V8 makes it. Undefined for functions and for what is not there. */
export function previewOf (session: ReplaySession, handle: Exclude<Handle, { kind: 'missing' }>): Runtime.ObjectPreview | undefined {
  return buildPreview(session, handle, { names: MAX_NAMES, indexes: MAX_INDEXES }, false)
}

/** `left`: how much of an object, its entries included, may still be shown. */
function buildPreview (
  session: ReplaySession, handle: Exclude<Handle, { kind: 'missing' }>, left: { names: number, indexes: number }, isEntry: boolean,
): Runtime.ObjectPreview | undefined {
  const node = handle.kind === 'node' ? session.graph[handle.ref] : undefined
  const behind = node === undefined ? handle : behindProxies(session, handle as Handle & { kind: 'node' })
  const shown = ownProperties(session, behind)
  if (shown === undefined || (handle.kind === 'node' && node === undefined)) return undefined
  const described = node === undefined ? describeHandle(session, handle as never) : describeNode(session, (handle as { ref: number }).ref, node)
  const properties: Runtime.PropertyPreview[] = []
  for (const property of shown.internals) if (PREVIEWED_INTERNALS.has(property.name)) properties.push(propertyPreview(session, property))
  // What was left out is more than is shown.
  let overflow = shown.cuts.length > 0
  const subtype = behind.kind === 'node' ? subtypeOf(session.graph[behind.ref]!) : described.subtype
  const isList = subtype === 'array' || subtype === 'typedarray'
  // A string object's characters are its primitive value, which comes first.
  const isString = node?.subtype === 'boxed' && typeof node.value === 'string'
  // What is one too many ends its own list only.
  for (const list of [shown.privates, shown.properties]) {
    for (const property of list) {
      if (property.name === 'length' && (isList || isString)) continue
      if (property.isIndex && isString && Number(property.name) < (node.value as string).length) continue
      if (property.name === 'constructor' && property.symbol !== true) continue
      // What can only be set has nothing to show.
      if (property.set !== undefined && isUndefined(property.get)) continue
      if (property.isIndex || property.name === '4294967295' ? left.indexes <= 0 : left.names <= 0) {
        overflow = true
        break
      }
      if (property.isIndex || property.name === '4294967295') left.indexes--
      else left.names--
      properties.push(propertyPreview(session, property))
    }
  }
  // `node inspect` shows no overflow: without these an object of which nothing was recorded would be an empty one.
  for (const cut of shown.cuts) properties.push({ name: cutName(cut), type: 'object', value: abbreviated(cutDescription(cut)) })
  const inner = behind.kind === 'node' ? session.graph[behind.ref] : undefined
  const entriesRef = behind.kind !== 'node' ? undefined : subtype === 'map' || subtype === 'set' ? behind.ref : subtype === 'iterator' ? iteratedRef(inner) : undefined
  const count = entriesRef === undefined ? 0 : entryCount(session.graph, entriesRef)
  if (inner?.size !== undefined && (subtype === 'map' || subtype === 'set')) {
    if (left.names-- <= 0) overflow = true
    else properties.push({ name: 'size', type: 'number', value: String(inner.size) })
  }
  if (count > 0 && (isEntry || count > MAX_ENTRIES)) overflow = true
  const entries = Array.from({ length: isEntry ? 0 : Math.min(count, MAX_ENTRIES) }, (_, index): Runtime.EntryPreview => {
    const { key, value } = entryAt(session.graph, entriesRef!, index)!
    return { ...key !== undefined && { key: entryPreview(session, key, left) }, value: entryPreview(session, value, left) }
  })
  return {
    type: 'object', ...described.subtype !== undefined && { subtype: described.subtype }, description: described.description,
    overflow, properties, ...entries.length > 0 && { entries },
  } as Runtime.ObjectPreview
}

/** The list of what an iterator is yet to give. */
function iteratedRef (node: GraphNode | undefined): number | undefined {
  const list = node?.internals?.find(({ name }) => name === '[[Entries]]')?.value
  return list !== undefined && isRef(list) ? list.ref : undefined
}

const isUndefined = (value: Value | undefined): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && 'type' in value && value.type === 'undefined')

/** V8 shows what is behind a proxy in its place. */
function behindProxies (session: ReplaySession, handle: Handle & { kind: 'node' }): Handle & { kind: 'node' } {
  let { ref } = handle
  for (let step = 0; step < 100 && session.graph[ref]?.subtype === 'proxy'; step++) {
    const target = session.graph[ref]!.internals?.find(({ name }) => name === '[[Target]]')?.value
    if (graphNode(session, target) === undefined) break
    ref = (target as { ref: number }).ref
  }
  return { kind: 'node', ref }
}

function entryPreview (session: ReplaySession, value: Value, left: { names: number, indexes: number }): Runtime.ObjectPreview {
  const node = graphNode(session, value)
  if (node?.type === 'object') return buildPreview(session, { kind: 'node', ref: (value as { ref: number }).ref }, left, true)!
  const { type, subtype, description, value: plain } = remoteObject(session, value, { group: '' })
  const text = description ?? (type === 'undefined' ? 'undefined' : String(plain))
  return {
    type, ...subtype !== undefined && { subtype }, description: type === 'function' || type === 'string' ? text : abbreviated(text),
    overflow: false, properties: [],
  } as Runtime.ObjectPreview
}

function propertyPreview (session: ReplaySession, property: OwnProperty): Runtime.PropertyPreview {
  const name = property.symbol === true ? `Symbol(${property.name})` : property.name
  if (property.get !== undefined || property.set !== undefined) return { name, type: 'accessor' }
  if (property.handle !== undefined) {
    const { type, subtype, description } = describeHandle(session, property.handle as never)
    return { name, type, value: abbreviated(description), ...subtype !== undefined && { subtype } } as Runtime.PropertyPreview
  }
  const { type, subtype, description, value: plain } = remoteObject(session, property.value === undefined ? { type: 'undefined' } : property.value, { group: '' })
  const text = subtype === 'null' ? 'null' : type === 'function' ? '' : description ?? (type === 'undefined' ? 'undefined' : String(plain))
  const isMiddle = type === 'string' || type === 'bigint' || subtype === 'regexp'
  return { name, type, value: abbreviated(text, isMiddle), ...subtype !== undefined && { subtype } } as Runtime.PropertyPreview
}

/** V8's `abbreviateString`. */
function abbreviated (text: string, isMiddle = false): string {
  if (text.length <= MAX_CHARS) return text
  return isMiddle ? `${text.slice(0, MAX_CHARS / 2)}…${text.slice(text.length - MAX_CHARS / 2 + 1)}` : `${text.slice(0, MAX_CHARS - 1)}…`
}
