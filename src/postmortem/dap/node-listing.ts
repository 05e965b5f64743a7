import type { DebugProtocol } from '@vscode/debugprotocol'
import type { GraphNode, Value } from '../../model'
import { safeText } from '../../terminal/safe-text'
import { decodeBase64 } from '../../values/bytes'
import { entryNames, membersOf, namedMembersOf, type Member } from '../../values/members'
import { cutText } from '../../values/missing-words'
import { previewValue } from '../../values/preview'
import { noteRow, valueRow, type Listing, type Row } from './row'
import type { PostmortemView, ValueFormat } from './view'

const MAX_KEY_CHARS = 60

/** What an object is made of: elements, bytes or entries by number, then what has a name. Nothing is read but the graph. */
export function nodeListing (view: PostmortemView, ref: number, path: string | undefined, format: ValueFormat): Listing {
  const node = view.crash.nodes[ref]
  if (node === undefined) return NOTHING
  const named = namedRows(view, node, path, format)
  return {
    indexed: indexedOf(view, node, ref, path, format),
    named: { count: named.length, rows: (start, end) => named.slice(start, end).map(make => make()) },
  }
}

const NOTHING: Listing = { indexed: { count: 0, rows: () => [] }, named: { count: 0, rows: () => [] } }

/**
 * How many lines {@link nodeListing} has: of those with numbers exactly, of the others at least one where there is one. The same work
 * for every object, since it is asked of each line that is shown.
 */
export function nodeCounts (node: GraphNode | undefined): { indexed: number, named: number } {
  if (node === undefined) return { indexed: 0, named: 0 }
  const { elements = [], entries = [], properties = [], privates = [], internals = [], prototypes = [], cut = [], bytes = '' } = node
  const isList = isByteArray(node)
  const byteCount = Math.floor(bytes.replace(/=+$/, '').length * 3 / 4)
  const named = properties.length + privates.length + internals.length + Math.min(1, prototypes.length) + cut.length
  return {
    indexed: entries.length || elements.length || (isList ? byteCount : 0),
    named: named + (node.location === undefined ? 0 : 1) + (bytes === '' || isList ? 0 : Math.ceil(byteCount / 16)),
  }
}

/** Arrays whose elements are their bytes. */
const isByteArray = ({ subtype, className }: GraphNode): boolean =>
  subtype === 'typedarray' && /^(?:Buffer|Uint8(?:Clamped)?Array)$/.test(className)

/** An entry of a Map whose key is an object: both to be opened. */
export function entryListing (view: PostmortemView, ref: number, index: number, path: string | undefined, format: ValueFormat): Listing {
  const entry = view.crash.nodes[ref]?.entries?.[index]
  if (entry === undefined) return NOTHING
  const at = (part: string): string | undefined => path && `${path}[[Entries]][${index}].${part}`
  const rows = (['key', 'value'] as const).map((part, which) => valueRow(view, part, entry[which]!, { ...format, path: at(part) }))
  return { ...NOTHING, named: { count: 2, rows: (start, end) => rows.slice(start, end) } }
}

function indexedOf (
  view: PostmortemView, node: GraphNode, ref: number, path: string | undefined, format: ValueFormat,
): Listing['indexed'] {
  const { elements, entries } = node
  const below = (step: string): string | undefined => path && path + step
  const list = (count: number, row: (index: number) => Row): Listing['indexed'] =>
    ({ count, rows: (start, end) => Array.from({ length: Math.max(0, end - start) }, (_, at) => row(start + at)) })
  if (entries !== undefined && entries.length > 0) {
    return list(entries.length, index => entryRow(view, ref, entries[index]!, index, path, format))
  }
  if (elements !== undefined && elements.length > 0) {
    const holes = new Set(node.holes)
    return list(elements.length, index => holes.has(index) ? noteRow(String(index), '‹empty›')
      : valueRow(view, String(index), elements[index]!, { ...format, path: elementPath(node, path, index) }))
  }
  if (node.bytes === undefined || !isByteArray(node)) return list(0, () => noteRow('', ''))
  const bytes = decodeBase64(node.bytes)
  return list(bytes.length, index => valueRow(view, String(index), bytes[index]!, { ...format, path: below(`[${index}]`) }))
}

function entryRow (
  view: PostmortemView, ref: number, [key, value]: [Value, Value], index: number, path: string | undefined, format: ValueFormat,
): Row {
  const { label, step, keyStep } = entryNames(view.crash, key, index)
  // Iterators have such entries too, but no `get`.
  const isMap = view.crash.nodes[ref]?.subtype === 'map'
  const own = valueRow(view, label, value, { ...format, path: path && path + (isMap ? step : `[[Entries]][${index}].value`) })
  if (keyStep === undefined) return own
  return {
    name: String(index), value: safeText(`{${previewValue(view.crash, key, MAX_KEY_CHARS)} => ${own.value}}`, 400),
    hint: { kind: 'virtual', attributes: ['readOnly'] },
    opens: { kind: 'entry', ref, index, ...path !== undefined && { path } },
  }
}

/** A Set has no indexes; what an iterator is yet to give has no expression at all. */
function elementPath ({ subtype }: GraphNode, path: string | undefined, index: number): string | undefined {
  if (path === undefined || subtype === 'array' || subtype === 'typedarray' || subtype === 'arguments') return path && `${path}[${index}]`
  return subtype === 'set' && !/\[\[|\[Symbol\(|^\$exception/.test(path) ? `[...${path}][${index}]` : undefined
}

/** Made late: a hostile object may have a hundred thousand names, of which a page is shown. */
function namedRows (view: PostmortemView, node: GraphNode, path: string | undefined, format: ValueFormat): (() => Row)[] {
  // The lines of a hex dump, and where a function was written: members that have neither number nor name.
  const hasNotes = node.location !== undefined || node.bytes !== undefined && !isByteArray(node)
  const notes = !hasNotes ? [] : membersOf({ ...view.crash, nodes: [{ ...node, elements: [], entries: [] }] }, { ref: 0 })
    .filter((member, at) => member.kind === 'note' && at < MAX_NOTES && !member.label.startsWith('…'))
  const cuts = (node.cut ?? []).filter(({ what }) => what === 'elements' || what === 'entries' || what === 'bytes')
  return [
    ...notes.map(note => () => memberRow(view, note, path, format)),
    ...cuts.map(cut => () => noteRow('…', cutText(cut))),
    ...namedMembersOf(node).map(member => () => memberRow(view, member, path, format)),
    ...prototypeRow(node),
  ]
}

const MAX_NOTES = 1_000

function memberRow (view: PostmortemView, member: Member, path: string | undefined, format: ValueFormat): Row {
  if (member.kind === 'note') {
    const [, name, text] = /^(\S+)\s+(.*)$/s.exec(member.label) ?? [undefined, '…', member.label]
    return noteRow(name!, text!)
  }
  const { label, value, step } = member
  return valueRow(view, label, value, { ...format, path: path && path + step, hint: memberHint(step) })
}

function memberHint (step: string): DebugProtocol.VariablePresentationHint {
  if (step.startsWith('.#')) return { visibility: 'private' }
  return step.startsWith('[[') ? { kind: 'virtual', visibility: 'internal' } : {}
}

/** The classes that a value is an instance of; a plain object's says nothing. */
function prototypeRow ({ className, prototypes = [] }: GraphNode): (() => Row)[] {
  if (prototypes.length === 0) return []
  const names = [...prototypes[0] === null ? [] : [className], ...prototypes.map(name => name ?? 'null')]
  return [() => ({ ...noteRow('[[Prototype]]', names.join(' → ')), hint: { kind: 'virtual', visibility: 'internal', attributes: ['readOnly'] } })]
}
