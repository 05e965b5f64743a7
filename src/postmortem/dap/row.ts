import type { DebugProtocol } from '@vscode/debugprotocol'
import { isRef, type Value } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { typeOf } from '../../values/type-of'
import { nodeAt, valueText, type PostmortemView, type ValueFormat } from './view'

/**
 * What can be opened, as a plain description: an object of the graph, an entry of a Map whose key is an object, a scope of a frame,
 * why a frame has none, what was thrown, the facts of the crash, or a part of a long list. `path` is the expression that leads
 * there from the frame, absent where none does.
 */
export type Container =
  | { kind: 'node', ref: number, path?: string }
  | { kind: 'entry', ref: number, index: number, path?: string }
  | { kind: 'scope', frame: number, scope: number }
  | { kind: 'no-scopes', frame: number }
  | { kind: 'exception' }
  | { kind: 'crash', at: number[] }
  | { kind: 'part', of: Container, filter: 'indexed' | 'named', start: number, count: number }

/** One line of a tree of variables: DAP `Variable` before references are numbered. All texts are safe to show. */
export interface Row {
  name: string
  value: string
  type?: string
  evaluateName?: string
  hint?: DebugProtocol.VariablePresentationHint
  /** Index of the node whose bytes can be read. */
  bytesOf?: number
  opens?: Container
}

/** The lines of something opened, made when they are asked for. `start` inclusive, `end` exclusive, both within the count. */
export interface Listing {
  indexed: { count: number, rows: (start: number, end: number) => Row[] }
  named: { count: number, rows: (start: number, end: number) => Row[] }
}

const MAX_NAME_CHARS = 200
const MAX_VALUE_CHARS = 160
/** A longer expression is not what anybody wants to read in a watch. */
const MAX_PATH_CHARS = 1_000

/** How {@link valueRow} names and marks a value. */
export interface RowOptions extends ValueFormat {
  path?: string | undefined
  hint?: DebugProtocol.VariablePresentationHint
  maxChars?: number
}

/** A value under its name. */
export function valueRow (view: PostmortemView, name: string, value: Value, options: RowOptions = {}): Row {
  const { hint, maxChars = MAX_VALUE_CHARS } = options
  const path = options.path !== undefined && options.path.length <= MAX_PATH_CHARS ? options.path : undefined
  const found = nodeAt(view, value)
  return {
    name: safeText(name, MAX_NAME_CHARS),
    value: valueText(view, value, maxChars, options),
    type: safeText(typeOf(view.crash, value), MAX_NAME_CHARS),
    ...path !== undefined && { evaluateName: path },
    // The program is dead: nothing can be assigned.
    hint: { ...kindOf(view, value), attributes: ['readOnly'], ...hint },
    ...found?.node.bytes !== undefined && { bytesOf: found.ref },
    ...found !== undefined && { opens: { kind: 'node', ref: found.ref, ...path !== undefined && { path } } },
  }
}

/** A line that is no value: what was cut, where a function is. */
export function noteRow (name: string, value: string, opens?: Container): Row {
  return { name: safeText(name, MAX_NAME_CHARS), value: safeText(value, 1_000), hint: { kind: 'virtual', attributes: ['readOnly'] },
    ...opens !== undefined && { opens } }
}

function kindOf ({ crash }: PostmortemView, value: Value): DebugProtocol.VariablePresentationHint {
  const node = isRef(value) ? crash.nodes[value.ref] : undefined
  if (node?.type !== 'function') return { kind: 'data' }
  return { kind: node.functionKind === 'class' ? 'class' : 'method' }
}
