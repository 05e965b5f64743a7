import type { Runtime } from 'node:inspector'
import { isMissing, isRef, type TypedPrimitive, type Value } from '../model'
import { describeNode } from './describe-node'
import type { Handle } from './handle'
import { cutString, missingDescription } from './missing-object'
import { previewChars, previewOf } from './object-preview'
import type { ReplaySession } from './session'
import { describeHandle } from './synthetic-objects'
import { visibleText } from './visible-text'

/**
 * `group`: the object group in which ids are made. `generatePreview` as in CDP. `budget`: characters that one answer may still spend on
 * descriptions and previews, beyond which the former are short and the latter left out: a hostile list refers to one long text often.
 */
export interface RemoteOptions { group: string, generatePreview?: boolean, budget?: { chars: number } }

const MAX_SPENT_CHARS = 200

/**
 * A recorded value as CDP `Runtime.RemoteObject`, as V8 would give it. A value that is not in the capsule is an object whose
 * `className` is `Missing` and whose description says why (`<masked>`); a string that was cut is a string that says so at its end.
 */
export function remoteObject (session: ReplaySession, value: Value, options: RemoteOptions): Runtime.RemoteObject {
  if (value === null) return { type: 'object', subtype: 'null', value: null }
  if (typeof value === 'number') return { type: 'number', value, description: String(value) }
  if (typeof value !== 'object') return { type: typeof value, value } as Runtime.RemoteObject
  if (isRef(value)) {
    return session.graph[value.ref] === undefined ? remoteHandle(session, { kind: 'missing', missing: { missing: 'unavailable' } }, options)
      : remoteHandle(session, { kind: 'node', ref: value.ref }, options)
  }
  if (isMissing(value)) {
    if (value.missing === 'string' && value.value !== undefined) return { type: 'string', value: cutString(value) }
    const { value: _kept, ...missing } = value
    return remoteHandle(session, { kind: 'missing', missing }, options)
  }
  return remotePrimitive(session, value, options)
}

/** An object of the replay, whether the capsule has a node for it or not. */
export function remoteHandle (session: ReplaySession, handle: Handle, { group, generatePreview, budget }: RemoteOptions): Runtime.RemoteObject {
  const objectId = session.ids.idOf(handle, group)
  if (handle.kind === 'node') {
    const node = session.graph[handle.ref]!
    const described = { type: node.type === 'function' && node.subtype !== 'proxy' ? 'function' : 'object', ...describeNode(session, handle.ref, node) } as const
    const isSpent = budget !== undefined && budget.chars < 0
    const preview = generatePreview === true && !isSpent && described.type === 'object' ? previewOf(session, handle) : undefined
    if (budget !== undefined) budget.chars -= described.description.length + (preview === undefined ? 0 : previewChars(preview))
    const { description } = described
    const shown = isSpent && description.length > MAX_SPENT_CHARS ? `${description.slice(0, MAX_SPENT_CHARS)}…` : description
    return { ...described, description: shown, objectId, ...preview !== undefined && { preview } } as Runtime.RemoteObject
  }
  if (handle.kind === 'missing') return { type: 'object', className: 'Missing', description: missingDescription(handle.missing), objectId }
  const preview = generatePreview === true ? previewOf(session, handle) : undefined
  return { ...describeHandle(session, handle), objectId, ...preview !== undefined && { preview } } as Runtime.RemoteObject
}

function remotePrimitive (session: ReplaySession, primitive: TypedPrimitive, options: RemoteOptions): Runtime.RemoteObject {
  switch (primitive.type) {
    case 'undefined': return { type: 'undefined' }
    case 'number': return { type: 'number', unserializableValue: primitive.value, description: primitive.value }
    case 'bigint': return { type: 'bigint', unserializableValue: `${primitive.value}n`, description: `${primitive.value}n` }
    case 'symbol': return { type: 'symbol', description: symbolText(primitive.value) }
    // A type that only a newer recorder, or a stranger, knows.
    default: return remoteHandle(session, { kind: 'missing', missing: { missing: 'unavailable' } }, options)
  }
}

export const symbolText = (description = ''): string => `Symbol(${visibleText(description)})`
