import { isMissing, isRef, type CrashDocument, type MissingReason, type Value } from '../model'
import { stepText } from '../values/path'
import { frameVariables } from '../values/frame-variables'

/** Something that a limit left out. `left`: how many `what` are not there; `place` as `get` names it, after the frame. */
export interface PlacedCut { place: string, what: string, left: number, reason: MissingReason }

const MAX_VALUES = 100_000

/**
 * The largest of what limits left out, at most `count`: parts of collections and objects, texts, and objects that were not
 * entered. Each once, at the place nearest to the throw.
 */
export function largestCuts (crash: CrashDocument, count = 5): PlacedCut[] {
  const cuts: PlacedCut[] = []
  const met = new Set<number>()
  const open: { place: string, value: Value }[] = crash.frames.flatMap(frame => frameVariables(frame)
    .filter(({ name }) => name !== '...')
    .map(({ name, value }) => ({ place: `frame ${frame.index} ${name}`, value })))
  for (let next = 0; next < open.length && next < MAX_VALUES; next++) {
    const { place, value } = open[next]!
    if (isMissing(value)) {
      if (value.size === undefined || value.missing === 'masked') continue
      const isText = value.missing === 'string'
      const left = value.size - (value.value?.length ?? 0)
      if (left > 0) cuts.push({ place, what: isText ? 'characters' : 'members', left, reason: value.missing })
      continue
    }
    if (!isRef(value) || met.has(value.ref)) continue
    met.add(value.ref)
    const node = crash.nodes[value.ref]!
    for (const { what, count: left, reason } of node.cut ?? []) if (left > 0) cuts.push({ place, what, left, reason })
    for (const { name, symbol, value: member } of node.properties ?? []) {
      open.push({ place: place + stepText({ kind: symbol ? 'symbol' : 'property', key: name }), value: member })
    }
    for (const { name, value: member } of node.privates ?? []) open.push({ place: `${place}.${name}`, value: member })
    for (const [index, element] of (node.elements ?? []).entries()) open.push({ place: `${place}[${index}]`, value: element })
    for (const [key, member] of node.entries ?? []) {
      const isPlain = typeof key === 'string' || typeof key === 'number'
      open.push({ place: place + (isPlain ? stepText({ kind: 'get', key }) : '.get(…)'), value: member })
    }
  }
  return cuts.sort((a, b) => b.left - a.left).slice(0, count)
}
