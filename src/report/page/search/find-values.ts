import { printable } from '../../../capsule/printable'
import { isMissing, isRef, type GraphNode, type Value } from '../../../model'
import { decodeBase64, hexText } from '../../../values/bytes'
import { framePlace } from '../../../values/frame-place'
import { shownName } from '../../../values/original-name'
import { missingWords } from '../../../values/missing-words'
import { primitiveText } from '../../../values/primitive'
import { numberText } from '../../../values/quote'
import { typeOf } from '../../../values/type-of'
import { eachEdge } from '../variables/edges'
import type { FirstPlaces } from '../variables/first-places'
import { asciiText } from '../variables/hex-dump'
import { frameRoots } from '../variables/roots'
import type { Crash } from '../variables/row'

/** Hits that are shown. */
export const MAX_HITS = 1_000

/** A row whose name or value matches, or a frame whose function or file does: then `isFrame`. `line`: see `ValueIndex.route`. */
export interface Hit { frame: number, line: number, isFrame: boolean }

/**
 * `hits` in the order of the page, at most {@link MAX_HITS}; `isCut` if there are more. `frames`: how many hits each frame has.
 * `hitKeys` are the {@link rowKey}s of the hits, `wayKeys` those of the rows around them.
 */
export interface Found { hits: Hit[], frames: Map<number, number>, isCut: boolean, hitKeys: Set<string>, wayKeys: Set<string> }

/** What tells a member of an object from all others, wherever a row shows it: the object (-1: a frame) and the step to it. */
export const rowKey = (owner: number, step: string): string => `${owner} ${step}`

/**
 * A line of what can be found. `parent` is the index of the line around it, -1 for a frame's own. Texts are numbers of unique
 * texts.
 */
interface Line { frame: number, parent: number, owner: number, step: string, name: number, value: number }

/** Finds text in names and values of a crash, and in functions and files of its frames. Case is ignored. */
export class ValueIndex {
  readonly #lines: Line[] = []
  readonly #texts: string[] = ['']
  readonly #textIds = new Map<string, number>([['', 0]])

  /** Looks at each object once, at its first place: a cycle ends, a shared object is one hit. */
  constructor (crash: Crash, places: FirstPlaces) {
    for (const frame of crash.frames) {
      const place = framePlace(frame)
      const where = place.file + (place.line > 0 ? `:${place.line}` : '')
      const line = this.#add(frame.index, -1, { owner: -1, step: String(frame.index), name: place.function }, where)
      // Backwards on a stack: a chain of ten thousand objects is as deep as it is long.
      const pending: Pending[] = []
      for (const { route, name, value, property } of frameRoots(crash, frame).reverse()) {
        pending.push({ owner: -1, parent: line, step: route, name: property === undefined ? name : shownName(property), value })
      }
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const node = isRef(next.value) ? next.value.ref : -1
        const isElsewhere = node !== -1 && (crash.nodes[node] === undefined || !places.isHere(node, next.owner, next.step))
        const at = this.#add(frame.index, next.parent, next, isElsewhere ? '' : valueText(crash, next.value))
        if (node !== -1 && !isElsewhere) for (const member of members(crash, node, at).reverse()) pending.push(member)
      }
    }
  }

  /** Every row that has the text. An empty text has no hits. */
  find (query: string, maxHits = MAX_HITS): Found {
    const pattern = searchPattern(query)
    const found: Found = { hits: [], frames: new Map(), isCut: false, hitKeys: new Set(), wayKeys: new Set() }
    if (!pattern) return found
    const matches = this.#texts.map(text => text !== '' && text.search(pattern) >= 0)
    for (const [line, { frame, name, value, parent, owner, step }] of this.#lines.entries()) {
      if (!matches[name] && !matches[value]) continue
      if (found.hits.length >= maxHits) return { ...found, isCut: true }
      found.hits.push({ frame, line, isFrame: parent === -1 })
      found.frames.set(frame, (found.frames.get(frame) ?? 0) + 1)
      if (parent === -1) continue
      found.hitKeys.add(rowKey(owner, step))
      this.#addWay(parent, found.wayKeys)
    }
    return found
  }

  /** Where a hit stands: the route of its row, a frame's number for the frame itself. */
  route ({ line }: Hit): string {
    const steps: string[] = []
    for (let at = this.#lines[line]!; ; at = this.#lines[at.parent]!) {
      if (at.parent === -1 && steps.length > 0) break
      steps.push(at.step)
      if (at.parent === -1) break
    }
    return steps.reverse().join('/')
  }

  #addWay (line: number, keys: Set<string>): void {
    for (let at = this.#lines[line]!; at.parent !== -1; at = this.#lines[at.parent]!) {
      const key = rowKey(at.owner, at.step)
      if (keys.has(key)) return
      keys.add(key)
    }
  }

  #add (frame: number, parent: number, { owner, step, name }: Pick<Pending, 'owner' | 'step' | 'name'>, value: string): number {
    this.#lines.push({ frame, parent, owner, step, name: this.#textId(name), value: this.#textId(value) })
    return this.#lines.length - 1
  }

  #textId (text: string): number {
    const known = this.#textIds.get(text)
    if (known !== undefined) return known
    this.#textIds.set(text, this.#texts.length)
    // As rows show it: what cannot be seen is searched as `\u{202e}`.
    this.#texts.push(printable(text, Infinity, '\n\t'))
    return this.#texts.length - 1
  }
}

/** What matches a query, wherever it stands, or `undefined` for an empty one. Case folds by Unicode, without changing lengths. */
export function searchPattern (query: string): RegExp | undefined {
  return query === '' ? undefined : new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu')
}

interface Pending { owner: number, parent: number, step: string, name: string, value: Value }

function members (crash: Crash, owner: number, parent: number): Pending[] {
  const node = crash.nodes[owner]!
  const found: Pending[] = []
  eachEdge(node, (step, value) => {
    const name = memberName(crash, node, step)
    // The row of the function itself has it.
    if (node.type === 'function' && name === 'name') return
    found.push({ owner, parent, step, name, value })
  })
  return found
}

/** Elements have no name that anybody would look for. */
function memberName (crash: Crash, node: GraphNode, step: string): string {
  if (step.includes('/')) return ''
  const index = Number(step.slice(1))
  switch (step[0]) {
    case 'p': return node.properties![index]!.name
    case '#': return node.privates![index]!.name
    case 'i': return node.internals![index]!.name
    case 'v': return valueText(crash, node.entries![index]![0])
  }
  return ''
}

/** What of a value can be found: of an object only what it says itself, for its members are rows of their own. */
function valueText (crash: Crash, value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  if (isMissing(value)) return `${value.value ?? ''} ${missingWords(value.missing).label}`.trim()
  if (!isRef(value)) return primitiveText(value)
  const node = crash.nodes[value.ref]
  return node ? nodeText(crash, node, value) : ''
}

function nodeText (crash: Crash, node: GraphNode, value: Value): string {
  const type = typeOf(crash, value)
  if (node.type === 'function') {
    const name = node.properties?.find(property => property.name === 'name' && !property.symbol)?.value
    return typeof name === 'string' ? `${type} ${name}` : type
  }
  if (node.subtype === 'date' && typeof node.value === 'number') {
    const date = new Date(node.value)
    return `${type} ${Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()} ${node.value}`
  }
  if (node.subtype === 'regexp' && typeof node.value === 'string') return `${type} ${node.value}`
  if (node.bytes === undefined) return type
  const bytes = decodeBase64(node.bytes)
  return `${type} ${hexText(bytes, ' ')} ${asciiText([...bytes])}`
}
