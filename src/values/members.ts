import type { CrashDocument, Cut, GraphNode, PropertyRecord, ScriptLocation, Value } from '../model'
import { decodeBase64, hexText } from './bytes'
import { cutText } from './missing-words'
import { nodeOf } from './node-of'
import { stepText, type Step } from './path'
import { previewValue } from './preview'

/**
 * What a value is made of, one after the other. `label` is how source text would name it (`items`, `0`, `#secret`,
 * `[Symbol(id)]`, `[[Target]]`, `'EUR' =>`), `step` what follows the value's own path to reach it with `get`. `isAccessor`: a
 * getter or setter, whose value is missing.
 *
 * A `note` says what is no value: bytes, what was cut, where a function is written. Texts are the program's own: print them
 * through `safeText`.
 */
export type Member =
  | { kind: 'value', label: string, value: Value, step: string, isAccessor?: true }
  | { kind: 'note', label: string }

/**
 * The members of an object or function in the order of a preview: bytes, elements, entries, properties, private fields, internal
 * slots. Empty for primitives, missing values and objects without any. Runs where there is no Node, too.
 */
export function membersOf (crash: CrashDocument, value: Value): Member[] {
  const node = nodeOf(crash, value)
  if (node === undefined) return []
  return [
    ...(node.location ? [note(`[[FunctionLocation]] ${locationText(crash, node.location)}`)] : []),
    ...bytes(node), ...cuts(node, 'bytes'),
    ...elements(node), ...cuts(node, 'elements'),
    ...entries(crash, node), ...cuts(node, 'entries'),
    ...namedMembersOf(node),
  ]
}

/** Those of {@link membersOf} that have names: properties, private fields, internal slots, and what was cut of these. */
export function namedMembersOf (node: GraphNode): Member[] {
  return [
    ...(node.properties ?? []).map(property => member(property)), ...cuts(node, 'properties'),
    ...(node.privates ?? []).map(property => member(property, true)), ...cuts(node, 'privates'),
    ...(node.internals ?? []).map(property => internal(property)), ...cuts(node, 'internals'),
  ]
}

/**
 * How a Map's entry is named, and the steps to its value and to its key; `keyStep` is there for keys that have members of their own
 * and that no step can name.
 */
export function entryNames (crash: CrashDocument, key: Value, index: number): { label: string, step: string, keyStep?: string } {
  const label = `${previewValue(crash, key, MAX_KEY_CHARS)} =>`
  const step = keyStep(key)
  if (step !== undefined) return { label, step: stepText(step) }
  const at = `[[Entries]][${index}]`
  return { label, step: `${at}.value`, ...hasMembers(crash, key) && { keyStep: `${at}.key` } }
}

/** Whether {@link membersOf} gives anything, without making it. */
export function hasMembers (crash: CrashDocument, value: Value): boolean {
  const node = nodeOf(crash, value)
  if (node === undefined) return false
  const parts = [node.properties, node.elements, node.entries, node.privates, node.internals, node.bytes, node.cut]
  return node.location !== undefined || parts.some(part => part !== undefined && part.length > 0)
}

const note = (label: string): Member => ({ kind: 'note', label })

const BYTES_PER_LINE = 16

function bytes (node: GraphNode): Member[] {
  if (node.bytes === undefined) return []
  const all = decodeBase64(node.bytes)
  const lines: Member[] = []
  for (let at = 0; at < all.length; at += BYTES_PER_LINE) {
    const some = all.subarray(at, at + BYTES_PER_LINE)
    const text = Array.from(some, byte => byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.').join('')
    lines.push(note(`${at.toString(16).padStart(4, '0')}  ${hexText(some, ' ').padEnd(BYTES_PER_LINE * 3)} ${text}`))
  }
  return lines
}

function elements (node: GraphNode): Member[] {
  const holes = new Set(node.holes)
  return (node.elements ?? []).map((value, index) => holes.has(index) ? note(`${index} (empty)`)
    : { kind: 'value', label: String(index), value, step: `[${index}]` })
}

const MAX_KEY_CHARS = 60

function entries (crash: CrashDocument, node: GraphNode): Member[] {
  return (node.entries ?? []).flatMap(([key, value], index): Member[] => {
    const { label, step, keyStep } = entryNames(crash, key, index)
    const own: Member = { kind: 'value', label, value, step }
    return keyStep === undefined ? [own] : [{ kind: 'value', label: `key ${index}`, value: key, step: keyStep }, own]
  })
}

/** The step to a key that `get` can name: no object, no symbol, none that was cut. */
function keyStep (key: Value): Step | undefined {
  if (key === null || typeof key !== 'object') return { kind: 'get', key }
  if (!('type' in key) || 'missing' in key) return undefined
  if (key.type === 'undefined') return { kind: 'get', key: undefined }
  if (key.type === 'bigint' && /^-?\d{1,100}$/.test(key.value)) return { kind: 'get', key: BigInt(key.value) }
  return undefined
}

function member ({ name, symbol, value, get, set }: PropertyRecord, isPrivate = false): Member {
  const step = stepText({ kind: symbol ? 'symbol' : isPrivate ? 'private' : 'property', key: name })
  const label = symbol ? `[Symbol(${name})]` : name
  if (get === undefined && set === undefined) return { kind: 'value', label, value, step }
  const kind = set === undefined ? '' : get === undefined ? ' (setter)' : ' (getter, setter)'
  return { kind: 'value', label: label + kind, value, step, isAccessor: true }
}

function internal ({ name, value }: PropertyRecord): Member {
  return { kind: 'value', label: name, value, step: stepText({ kind: 'internal', key: name.replace(/^\[\[|\]\]$/g, '') }) }
}

function cuts (node: GraphNode, what: Cut['what']): Member[] {
  return (node.cut ?? []).filter(cut => cut.what === what).map(cut => note(`… ${cutText(cut)}`))
}

function locationText (crash: CrashDocument, { script, lineNumber0, columnNumber0 }: ScriptLocation): string {
  return `${crash.scripts[script]?.url || '<anonymous>'}:${lineNumber0 + 1}:${columnNumber0 + 1}`
}
