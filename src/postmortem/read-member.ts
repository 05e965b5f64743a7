import { isMissing, isRef, type GraphNode, type MissingValue, type PropertyRecord, type Value } from '../model'
import { decodeBase64 } from '../values/bytes'
import { cutSentence, missingSentence, unknownMember } from './missing-sentence'
import { chainOf, intrinsicPrototype } from './prototype-chain'

/**
 * What reading something gives. `thrown`: an error of the language, with V8's words. `refused`: the sentence that says why there is no
 * answer. `unanswered`: the answer takes more than the graph, a built-in method for example.
 */
export type Read =
  | { value: Value }
  | { thrown: string, message: string }
  | { refused: string }
  | 'unanswered'

export const UNDEFINED: Value = { type: 'undefined' }

/**
 * The value of a property as JavaScript reads it. `key`: a string, a private name with its `#`. `place` and `base` are expressions,
 * for the messages. `stackOf` gives the stack text of an error whose stack is known.
 */
export function readMember (
  nodes: readonly GraphNode[], value: Value, key: string,
  { base, place, stackOf }: { base: string, place: string, stackOf?: (ref: number) => string | undefined },
): Read {
  if (value === null || (typeof value === 'object' && 'type' in value && !isMissing(value) && value.type === 'undefined')) {
    if (key.startsWith('#')) return notDeclared(key)
    return { thrown: 'TypeError', message: `Cannot read properties of ${value === null ? 'null' : 'undefined'} (reading '${key}')` }
  }
  if (isMissing(value)) return ofMissing(value, key, base)
  if (!isRef(value)) return ofPrimitive(value, key)
  const node = nodes[value.ref]
  if (node === undefined) return { refused: missingSentence(base, { missing: 'unavailable' }) }
  if (node.subtype === 'proxy') return { refused: missingSentence(place, { missing: 'proxy' }) }
  if (key.startsWith('#')) return ofPrivate(node, key, base, place)
  const own = ownProperty(node, key)
  if (own !== undefined) return ofValue(own.value, place)
  const derived = ofElements(node, key, base, place)
  if (derived !== undefined) return derived
  if (key === 'stack' && node.subtype === 'error') {
    const stack = stackOf?.(value.ref)
    return stack === undefined ? { refused: `${place} was not recorded: only the stack of the exception and of its causes is known` } : { value: stack }
  }
  return inherited(node, key, base, place)
}

/** A recorded value, or why there is none. A string that was cut is a value: the part that was kept, with its size. */
export function ofValue (value: Value, place: string): Read {
  if (!isMissing(value) || (value.missing === 'string' && value.value !== undefined && value.type !== 'bigint')) return { value }
  if (value.missing === 'uninitialized') return { thrown: 'ReferenceError', message: missingSentence(place, value) }
  return { refused: missingSentence(place, value) }
}

const ownProperty = (node: GraphNode, key: string): PropertyRecord | undefined =>
  node.properties?.find(property => property.name === key && !property.symbol)

function ofMissing (value: MissingValue, key: string, base: string): Read {
  if (value.missing === 'string' && value.type !== 'bigint') {
    if (key === 'length' && value.size !== undefined) return { value: value.size }
    const character = indexOf(key) === undefined ? undefined : value.value?.[indexOf(key)!]
    if (character !== undefined) return { value: character }
    const isBeyond = indexOf(key) !== undefined && value.size !== undefined && indexOf(key)! >= value.size
    if (isBeyond) return { value: UNDEFINED }
  }
  return value.missing === 'uninitialized' ? { thrown: 'ReferenceError', message: missingSentence(base, value) }
    : { refused: missingSentence(base, value) }
}

function ofPrimitive (value: Exclude<Value, object> | { type: string }, key: string): Read {
  if (typeof value === 'string') {
    if (key === 'length') return { value: value.length }
    const index = indexOf(key)
    if (index !== undefined) return { value: value[index] ?? UNDEFINED }
  }
  if (key.startsWith('#')) return notDeclared(key)
  const name = typeof value === 'object' && value !== null ? value.type : typeof value
  const prototype = intrinsicPrototype({ string: 'String', number: 'Number', boolean: 'Boolean', bigint: 'BigInt', symbol: 'Symbol' }[name] ?? '')
  return prototype === undefined || key in prototype ? 'unanswered' : { value: UNDEFINED }
}

function ofPrivate (node: GraphNode, key: string, base: string, place: string): Read {
  const own = node.privates?.find(property => property.name === key)
  if (own !== undefined) return ofValue(own.value, place)
  const cut = node.cut?.find(({ what }) => what === 'privates')
  if (cut !== undefined) return { refused: cutSentence(base, cut, node.privates?.length ?? 0) }
  // A private method is code of the class, which V8 does not show with the fields.
  const [first] = chainOf(node)
  return first?.isProgram === true ? { refused: unknownMember(place, first.name) } : notDeclared(key)
}

const notDeclared = (key: string): Read =>
  ({ thrown: 'TypeError', message: `Cannot read private member ${key} from an object whose class did not declare it` })

function ofElements (node: GraphNode, key: string, base: string, place: string): Read | undefined {
  const index = indexOf(key)
  const { subtype, size } = node
  if (index === undefined) {
    const isLength = key === 'length' && (subtype === 'array' || subtype === 'typedarray')
    const isSize = key === 'size' && (subtype === 'map' || subtype === 'set')
    const isBytes = key === 'byteLength' && (subtype === 'arraybuffer' || subtype === 'sharedarraybuffer' || subtype === 'dataview')
    return (isLength || isSize || isBytes) && size !== undefined ? { value: size } : undefined
  }
  if (subtype !== 'array' && subtype !== 'typedarray') return undefined
  const bytes = node.bytes === undefined ? undefined : decodeBase64(node.bytes)
  const kept = bytes?.length ?? node.elements?.length ?? 0
  if (node.holes?.includes(index)) return undefined
  if (index < kept) return bytes !== undefined ? { value: bytes[index]! } : ofValue(node.elements![index]!, place)
  if (index >= (size ?? kept)) return undefined
  const cut = node.cut?.find(({ what }) => what === 'elements' || what === 'bytes')
  return { refused: cut === undefined ? missingSentence(place, { missing: 'unavailable' }) : cutSentence(base, cut, kept, size) }
}

function inherited (node: GraphNode, key: string, base: string, place: string): Read {
  const cut = node.cut?.find(({ what }) => what === 'properties')
  const isShared = key in Object.prototype
  if (cut !== undefined && !isShared) return { refused: cutSentence(base, cut, node.properties?.length ?? 0) }
  for (const link of chainOf(node)) {
    if (link.isProgram) return isShared ? 'unanswered' : { refused: unknownMember(place, link.name) }
    if (link.prototype !== undefined && key in link.prototype) return 'unanswered'
  }
  return node.type === 'function' ? 'unanswered' : { value: UNDEFINED }
}

/** The index that a key of an array is, undefined for other keys. */
export function indexOf (key: string): number | undefined {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 4294967295 ? Number(key) : undefined
}
