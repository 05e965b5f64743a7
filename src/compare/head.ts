import { isMissing, isRef, type CrashDocument, type GraphNode, type MissingValue, type Value } from '../model'
import { primitiveText } from '../values/primitive'

/**
 * What can be said of a value without its members, as text: equal texts mean equal values, for objects as far as the object
 * itself goes. Empty for what is not known.
 */
export function headOf (crash: CrashDocument, value: Value): string {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : String(value)
  if (isMissing(value)) return ''
  if (!isRef(value)) return primitiveText(value)
  const node = crash.nodes[value.ref]
  if (node === undefined) return ''
  return node.type === 'function' ? functionHead(crash, node) : objectHead(node)
}

function objectHead (node: GraphNode): string {
  // Date, RegExp and boxed primitives are their value; of bytes as many as were kept.
  const own = [node.value === undefined ? '' : JSON.stringify(node.value), node.bytes ?? ''].filter(part => part !== '')
  const isSized = node.size !== undefined && !['array', 'arguments', 'map', 'set'].includes(node.subtype ?? '')
  return [`{${node.className}`, ...own, ...(isSized ? [String(node.size)] : [])].join(' ')
}

/**
 * The same function of two runs: by name and file. Its line is left out, as edits move functions, and the folder, as machines
 * differ.
 */
function functionHead (crash: CrashDocument, node: GraphNode): string {
  const name = node.properties?.find(property => property.name === 'name' && !property.symbol)?.value
  const file = (node.location && crash.scripts[node.location.script]?.url)?.replace(/^.*[\\/]/, '') ?? ''
  return `ƒ ${node.functionKind ?? node.className} ${typeof name === 'string' ? name : ''} ${file}`
}

/** Whether two values, one or both missing, differ all the same: by type, class, size, or the part that was kept. */
export function differsThoughMissing (crashes: readonly [CrashDocument, CrashDocument], a: Value, b: Value): boolean {
  const [one, other] = [seenOf(crashes[0], a), seenOf(crashes[1], b)]
  if (one.type !== undefined && other.type !== undefined && one.type !== other.type) return true
  if (one.className !== undefined && other.className !== undefined && one.className !== other.className) return true
  if (one.size !== undefined && other.size !== undefined && one.size !== other.size) return true
  if (one.text === undefined || other.text === undefined) return false
  const shared = Math.min(one.text.length, other.text.length)
  return one.text.slice(0, shared) !== other.text.slice(0, shared)
}

/** What was seen of a value, present or missing. `size` of strings and sized objects, `text` of strings. */
interface Seen { type?: string, className?: string, size?: number, text?: string }

function seenOf (crash: CrashDocument, value: Value): Seen {
  if (isMissing(value)) return seenOfMissing(value)
  if (value === null) return { type: 'null' }
  if (typeof value === 'string') return { type: 'string', size: value.length, text: value }
  if (typeof value !== 'object') return { type: typeof value }
  if (!isRef(value)) return { type: value.type }
  const node = crash.nodes[value.ref]
  if (node === undefined) return {}
  const { type, className, size } = node
  // Of an object that was cut at the depth, `size` counts properties unless it has a size of its own.
  return { type, className, ...(size !== undefined && { size }) }
}

function seenOfMissing ({ missing, type, className, size, value }: MissingValue): Seen {
  if (missing === 'string') return { type: 'string', ...(size !== undefined && { size }),
    ...(value !== undefined && { text: value }) }
  const isObject = type === 'object' || type === 'function'
  const isSized = /^(?:Array|Map|Set|Buffer|\w+Array|\w*ArrayBuffer)$/.test(className ?? '')
  return {
    ...(type !== undefined && { type }),
    ...(isObject && className !== undefined && { className }),
    ...(isObject && isSized && size !== undefined && { size }),
  }
}
