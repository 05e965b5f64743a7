import { printable } from '../../../capsule/printable'
import { isMissing, isRef, type GraphNode, type Value } from '../../../model'
import { charactersText, countText, cutText, missingSize, missingWords } from '../../../values/missing-words'
import { previewValue } from '../../../values/preview'
import { typeOf } from '../../../values/type-of'
import { MAX_ROW_CHARS } from './long-text'
import { MAX_LEVEL, type Crash, type Row } from './row'
import { nodeSteps } from './steps'

/** A row in words, printable as they are. Empty texts are left out of it. */
export interface Description {
  name: string
  /** The value on one line. */
  value: string
  /** What kind of value it is, for its colour: `string`, `number`, `object`, `function`, `missing`, `note` … */
  tone: string
  type: string
  size: string
  /** In place of a value, or behind the part of it that there is: the reason, and a sentence about it. */
  badge?: { reason: string, label: string, explanation: string }
  /** `frozen`, `read-only`, `getter` … each with a sentence. */
  flags: [label: string, explanation: string][]
  isHidden: boolean
}

/** What a row says. Nothing of it is markup. */
export function describe (crash: Crash, row: Row): Description {
  const name = row.nameKind === 'symbol' ? `Symbol(${row.name})` : row.name
  const about: Description = {
    name: printable(name, 100), value: '', tone: 'note', type: '', size: '', flags: flags(crash, row),
    isHidden: row.property?.enumerable === false && row.nameKind === 'property',
  }
  if (row.kind === 'value') return { ...about, ...describeValue(crash, row) }
  if (row.kind === 'holes') return { ...about, value: `‹${row.text} empty ${row.text === '1' ? 'item' : 'items'}›` }
  if (row.kind === 'classes') return { ...about, value: printable(row.text ?? '', 300) }
  if (row.kind === 'cut' && row.cut) {
    const { reason } = row.cut
    return { ...about, value: `… ${cutText(row.cut)}`, badge: { reason, ...missingWords(reason) } }
  }
  return about
}

function describeValue (crash: Crash, { value, node: index, property }: Row): Partial<Description> {
  if (value === undefined) return {}
  const preview = shown(crash, value)
  const type = printable(typeOf(crash, value), 60)
  if (isMissing(value)) {
    const { missing } = value
    const words = missingWords(missing)
    const isCut = missing === 'string' && value.value !== undefined && value.size !== undefined
    const size = isCut ? '' : missingSize(value)
    const kept = missing === 'string' ? { value: shown(crash, value.value ?? '') } : {}
    const isPair = property?.get !== undefined || property?.set !== undefined
    const label = isPair ? accessorLabel(property)
      : isCut ? `cut: ${countText(value.value!.length)} of ${charactersText(value.size!)} kept` : words.label
    return {
      tone: missing === 'string' ? 'string' : 'missing', type: type === 'unknown' ? '' : type, size, ...kept,
      badge: { reason: missing, label, explanation: isPair && property.get === undefined ? 'A property that can only be set.'
        : words.explanation },
    }
  }
  const node = index === undefined ? undefined : crash.nodes[index]
  if (node) return { value: nodeValue(node, preview), tone: nodeTone(node), type, size: nodeSize(node) }
  const size = typeof value === 'string' ? charactersText(value.length) : ''
  const tone = typeof value !== 'object' ? typeof value : value === null ? 'null' : isRef(value) ? 'missing' : value.type
  return { value: preview, tone, type, size }
}

const shown = (crash: Crash, value: Value): string => printable(previewValue(crash, value, MAX_ROW_CHARS), MAX_ROW_CHARS * 3)

const accessorLabel = ({ get, set }: { get?: unknown, set?: unknown }): string =>
  get === undefined ? 'setter' : set === undefined ? 'getter, not run' : 'getter and setter, not run'

/** A Date both as people and as programs read it. */
function nodeValue (node: GraphNode, preview: string): string {
  return node.subtype === 'date' && typeof node.value === 'number' ? `${preview} (${node.value} ms since 1970)` : preview
}

function nodeTone ({ type, subtype }: GraphNode): string {
  return type === 'function' ? 'function' : subtype === 'date' || subtype === 'regexp' || subtype === 'error' ? subtype : 'object'
}

/** What the type does not say already: how many properties there are. */
function nodeSize (node: GraphNode): string {
  if (node.size !== undefined || node.type === 'function' || node.subtype !== undefined) return ''
  const cut = node.cut?.find(({ what }) => what === 'properties')
  const count = (node.properties?.length ?? 0) + (node.privates?.length ?? 0) + (cut?.count ?? 0)
  // A count of 0 is one that nobody knows.
  if (cut?.count === 0) return count === 0 ? 'properties not recorded' : `more than ${countText(count)} propert${count === 1 ? 'y' : 'ies'}`
  return `${countText(count)} propert${count === 1 ? 'y' : 'ies'}`
}

function flags (crash: Crash, { node: index, property, nameKind, level }: Row): Description['flags'] {
  const node = index === undefined ? undefined : crash.nodes[index]
  const flags: Description['flags'] = []
  if (node?.isFrozen) flags.push(['frozen', 'Object.freeze: nothing in it can be changed'])
  else if (node?.isSealed) flags.push(['sealed', 'Object.seal: no property can be added or removed'])
  else if (node?.isNonExtensible) flags.push(['not extensible', 'Object.preventExtensions: no property can be added'])
  if (node && level >= MAX_LEVEL && nodeSteps(node).length > 0) {
    flags.push(['deeper', 'This page opens no more than a hundred levels; faultsnap get reads the rest'])
  }
  if (nameKind !== 'property' && nameKind !== 'symbol') return flags
  if (property?.writable === false && property.get === undefined && property.set === undefined) {
    flags.push(['read-only', 'The property cannot be assigned to'])
  }
  if (property?.enumerable === false) flags.push(['hidden', 'Not enumerable: loops and JSON do not see the property'])
  return flags
}
