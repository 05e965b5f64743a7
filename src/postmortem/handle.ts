import type { MissingValue } from '../model'

/**
 * What an object id of the replay stands for: a node of the graph, or an object that a debugger shows and a capsule has no node
 * for. `frame` and `scope` are indexes into `CrashDocument.frames` and the frame's scopes (`scope` -1: the frame has
 * none, -2: repetitions of it that were folded),
 * `level` is 1 for an object's prototype and one more for each further up. `bytes`: a buffer's, as a
 * typed array. `part`: elements of
 * another from index to index, -1 for what are no elements.
 */
export type Handle =
  | { kind: 'node', ref: number }
  | { kind: 'scope', frame: number, scope: number }
  | { kind: 'global' }
  | { kind: 'entries', ref: number }
  | { kind: 'bytes', ref: number, view: BufferView }
  | { kind: 'entry', ref: number, index: number }
  | { kind: 'prototype', ref: number, level: number }
  | { kind: 'part', of: Exclude<Handle, { kind: 'part' | 'missing' }>, from: number, to: number }
  | { kind: 'missing', missing: MissingValue }

export const BUFFER_VIEWS = ['Int8Array', 'Uint8Array', 'Int16Array', 'Int32Array'] as const
export type BufferView = typeof BUFFER_VIEWS[number]
export const viewBytes = (view: BufferView): number => view === 'Int32Array' ? 4 : view === 'Int16Array' ? 2 : 1

const MAX_TEXT = 200

/** A handle as text that {@link parseHandle} reads, short and without dots. */
export function handleText (handle: Handle): string {
  switch (handle.kind) {
    case 'node': return `n${handle.ref}`
    case 'scope': return `s${handle.frame}:${handle.scope}`
    case 'global': return 'g'
    case 'bytes': return `b${handle.ref}:${BUFFER_VIEWS.indexOf(handle.view)}`
    case 'entries': return `e${handle.ref}`
    case 'entry': return `i${handle.ref}:${handle.index}`
    case 'prototype': return `p${handle.ref}:${handle.level}`
    case 'part': return `r${handle.from}:${handle.to}:${handleText(handle.of)}`
    case 'missing': {
      const { missing, size, type, className } = handle.missing
      const told = [missing, size ?? null, type ?? null, className ?? null].map(part => typeof part === 'string' ? part.slice(0, MAX_TEXT) : part)
      return `m${Buffer.from(JSON.stringify(told)).toString('base64url')}`
    }
  }
}

/** Undefined for a text that {@link handleText} does not give. Whether the node is there is for the caller to see. */
export function parseHandle (text: string): Handle | undefined {
  const rest = text.slice(1)
  if (text[0] === 'm') return missingHandle(rest)
  if (text[0] === 'r') return partHandle(rest)
  if (text === 'g') return { kind: 'global' }
  if (!/^\d{1,9}(?::-?\d{1,9})?$/.test(rest)) return undefined
  const [first, second] = rest.split(':').map(Number) as [number, number | undefined]
  switch (text[0]) {
    case 'n': return { kind: 'node', ref: first }
    case 'b': {
      const view = BUFFER_VIEWS[second ?? 0]
      return view && { kind: 'bytes', ref: first, view }
    }
    case 'e': return { kind: 'entries', ref: first }
    case 's': return second === undefined ? undefined : { kind: 'scope', frame: first, scope: second }
    case 'i': return second === undefined ? undefined : { kind: 'entry', ref: first, index: second }
    case 'p': return second === undefined ? undefined : { kind: 'prototype', ref: first, level: second }
    default: return undefined
  }
}

function partHandle (text: string): Handle | undefined {
  const [, from, to, of] = /^(-1|\d{1,10}):(-1|\d{1,10}):([^rm].*)$/s.exec(text) ?? []
  const handle = of === undefined ? undefined : parseHandle(of)
  return handle === undefined || handle.kind === 'part' || handle.kind === 'missing' ? undefined
    : { kind: 'part', of: handle, from: Number(from), to: Number(to) }
}

function missingHandle (text: string): Handle | undefined {
  try {
    const told: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(told) || typeof told[0] !== 'string') return undefined
    const [missing, size, type, className] = told as unknown[]
    return { kind: 'missing', missing: {
      missing: missing as MissingValue['missing'],
      ...typeof size === 'number' && { size }, ...typeof type === 'string' && { type }, ...typeof className === 'string' && { className },
    } }
  } catch {
    return undefined
  }
}
