import { isMissing, type GraphNode, type Value } from '../../../model'
import { previewValue } from '../../../values/preview'
import { memberStep } from './member-path'
import { isCycle, MAX_LEVEL, type Crash, type NameKind, type Row } from './row'
import { isLongText } from './long-text'
import { isNamed, nodeSteps } from './steps'

/** The last steps to the rows below a row, in their order. None for a cycle: it would never end. */
export function memberSteps (crash: Crash, row: Row): string[] {
  if (row.kind === 'entry') return [`k${row.step.slice(1)}`, `v${row.step.slice(1)}`]
  if (row.kind !== 'value' || row.level >= MAX_LEVEL || isCycle(row)) return []
  if (row.node !== undefined) return nodeSteps(crash.nodes[row.node]!)
  const { property, value } = row
  const steps: string[] = []
  if (isLongText(value)) steps.push('t')
  // The slots of an accessor row are functions: they have no property.
  if (property?.get !== undefined) steps.push('g')
  if (property?.set !== undefined) steps.push('s')
  return steps
}

/** The row one step below another. `undefined` for a step that is none of {@link memberSteps}, whoever wrote it. */
export function memberRow (crash: Crash, parent: Row, step: string): Row | undefined {
  const base = { route: `${parent.route}/${step}`, step, frame: parent.frame, level: parent.level + 1, parent }
  const valueRow = (name: string, nameKind: NameKind, value: Value, owner: number, rest: Partial<Row> = {}): Row => {
    const path = parent.path && memberStep(parent, step, crash)
    return { ...base, kind: 'value', name, nameKind, value, owner, ...nodeIn(crash, value), ...(path && { path }), ...rest }
  }
  const note = (kind: Row['kind'], name: string, rest: Partial<Row> = {}): Row =>
    ({ ...base, kind, name, nameKind: 'note', owner: parent.node ?? parent.owner, ...rest })

  if (step === 't') return isLongText(parent.value) ? note('text', 'text', { text: wholeText(parent.value!) }) : undefined
  if (parent.kind === 'value' && parent.node === undefined) {
    const accessor = step === 'g' ? parent.property?.get : step === 's' ? parent.property?.set : undefined
    return accessor === undefined ? undefined : valueRow(step === 'g' ? 'get' : 'set', 'accessor', accessor, parent.owner)
  }
  const owner = parent.kind === 'entry' ? parent.owner : parent.node ?? -1
  const node = crash.nodes[owner]
  if (!node) return undefined
  switch (step) {
    case 'b': return node.bytes === undefined ? undefined : note('bytes', 'bytes', { text: node.bytes })
    case 'c': return note('classes', 'class chain', { text: classChain(node) })
    case 'l': return node.location && note('location', 'written at')
    case 'w': return node.value === undefined ? undefined : valueRow('[[PrimitiveValue]]', 'internal', node.value, owner)
  }
  if (!/^(?:[xemkvp#i]\d+|h\d+-\d+)$/.test(step)) return undefined
  const index = Number.parseInt(step.slice(1), 10)
  switch (step[0]) {
    case 'x': return node.cut?.[index] && note('cut', '…', { cut: node.cut[index] })
    case 'h': return note('holes', holesName(step), { text: step.slice(step.indexOf('-') + 1) })
    case 'e': {
      const value = node.elements?.[index]
      return value === undefined ? undefined : valueRow(String(index), 'index', value, owner)
    }
    case 'm': {
      if (!node.entries?.[index]) return undefined
      return note('entry', `entry ${index}`, { owner, ...(parent.path && { path: parent.path }) })
    }
    case 'k': case 'v': {
      const entry = node.entries?.[index]
      if (!entry) return undefined
      if (parent.kind === 'entry' && step[0] === 'k') return valueRow('key', 'property', entry[0], owner)
      if (parent.kind === 'entry') return valueRow('value', 'property', entry[1], owner)
      return isNamed(entry[0]) ? valueRow(previewValue(crash, entry[0], 100), 'key', entry[1], owner) : undefined
    }
    case 'p': case '#': case 'i': {
      const property = (step[0] === 'p' ? node.properties : step[0] === '#' ? node.privates : node.internals)?.[index]
      const kind = step[0] === '#' ? 'private' : step[0] === 'i' ? 'internal' : property?.symbol ? 'symbol' : 'property'
      return property && valueRow(property.name, kind, property.value, owner, { property })
    }
  }
  return undefined
}

/** Whether a row can be opened. */
export function hasMembers (crash: Crash, row: Row): boolean {
  return row.kind === 'scope' || row.kind === 'entry' || memberSteps(crash, row).length > 0
}

/** For a row: the index of the value's node, if the capsule has it. */
export function nodeIn (crash: Crash, value: Value): { node?: number } {
  const isNode = typeof value === 'object' && value !== null && 'ref' in value && crash.nodes[value.ref] !== undefined
  return isNode ? { node: value.ref } : {}
}

function wholeText (value: Value): string {
  return typeof value === 'string' ? value : (isMissing(value) ? value.value : undefined) ?? ''
}

function holesName (step: string): string {
  const [from, count] = step.slice(1).split('-').map(Number) as [number, number]
  return count === 1 ? String(from) : `${from} … ${from + count - 1}`
}

/** `Order › Base › Object`, nearest first; a chain that ends without `Object` says so with `null`. */
function classChain ({ className, prototypes = [] }: GraphNode): string {
  const names = prototypes.map(name => name ?? 'null')
  if (names.at(-1) === 'null') return (names.length === 1 ? names : [className, ...names]).join(' › ')
  return [className, ...names, 'Object'].join(' › ')
}
