import { printable } from '../capsule/printable'
import type { GraphNode, Value } from '../model'
import { describeNode } from './describe-node'
import { viewBytes, type Handle } from './handle'
import type { ReplaySession } from './session'

/** The classes whose prototype object V8 names by its own `Symbol.toStringTag`, or because it is an object of that kind. */
const NAMED_PROTOTYPES: ReadonlySet<string> = new Set([
  'Array', 'Function', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'FinalizationRegistry',
  'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction', 'URL', 'URLSearchParams',
])

/** Type, class and description of an object that a debugger shows and the capsule has no node for. */
export function describeHandle (session: ReplaySession, handle: Exclude<Handle, { kind: 'node' | 'missing' }>): {
  type: 'object' | 'function', subtype?: string, className: string, description: string
} {
  switch (handle.kind) {
    case 'part': case 'scope': return { type: 'object', className: 'Object', description: 'Object' }
    case 'global': return { type: 'object', className: 'global', description: 'global' }
    case 'entries': {
      const node = session.graph[handle.ref]
      return { type: 'object', subtype: 'array', className: 'Array', description: `Array(${entryCount(node)})` }
    }
    case 'bytes': {
      const { size } = session.graph[handle.ref] ?? {}
      return { type: 'object', subtype: 'typedarray', className: handle.view, description: `${handle.view}(${(size ?? 0) / viewBytes(handle.view)})` }
    }
    case 'entry': {
      const { key, value } = entryAt(session.graph[handle.ref], handle.index) ?? {}
      const shown = `${key === undefined ? '' : `${entryText(session, key)} => `}${value === undefined ? '' : entryText(session, value)}`
      return { type: 'object', subtype: 'internal#entry', className: 'Object', description: key === undefined ? shown : `{${shown}}` }
    }
    case 'prototype': return describePrototype(session.graph[handle.ref], handle.level)
  }
}

/** How many entries of a Map or a Set are recorded. */
export function entryCount (node: GraphNode | undefined): number {
  return node?.entries?.length ?? (node?.subtype === 'set' ? node.elements?.length ?? 0 : 0)
}

/** An entry of a Map, or of a Set, which has no key. */
export function entryAt (node: GraphNode | undefined, index: number): { key?: Value, value: Value } | undefined {
  const entry = node?.entries?.[index]
  if (entry !== undefined) return { key: entry[0], value: entry[1] }
  return node?.entries === undefined && index < entryCount(node) ? { value: node!.elements![index]! } : undefined
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
  return [...classes.map((name, index) => NAMED_PROTOTYPES.has(name) ? name : classes[index + 1] ?? 'Object'), 'Object']
}

function describePrototype (node: GraphNode | undefined, level: number): {
  type: 'object' | 'function', subtype?: string, className: string, description: string
} {
  const name = printable(node === undefined ? 'Object' : prototypeNames(node)?.[level - 1] ?? 'Object', 300)
  if (name === 'Function') return { type: 'function', className: 'Function', description: 'function () { [native code] }' }
  if (name === 'Array') return { type: 'object', subtype: 'array', className: 'Array', description: 'Array(0)' }
  return { type: 'object', className: name, description: name }
}

/** V8's `descriptionForEntry`: a string in quotes, everything else by its description. */
function entryText (session: ReplaySession, value: Value): string {
  if (typeof value === 'string') return `"${value.length > 100 ? `${value.slice(0, 50)}…${value.slice(-49)}` : value}"`
  return plainText(session, value)
}

function plainText (session: ReplaySession, value: Value): string {
  const text = descriptionOfValue(session, value)
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}

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
