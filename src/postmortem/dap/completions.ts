import type { DebugProtocol } from '@vscode/debugprotocol'
import { FaultSnapError } from '../../errors'
import { isRef, type FrameRecord, type PropertyRecord } from '../../model'
import { frameVariables } from '../../values/frame-variables'
import { getPath } from '../../values/get-path'
import { nodeOf } from '../../values/node-of'
import type { PostmortemView } from './view'

const MAX_TEXT_CHARS = 500
const MAX_ITEMS = 500
const NAME = '[\\p{ID_Start}$_][\\p{ID_Continue}$]*'
const AFTER_DOT = new RegExp(`(${NAME}(?:\\??\\.#?${NAME}|\\[(?:\\d+|"[^"\\\\]*"|'[^'\\\\]*')\\])*)\\??\\.(#?[\\p{ID_Continue}$]*)$`, 'u')
const BEGUN = new RegExp(`(?<![.\\p{ID_Continue}$#])(${NAME})?$`, 'u')

/**
 * The names that may follow what was typed up to the cursor: properties and private fields of what the text before the last dot is a
 * path to, or the variables of the frame. In the order of the program. `typed` ends at the cursor.
 */
export function completionsOf (view: PostmortemView, frame: FrameRecord | undefined, typed: string): DebugProtocol.CompletionItem[] {
  const text = typed.slice(-MAX_TEXT_CHARS)
  const member = AFTER_DOT.exec(text)
  const begun = member?.[2] ?? BEGUN.exec(text)?.[1] ?? ''
  const items = member ? propertiesAt(view, frame, member[1]!) : BEGUN.test(text) ? variablesOf(frame) : []
  return items.filter(({ label }) => label.toLowerCase().startsWith(begun.toLowerCase())).slice(0, MAX_ITEMS)
    .map((item, index) => ({ ...item, length: begun.length, start: typed.length - begun.length, sortText: String(index).padStart(4, '0') }))
}

type Item = Pick<DebugProtocol.CompletionItem, 'label' | 'type'>

function variablesOf (frame: FrameRecord | undefined): Item[] {
  const names = frame === undefined ? [] : frameVariables(frame).map(({ name }) => name).filter(isName)
  return [...new Set([...names, '$exception'])].map(label => ({ label, type: 'variable' }))
}

function propertiesAt (view: PostmortemView, frame: FrameRecord | undefined, path: string): Item[] {
  try {
    const { value } = path.startsWith('$exception') ? getPath(exceptionAsFrame(view), path, 0) : getPath(view.crash, path, frame?.index, undefined, 'generated')
    const node = nodeOf(view.crash, value)
    if (node === undefined) return typeof value === 'string' ? [{ label: 'length', type: 'property' }] : []
    const item = ({ name, value }: PropertyRecord): Item => {
      const isFunction = isRef(value) && view.crash.nodes[value.ref]?.type === 'function'
      return { label: name, type: isFunction ? 'method' : 'property' }
    }
    const sized = node.elements !== undefined ? ['length'] : node.entries !== undefined ? ['size'] : []
    return [
      ...(node.properties ?? []).filter(({ name, symbol }) => !symbol && isName(name)).map(item),
      ...(node.privates ?? []).map(item),
      ...sized.filter(name => !node.properties?.some(property => property.name === name)).map((label): Item => ({ label, type: 'property' })),
    ]
  } catch (error) {
    if (error instanceof FaultSnapError) return []
    throw error
  }
}

const WHOLE_NAME = new RegExp(`^${NAME}$`, 'u')
const isName = (name: string): boolean => WHOLE_NAME.test(name)

/** The thrown value as the variable `$exception` of a frame of its own, so that paths lead into it. */
export function exceptionAsFrame ({ crash }: PostmortemView): Pick<PostmortemView['crash'], 'frames' | 'nodes'> {
  const variables = [{ name: '$exception', value: crash.exception.value }]
  return { nodes: crash.nodes, frames: [{
    index: 0, kind: 'call', function: '', file: '', lineNumber0: -1, columnNumber0: -1, inApp: true, scopes: [{ type: 'local', variables }],
  }] }
}
