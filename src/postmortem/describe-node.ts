import { printable } from '../capsule/printable'
import { isMissing, type GraphNode, type Value } from '../model'
import { graphNode, type ReplaySession } from './session'

/** As CDP `Runtime.RemoteObject` has them. `description` follows V8's `descriptionForObject` in src/inspector/value-mirror.cc. */
export interface NodeDescription { subtype?: string, className: string, description: string }

const MAX_DESCRIPTION_CHARS = 30_000

/** How V8 describes the object or function of a node: `Array(3)`, `Map(2)`, a date, a function's text, an error's stack. */
export function describeNode (session: ReplaySession, ref: number, node: GraphNode): NodeDescription {
  const known = session.described.get(node)
  if (known !== undefined) return known
  const className = classNameOf(session, node)
  const subtype = subtypeOf(node)
  const description = printable(descriptionOf(session, ref, node, className), MAX_DESCRIPTION_CHARS, '\n\t')
  const made = { ...subtype !== undefined && { subtype }, className: printable(className, 300), description }
  session.described.set(node, made)
  return made
}

/** CDP's subtype. V8 has none for what the capsule knows more about: boxed primitives, weak references, externals. */
export function subtypeOf (node: GraphNode): string | undefined {
  switch (node.subtype) {
    case 'boxed': case 'weakref': case 'module': case 'external': case undefined: return undefined
    case 'arguments': return 'array'
    case 'sharedarraybuffer': return 'arraybuffer'
    default: return printable(node.subtype, 40)
  }
}

/** V8's `GetConstructorName`, where the capsule has only `Object`: what the object itself says of its class. */
function classNameOf (session: ReplaySession, node: GraphNode): string {
  if (node.subtype === 'proxy') return node.type === 'function' ? 'Function' : 'Object'
  if (node.className !== 'Object') return node.className
  if (node.subtype === 'array') return 'Array'
  if (node.subtype === 'arguments') return 'Arguments'
  if (node.subtype === 'generator') return generatorName(session, node) ?? 'Generator'
  if (node.subtype === 'iterator') return 'Iterator'
  const tag = node.properties?.find(({ name, symbol }) => symbol === true && name === 'Symbol.toStringTag')?.value
  return typeof tag === 'string' && tag !== '' ? tag : node.className
}

function generatorName (session: ReplaySession, node: GraphNode): string | undefined {
  const made = graphNode(session, node.internals?.find(({ name }) => name === '[[GeneratorFunction]]')?.value)
  const name = made && ownText(made, 'name')
  return name === '' ? undefined : name
}

function descriptionOf (session: ReplaySession, ref: number, node: GraphNode, className: string): string {
  if (node.subtype === 'proxy') return proxyDescription(session, node)
  if (node.type === 'function') return functionDescription(session, node)
  const size = (length: number | undefined): string => length === undefined ? className : `${className}(${length})`
  switch (node.subtype) {
    case 'array': return size(node.size ?? node.elements?.length)
    case 'arguments': {
      const length = node.properties?.find(({ name }) => name === 'length')?.value
      return size(typeof length === 'number' ? length : undefined)
    }
    case 'map': case 'set': case 'typedarray': case 'arraybuffer': case 'sharedarraybuffer': case 'dataview': return size(node.size)
    case 'regexp': return typeof node.value === 'string' ? node.value : className
    // In the time of whoever reads it, as V8 gives it in that of the program.
    case 'date': return typeof node.value === 'number' ? String(new Date(node.value)) : node.value === null ? 'Invalid Date' : className
    case 'error': return errorDescription(session, ref, node, className)
    default: return className
  }
}

function proxyDescription (session: ReplaySession, node: GraphNode): string {
  const target = graphNode(session, node.internals?.find(({ name }) => name === '[[Target]]')?.value)
  return target === undefined ? 'Proxy' : `Proxy(${classNameOf(session, target)})`
}

function errorDescription (session: ReplaySession, ref: number, node: GraphNode, className: string): string {
  const stack = session.stacks.get(ref) ?? ownText(node, 'stack')
  if (stack !== undefined && stack !== '') return stack
  const message = node.properties?.find(({ name, symbol }) => name === 'message' && symbol === undefined)?.value
  const name = ownText(node, 'name') ?? className
  const told = typeof message === 'string' ? message : message !== undefined && isMissing(message) ? `<${message.missing}>` : ''
  // An error that an expression made has no stack: nothing ran.
  const stackless = ref >= session.crash.nodes.length ? '' : '\n    <stack not recorded>'
  return `${name}${told === '' ? '' : `: ${told}`}${stackless}`
}

const HEADS: Readonly<Record<string, string>> = {
  class: 'class ', async: 'async function ', generator: 'function* ', 'async generator': 'async function* ', arrow: 'function ', function: 'function ',
}

/** Of a function whose text is not there, a head that clients can read its kind and name from. */
function functionDescription (session: ReplaySession, node: GraphNode): string {
  const found = session.functions.of(node)
  if (found !== undefined) return found.text
  if (isBound(node)) return 'function () { [native code] }'
  if (node.isNative === true) return `function ${ownText(node, 'name') ?? ''}() { [native code] }`
  const head = Object.hasOwn(HEADS, node.functionKind ?? '') ? HEADS[node.functionKind!]! : 'function '
  const name = ownText(node, 'name') ?? ''
  return `${head}${name}${node.functionKind === 'class' ? '' : '()'} { <source not recorded> }`.replace(/ {2}|(?<=function\*?) (?=\()/, ' ')
}

export const isBound = (node: GraphNode): boolean => node.internals?.some(({ name }) => name === '[[TargetFunction]]') === true

/** An own property's text; undefined where it is none. */
export function ownText (node: GraphNode, name: string): string | undefined {
  const value: Value | undefined = node.properties?.find(property => property.name === name && property.symbol === undefined)?.value
  return typeof value === 'string' ? value : undefined
}
