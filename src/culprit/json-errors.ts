import type { CrashDocument, ExceptionRecord, GraphNode, Value } from '../model'
import { calleeOf, nameOf } from '../syntax/functions'
import { nodeOf } from '../values/node-of'
import { evaluate } from './evaluate'
import { shown, type Finding } from './finding'
import { jsonFault } from './json-fault'
import type { Place } from './place'
import { argumentsOf, callAt, dottedName } from './sites'

const EXCERPT_CHARS = 12
const END_CHARS = 20

/** `JSON.parse`: the text, and what stands where it stops being JSON. */
export function jsonError (place: Place, { type, message }: ExceptionRecord): Finding | undefined {
  if (type !== 'SyntaxError' || !/JSON/.test(message)) return undefined
  const call = callAt(place)
  const name = call && dottedName(call)
  const text = argumentsOf(call)[0]
  if (text === undefined || text.type === 'SpreadElement') return undefined
  const known = evaluate(place, text)
  if (name === 'require' && typeof known?.value === 'string' && known.value.endsWith('.json')) {
    return { place, subject: `the file ${shown(place, known.value)}`, claim: `is not JSON${nearIn(message)}`, value: 'not JSON' }
  }
  if (name !== 'JSON.parse') return undefined
  if (known === undefined) return { place, node: text, claim: `is not JSON${nearIn(message)}`, value: 'not JSON' }
  const preview = shown(place, known.value)
  const value = bufferText(place, known.value) ?? known.value
  if (typeof value !== 'string') return { place, node: text, claim: `is ${preview}, not JSON`, value: preview }
  if (value.trim() === '') return { place, node: text, claim: value === '' ? 'is empty text, not JSON' : 'is blank text, not JSON', value: preview }
  const at = jsonFault(value)
  // Masked it can be read: what was wrong is not there any more.
  if (at === undefined) return { place, node: text, claim: 'is not JSON', value: preview }
  if (at >= value.length) return { place, node: text, claim: `ends in the middle of its JSON: ${JSON.stringify(`…${value.slice(-END_CHARS)}`)}`, value: preview }
  const excerpt = `${at > EXCERPT_CHARS ? '…' : ''}${value.slice(Math.max(0, at - EXCERPT_CHARS), at)}⟨${value[at]}⟩${value.slice(at + 1, at + 1 + EXCERPT_CHARS)}`
  // A position in a masked text is not that of the text.
  const character = value.includes('[masked]') ? '' : ` at character ${at + 1}`
  return { place, node: text, claim: `is not JSON${character}: ${JSON.stringify(excerpt)}`, value: preview }
}

/** `JSON.parse` takes a buffer's text. Undefined for what is no buffer, and for one that was not recorded whole. */
function bufferText (place: Place, value: Value): string | undefined {
  const node = nodeOf(place.crash, value)
  if (node?.className !== 'Buffer' || node.bytes === undefined || node.cut !== undefined) return undefined
  return place.mask(Buffer.from(node.bytes, 'base64').toString('utf8'))
}

/** A body that `fetch`'s `json()` could not read: nothing of the program is on the stack any more. */
export function jsonBody ({ exception, frames, scripts }: CrashDocument): { subject: string, claim: string, value: string } | undefined {
  const [top] = frames
  const url = top?.script === undefined ? top?.file : scripts[top.script]?.url
  if (exception.type !== 'SyntaxError' || !/JSON/.test(exception.message) || url?.startsWith('node:internal/deps/undici') !== true) return undefined
  return { subject: 'the body of a response', claim: `is not JSON${nearIn(exception.message)}`, value: 'not JSON' }
}

/** The text that V8's message shows of what it could not read. */
function nearIn (message: string): string {
  const near = /(?:Unexpected token [^]*?, |^)(?:\.\.\.)?"([^]*)"(?:\.\.\.)? is not valid JSON/.exec(message)?.[1]
  return near === undefined ? '' : ` (near ${JSON.stringify(near)})`
}

/** `JSON.stringify` of what leads back to itself, or holds a bigint. */
export function stringifyError (place: Place, { message }: ExceptionRecord): Finding | undefined {
  const call = callAt(place)
  const argument = call && nameOf(calleeOf(call)) === 'stringify' ? argumentsOf(call)[0] : undefined
  if (argument === undefined || argument.type === 'SpreadElement') return undefined
  const known = evaluate(place, argument)
  const closing = /^Converting circular structure to JSON[^]*(?:property '([^']*)'|index (\d+)) closes the circle$/.exec(message)
  if (closing !== null) {
    const what = closing[1] === undefined ? `element ${closing[2]}` : `property ${closing[1]}`
    return { place, node: argument, claim: `leads back to itself (${what} closes the circle)`, value: known ? shown(place, known.value) : 'circular' }
  }
  if (message !== 'Do not know how to serialize a BigInt' || known === undefined) return undefined
  const path = bigintPath(place, known.value)
  return path === undefined ? undefined : { place, node: argument, claim: path === '' ? `is ${shown(place, known.value)}, a bigint` : `has a bigint in ${path}`, value: 'a bigint' }
}

const MAX_SEARCHED = 10_000

/** The path of the first bigint that `JSON.stringify` comes to; undefined if the recorded part has none. */
function bigintPath (place: Place, root: Value): string | undefined {
  const seen = new Set<GraphNode>()
  const search = (value: Value, path: string): string | undefined => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'bigint') return path
    const node = nodeOf(place.crash, value)
    // A method `toJSON` may give anything.
    if (node === undefined || node.type === 'function' || seen.has(node) || seen.size > MAX_SEARCHED || node.subtype === 'date') return undefined
    seen.add(node)
    for (const [index, element] of (node.subtype === 'array' ? node.elements ?? [] : []).entries()) {
      const found = search(element, `${path}[${index}]`)
      if (found !== undefined) return found
    }
    for (const property of node.properties ?? []) {
      if (property.symbol || property.enumerable === false) continue
      const found = search(property.value, path === '' ? property.name : `${path}.${property.name}`)
      if (found !== undefined) return found
    }
    return undefined
  }
  return search(root, '')
}
