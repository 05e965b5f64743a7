import type { GraphNode, PropertyRecord } from '../model'
import { decodeBase64, hexText } from './bytes'
import { cutOf, nodeOf } from './node-of'
import { previewLevels, type Preview } from './preview'

/** What stands between the brackets of an object's preview, empty if nothing does. Ends once `maxChars` are full. */
export function previewMembers (preview: Preview, node: GraphNode, levels: number): string {
  preview.around.push(node)
  const parts: string[] = []
  let chars = 0
  for (const part of members(preview, node, levels)) {
    parts.push(part)
    chars += part.length + 2
    // Longer than what can be shown: previewValue opens fewer levels, or cuts.
    if (chars > preview.maxChars) break
  }
  preview.around.pop()
  return parts.join(', ')
}

function * members (preview: Preview, node: GraphNode, levels: number): Generator<string> {
  if (node.bytes !== undefined) {
    const bytes = decodeBase64(node.bytes)
    yield `<${hexText(bytes, ' ', preview.maxChars)}>`
    yield * more(node, 'bytes', bytes.length)
  } else yield * more(node, 'bytes', 0)
  yield * elements(preview, node, levels)
  for (const [key, value] of node.entries ?? []) yield `${previewLevels(preview, key, levels)} => ${previewLevels(
    preview, value, levels)}`
  yield * more(node, 'entries', node.entries?.length ?? 0)
  if (node.subtype === 'promise') yield * promise(preview, node, levels)
  else if (node.subtype !== 'proxy') yield * hiddenState(preview, node, levels)
  for (const property of node.properties ?? []) {
    // An error's preview begins with them.
    if (node.subtype === 'error' && !property.symbol && ['message', 'stack', 'name'].includes(property.name)) continue
    if (node.subtype === 'arguments') {
      // A list that has its elements as properties, and three that every such list has.
      if (property.enumerable !== false) yield property.symbol || !/^\d+$/.test(property.name) ? member(preview, property, levels) : previewLevels(preview, property.value, levels)
      continue
    }
    yield member(preview, property, levels)
  }
  yield * more(node, 'properties', node.properties?.length ?? 0)
  for (const property of node.privates ?? []) yield member(preview, property, levels)
  yield * more(node, 'privates', node.privates?.length ?? 0)
  if (node.internals === undefined) yield * more(node, 'internals', 0)
  if (node.subtype === 'proxy') for (const property of node.internals ?? []) yield member(preview, property, levels)
}

function * elements (preview: Preview, node: GraphNode, levels: number): Generator<string> {
  const holes = new Set(node.holes)
  let emptyItems = 0
  for (const [index, element] of (node.elements ?? []).entries()) {
    if (holes.has(index)) {
      emptyItems++
      continue
    }
    if (emptyItems > 0) yield emptyText(emptyItems)
    emptyItems = 0
    yield previewLevels(preview, element, levels)
  }
  if (emptyItems > 0) yield emptyText(emptyItems)
  yield * more(node, 'elements', node.elements?.length ?? 0)
}

const emptyText = (count: number): string => `<${count} empty item${count > 1 ? 's' : ''}>`

function * more (node: GraphNode, what: Parameters<typeof cutOf>[1], kept: number): Generator<string> {
  const cut = cutOf(node, what, kept)
  // A count of 0 is one that nobody knows.
  if (cut?.reason === 'masked') yield '[masked]'
  else if (cut) yield cut.left > 0 ? `… ${cut.left} more` : kept > 0 ? '… more' : `‹not recorded: ${cut.reason}›`
}

function * promise (preview: Preview, node: GraphNode, levels: number): Generator<string> {
  const slot = (name: string): PropertyRecord | undefined => node.internals?.find(property => property.name === name)
  const state = slot('[[PromiseState]]')?.value
  const result = slot('[[PromiseResult]]')
  if (typeof state !== 'string') yield '<unknown state>'
  else if (state === 'pending' || !result) yield `<${state.slice(0, preview.maxChars)}>`
  else yield (state === 'rejected' ? '<rejected> ' : '') + previewLevels(preview, result.value, levels)
}

/** What a weak reference leads to, an iterator is yet to give, a generator is at: all that they are, and none of it a property. */
function * hiddenState (preview: Preview, node: GraphNode, levels: number): Generator<string> {
  for (const { name, value } of node.internals ?? []) {
    if (name === '[[WeakRefTarget]]') yield previewLevels(preview, value, levels)
    else if (name === '[[GeneratorState]]' && typeof value === 'string') yield `<${value.slice(0, preview.maxChars)}>`
    else if (name === '[[Entries]]') {
      const entries = nodeOf(preview.crash, value)
      if (entries !== undefined && !preview.around.includes(entries)) yield previewMembers(preview, entries, levels)
    }
  }
}

function member (preview: Preview, property: PropertyRecord, levels: number): string {
  // What is beyond cannot be shown anyway, and a stranger's name may have megabytes.
  const name = property.name.slice(0, preview.maxChars + 1)
  const isName = /^(?:#?[\p{ID_Start}$_][\p{ID_Continue}$]*|\[\[\w+\]\])$/u.test(name)
  const key = property.symbol ? `[Symbol(${name})]` : isName ? name
    : JSON.stringify(name).replace(/^"|"$/g, '\'')
  const isPair = property.get !== undefined && property.set !== undefined
  const isSetter = property.set !== undefined && property.get === undefined
  if (isPair || isSetter) return `${key}: ${isPair ? '[Getter/Setter]' : '[Setter]'}`
  return `${key}: ${previewLevels(preview, property.value, levels)}`
}
