import { types } from 'node:util'
import { functionToString, getOwnPropertyDescriptor, ownKeys, regExpExec, stringEndsWith, stringSlice, stringStartsWith } from '../primordials'
import { fillProperties, type WalkedObject } from './fill-node'
import { isPlainNumber, type GraphWalk } from './graph-walk'

/** V8 describes a function by its whole source text, so that to ask for the place of a long one costs more than it is worth. */
const MAX_ASKED_SOURCE_CHARS = 4000

/** How the text of an arrow function begins; that of a method begins with its name. */
const ARROW = /^(?:\(|[^\s(]+\s*=>)/

/** How the text of a function ends that has none. */
const NATIVE = '{ [native code] }'

/** Records what kind of function it is, and what it has of its own but for its prototype. */
export function fillFunction (walk: GraphWalk, walked: WalkedObject): void {
  const { object, node } = walked
  const source = functionToString(object as () => void)
  const head = stringSlice(source, 0, 64)
  const prototype = getOwnPropertyDescriptor(object, 'prototype')
  node.functionKind = types.isGeneratorFunction(object)
    ? (types.isAsyncFunction(object) || stringStartsWith(head, 'async') ? 'async generator' : 'generator')
    : stringStartsWith(head, 'class') ? 'class'
    : types.isAsyncFunction(object) ? 'async'
    : prototype === undefined && regExpExec(ARROW, head) !== null ? 'arrow' : 'function'
  if (prototype !== undefined) node.prototypeProperty = prototype.writable === true ? 'writable' : 'readonly'
  if (stringEndsWith(source, NATIVE)) node.isNative = true
  if (source.length <= MAX_ASKED_SOURCE_CHARS) walk.wantInsight(walked)
  const length = getOwnPropertyDescriptor(object, 'length')
  if (length === undefined) node.length = null
  else if (typeof length.value === 'number' && isPlainNumber(length.value)) node.length = length.value
  fillProperties(walk, walked, ownKeys(object), key => key === 'length' || key === 'prototype' || key === 'arguments' || key === 'caller')
}
