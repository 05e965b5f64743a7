import { isMissing, isRef, type CrashDocument, type Cut, type GraphNode, type MissingReason, type PropertyRecord,
  type Value } from '../model'
import { stepText } from '../values/path'
import { primitiveText } from '../values/primitive'
import { toPlain } from '../values/to-plain'

/** What the members of a part of an object have in common: where they stand, and what a limit may have left out of it. */
export type Part = Cut['what']

/**
 * One step down from an object. `key` is the same for the same member of another object; `step` is how a path goes on
 * (`.name`, `[0]`, `.get("k")`, `.#secret`, `[[PromiseResult]]`), as `get` reads it wherever it can.
 */
export interface Member { key: string, step: string, part: Part, value: Value }

/** Members of internal slots that are part of what a program can tell of a value; `[[Prototype]]` and its kind are not. */
const TELLING_SLOTS = new Set(['promise', 'proxy'])

/**
 * What an object consists of, in its order: elements by index, Map entries by key, Set members by what they are, properties,
 * private fields, the slots of promises and proxies. The `stack` of an error is left out: it repeats the frames.
 */
export function membersOf (crash: CrashDocument, node: GraphNode): Member[] {
  const members: Member[] = []
  const taken = new Map<string, number>()
  const add = (part: Part, key: string, step: string, value: Value): void => {
    const count = (taken.get(`${part} ${key}`) ?? 0) + 1
    taken.set(`${part} ${key}`, count)
    members.push({ key: count === 1 ? `${part} ${key}` : `${part} ${key} (${count})`, step, part, value })
  }
  const holes = new Set(node.holes)
  for (const [index, value] of (node.elements ?? []).entries()) {
    if (holes.has(index)) continue
    if (node.subtype !== 'set') add('elements', String(index), `[${index}]`, value)
    else {
      const text = memberText(crash, value)
      add('elements', text, `{${text}}`, value)
    }
  }
  for (const [key, value] of node.entries ?? []) {
    const text = memberText(crash, key)
    add('entries', text, `.get(${text})`, value)
  }
  for (const property of node.properties ?? []) {
    if (node.subtype === 'error' && property.name === 'stack' && !property.symbol) continue
    add('properties', keyOf(property), stepOf(property), property.value)
  }
  for (const property of node.privates ?? []) add('privates', property.name, `.${property.name}`, property.value)
  if (TELLING_SLOTS.has(node.subtype ?? '')) {
    for (const property of node.internals ?? []) add('internals', property.name, property.name, property.value)
  }
  return members
}

/** Why an object may have had a member that was not recorded: the limit that cut this part of it. */
export function cutReason (node: GraphNode, part: Part): MissingReason | undefined {
  return node.cut?.find(cut => cut.what === part)?.reason
}

const keyOf = ({ name, symbol }: PropertyRecord): string => symbol ? `Symbol(${name})` : name

/** How a path names a property: `.name`, `["a key"]`, `[Symbol(id)]`. */
export const stepOf = ({ name, symbol }: Pick<PropertyRecord, 'name' | 'symbol'>): string =>
  stepText({ kind: symbol ? 'symbol' : 'property', key: name })

const MAX_MEMBER_CHARS = 200

/** A Map's key or a Set's member as text, the same for values that cannot be told apart. */
function memberText (crash: CrashDocument, value: Value): string {
  if (typeof value === 'object' && value !== null && !isRef(value) && !isMissing(value)) return primitiveText(value)
  const plain = isRef(value) ? toPlain(crash, value, { maxDepth: 4, maxValues: 60 }) : value
  const text = JSON.stringify(plain) ?? 'undefined'
  return text.length > MAX_MEMBER_CHARS ? `${text.slice(0, MAX_MEMBER_CHARS)}…` : text
}
