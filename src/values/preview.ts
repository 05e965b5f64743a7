import { isMissing, isRef, type GraphNode, type MissingValue, type Value } from '../model'
import { nodeOf, type Nodes } from './node-of'
import { previewMembers } from './preview-members'
import { primitiveText } from './primitive'
import { numberText, quoteText } from './quote'
import { classNameOf, nodeType, typeOf } from './type-of'

/** What rendering carries along. `levels`: how many levels of objects are still opened. */
export interface Preview { crash: Nodes, maxChars: number, around: GraphNode[] }

/**
 * A value on one line, as `util.inspect` and browsers print it: `Order { id: 7, items: Array(3) [...] }`. At most `maxChars`
 * UTF-16 code units: as many levels are opened as fit (three at most), and if the outermost alone is too long, it is cut with
 * `…`.
 *
 * Missing values read `[masked]`, `[Getter]`, `‹optimized out›`, `‹uninitialized›`; a string that was cut
 * `'begin'… (1200 characters)`. Control characters in strings are escaped, but names may hold some: print it through `safeText`.
 */
export function previewValue (crash: Nodes, value: Value, maxChars: number): string {
  const preview = { crash, maxChars, around: [] }
  let text = ''
  for (const levels of [3, 2, 1]) {
    text = previewLevels(preview, value, levels)
    if (text.length <= maxChars) return text
  }
  return text.slice(0, Math.max(0, maxChars - 1)).replace(/[\uD800-\uDBFF]$/, '') + '…'
}

/** As {@link previewValue}, with `levels` levels opened. May be longer than `maxChars`, by no more than a constant factor. */
export function previewLevels (preview: Preview, value: Value, levels: number): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return quoted(value, preview.maxChars)
  if (isMissing(value)) return previewMissing(preview, value)
  if (!isRef(value)) return primitiveText(value).slice(0, preview.maxChars + 1)
  const node = nodeOf(preview.crash, value)
  if (!node) return '‹not in the capsule›'
  if (preview.around.includes(node)) return '[Circular]'
  return previewNode(preview, node, levels)
}

function previewNode (preview: Preview, node: GraphNode, levels: number): string {
  if (node.type === 'function') return previewFunction(preview, node)
  const members = (): string => levels > 0 ? previewMembers(preview, node, levels - 1) : ''
  switch (node.subtype) {
    case 'error': {
      const message = node.properties?.find(property => property.name === 'message' && !property.symbol)?.value
      const isText = typeof message === 'string'
      const text = isText ? message.slice(0, preview.maxChars) : message && previewSlot(preview, message)
      const head = text === undefined ? '' : `: ${text}`
      const inner = members()
      return `[${classNameOf(node)}${head.replace(/\s+/g, ' ')}]${inner === '' ? '' : ` { ${inner} }`}`
    }
    case 'date': return typeof node.value === 'number' ? new Date(node.value).toJSON() ?? 'Invalid Date' : 'Invalid Date'
    case 'regexp': return typeof node.value === 'string' ? node.value.slice(0, preview.maxChars + 1) : classNameOf(node)
    case 'boxed': return `[${classNameOf(node)}: ${node.value === undefined ? '' : previewSlot(preview, node.value)}]`
    case 'weakmap': case 'weakset': return `${classNameOf(node)} { <items unknown> }`
  }
  // Of Temporal, which CDP has no subtype for.
  if (node.subtype === undefined && typeof node.value === 'string') return `${classNameOf(node)} <${node.value.slice(0, preview.maxChars)}>`
  const isList = node.subtype === 'array' || node.subtype === 'typedarray' || node.subtype === 'arguments'
  const isBytes = node.bytes !== undefined || node.cut?.some(({ what }) => what === 'bytes') === true
  const [open, close] = isList && !isBytes ? '[]' : '{}'
  const type = nodeType(node)
  const isPlain = type === 'Object' && node.subtype === undefined
  const inner = members()
  if (levels === 0 && hasMembers(node)) return `${isPlain ? '' : `${type} `}${open}...${close}`
  // As inspect does: an array that is shown whole needs no heading.
  const heading = isPlain || (node.className === 'Array' && !node.cut) ? '' : `${type} `
  return heading + (inner === '' ? open! + close! : `${open} ${inner} ${close}`)
}

/** What a preview shows at any level. A stranger's capsule has errors that are their own message. */
function previewSlot (preview: Preview, value: Value): string {
  const subtype = nodeOf(preview.crash, value)?.subtype
  return subtype === 'error' || subtype === 'boxed' ? typeOf(preview.crash, value) : previewLevels(preview, value, 0)
}

function hasMembers (node: GraphNode): boolean {
  const parts = [node.properties, node.elements, node.entries, node.privates, node.bytes, node.cut]
  return parts.some(part => (part?.length ?? 0) > 0) || node.subtype === 'promise' || node.subtype === 'proxy' ||
    node.subtype === 'weakref' || node.subtype === 'iterator' || node.subtype === 'generator'
}

function previewFunction (preview: Preview, node: GraphNode): string {
  const name = node.properties?.find(property => property.name === 'name' && !property.symbol)?.value
  const text = typeof name === 'string' ? name.slice(0, preview.maxChars) : ''
  const kind = node.functionKind === 'class' ? 'class' : classNameOf(node)
  // Not anonymous: its name was not read, or is none that can be shown.
  const isUnread = name === undefined ? node.cut?.some(({ what }) => what === 'properties') === true : typeof name !== 'string'
  if (text === '' && isUnread) return `[${kind}]`
  return text === '' ? `[${kind} (anonymous)]` : kind === 'class' ? `[class ${text}]` : `[${kind}: ${text}]`
}

function previewMissing (preview: Preview, value: MissingValue): string {
  switch (value.missing) {
    case 'masked': return '[masked]'
    case 'getter': return '[Getter]'
    case 'proxy': return '[Proxy]'
    case 'optimized-out': return '‹optimized out›'
    case 'uninitialized': return '‹uninitialized›'
    case 'async': return '‹suspended in an await›'
    case 'string': {
      const kept = quoted(value.value ?? '', preview.maxChars)
      return `${kept}…${value.size === undefined ? '' : ` (${value.size} characters)`}`
    }
    case 'depth': case 'total': case 'time': case 'items': {
      if (value.className === undefined) return `‹not recorded: ${value.missing}›`
      const type = typeOf(preview.crash, value)
      if (value.type === 'function') return `[${value.className}]`
      return `${value.className === 'Object' ? '' : `${type} `}${/^[A-Za-z0-9]*Array\b(?!Buffer)/.test(type) ? '[...]' : '{...}'}`
    }
    case 'unarmed': return '‹not armed›'
    case 'unavailable': return '‹unavailable›'
    default: return `‹not recorded: ${String(value.missing)}›`
  }
}

/** As inspect quotes, on one line. No more than `maxChars` of it: what is beyond cannot be shown anyway. */
function quoted (text: string, maxChars: number): string {
  return quoteText(text.slice(0, maxChars + 1))
}
