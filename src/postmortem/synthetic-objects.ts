import { printable } from '../capsule/printable'
import { isRef, type GraphNode, type Value } from '../model'
import type { SessionGraph } from './evaluation'
import { describeNode } from './describe-node'
import { viewBytes, type Handle } from './handle'
import type { ReplaySession } from './session'

/** Of iterators V8 names the class without blanks, and the prototype by its tag. */
const ITERATORS: ReadonlyMap<string, string> = new Map([
  ['Array Iterator', 'Array Iterator'], ['StringIterator', 'String Iterator'], ['RegExpStringIterator', 'RegExp String Iterator'],
])

/** The classes whose prototype object V8 names by its own `Symbol.toStringTag`, or because it is an object of that kind. */
const NAMED_PROTOTYPES: ReadonlySet<string> = new Set([
  'Array', 'Function', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'FinalizationRegistry',
  'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction', 'URL', 'URLSearchParams',
  'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File', 'Event', 'EventTarget', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder',
  'ReadableStream', 'WritableStream', 'TransformStream', 'MessagePort', 'BroadcastChannel', 'DOMException', 'WebSocket', 'Performance', 'CryptoKey',
])

/** The classes of `Intl`, whose prototypes say so. */
const OF_INTL: ReadonlySet<string> = new Set([
  'Collator', 'DateTimeFormat', 'DisplayNames', 'DurationFormat', 'ListFormat', 'Locale', 'NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'Segmenter',
])

/** Type, class and description of an object that a debugger shows and the capsule has no node for. */
export function describeHandle (session: ReplaySession, handle: Exclude<Handle, { kind: 'node' | 'missing' }>): {
  type: 'object' | 'function', subtype?: string, className: string, description: string
} {
  switch (handle.kind) {
    case 'part': case 'scope': return { type: 'object', className: 'Object', description: 'Object' }
    case 'global': return { type: 'object', className: 'global', description: 'global' }
    case 'entries': {
      return { type: 'object', subtype: 'array', className: 'Array', description: `Array(${entriesSize(session.graph, handle.ref)})` }
    }
    case 'bytes': {
      const { size } = session.graph[handle.ref] ?? {}
      return { type: 'object', subtype: 'typedarray', className: handle.view, description: `${handle.view}(${(size ?? 0) / viewBytes(handle.view)})` }
    }
    case 'entry': {
      const { key, value } = entryAt(session.graph, handle.ref, handle.index) ?? {}
      const shown = `${key === undefined ? '' : `${entryText(session, key)} => `}${value === undefined ? '' : entryText(session, value)}`
      return { type: 'object', subtype: 'internal#entry', className: 'Object', description: key === undefined ? shown : `{${shown}}` }
    }
    case 'prototype': return describePrototype(session.graph[handle.ref], handle.level)
  }
}

/** How many entries of a Map or a Set, or in the list of those that an iterator is yet to give, are recorded. */
export function entryCount (graph: SessionGraph, ref: number): number {
  const node = graph[ref]
  if (node?.subtype === 'array') return node.elements?.length ?? 0
  return node?.entries?.length ?? (node?.subtype === 'set' ? node.elements?.length ?? 0 : 0)
}

/** How many there were in the program. */
export const entriesSize = (graph: SessionGraph, ref: number): number => graph[ref]?.size ?? entryCount(graph, ref)

/** An entry of a Map, or of a Set, which has no key. */
export function entryAt (graph: SessionGraph, ref: number, index: number): { key?: Value, value: Value } | undefined {
  const node = graph[ref]
  if (node?.subtype === 'array') return listedEntry(graph, node, index)
  const entry = node?.entries?.[index]
  if (entry !== undefined) return { key: entry[0], value: entry[1] }
  return node?.entries === undefined && index < entryCount(graph, ref) ? { value: node!.elements![index]! } : undefined
}

/** V8 wraps each in an object of its own, with `key` and `value`. */
function listedEntry (graph: SessionGraph, { elements }: GraphNode, index: number): { key?: Value, value: Value } | undefined {
  const element = elements?.[index]
  if (element === undefined) return undefined
  const properties = isRef(element) ? graph[element.ref]?.properties : undefined
  const part = (wanted: string): Value | undefined => properties?.find(({ name }) => name === wanted)?.value
  const [key, value] = [part('key'), part('value')]
  return { ...key !== undefined && { key }, value: value === undefined ? { missing: isRef(element) ? 'depth' : 'unavailable' } : value }
}

/**
 * How V8 names the objects of a prototype chain, nearest first: that of a class by the class that it extends, those of some built-in
 * classes by themselves. Undefined where the capsule does not tell.
 */
export function prototypeNames (node: GraphNode): string[] | undefined {
  if (node.subtype === 'proxy' || node.prototypes?.[0] === null) return []
  if (node.subtype === 'generator' || node.subtype === 'iterator' || node.functionKind === 'class') return undefined
  const isPlain = node.className === 'Object' && node.prototypes === undefined
  const classes = isPlain ? [] : [node.className, ...(node.prototypes ?? []).filter(name => name !== null)]
  return [...classes.map((name, index) => NAMED_PROTOTYPES.has(name) ? name : OF_INTL.has(name) ? `Intl.${name}` : ITERATORS.get(name) ?? classes[index + 1] ?? 'Object'), 'Object']
}

/** Whether the object at this level of the chain is the one that the language itself made for a class: `Array.prototype` is a list. */
const isOwnPrototype = (node: GraphNode | undefined, level: number, name: string): boolean =>
  node !== undefined && [node.className, ...node.prototypes ?? []][level - 1] === name

function describePrototype (node: GraphNode | undefined, level: number): {
  type: 'object' | 'function', subtype?: string, className: string, description: string
} {
  const name = printable(node === undefined ? 'Object' : prototypeNames(node)?.[level - 1] ?? 'Object', 300)
  if (name === 'Function') return { type: 'function', className: 'Function', description: 'function () { [native code] }' }
  if (name === 'Array' && isOwnPrototype(node, level, name)) return { type: 'object', subtype: 'array', className: 'Array', description: 'Array(0)' }
  return { type: 'object', className: name, description: name }
}

/** Far more than a client shows of an entry. */
const MAX_ENTRY_CHARS = 10_000

/** V8's `descriptionForEntry`: a string in quotes, everything else by its description. */
function entryText (session: ReplaySession, value: Value): string {
  if (typeof value === 'string') return `"${cutText(value)}"`
  return cutText(descriptionOfValue(session, value))
}

const cutText = (text: string): string => text.length > MAX_ENTRY_CHARS ? `${text.slice(0, MAX_ENTRY_CHARS - 1)}…` : text

function descriptionOfValue (session: ReplaySession, value: Value): string {
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '-0' : String(value)
  if ('ref' in value) {
    const node = session.graph[value.ref]
    return node === undefined ? '<unavailable>' : describeNode(session, value.ref, node).description
  }
  if ('missing' in value) return `<${value.missing}>`
  return value.type === 'undefined' ? 'undefined' : value.type === 'bigint' ? `${value.value}n` : value.type === 'symbol'
    ? `Symbol(${value.value ?? ''})` : value.value
}
