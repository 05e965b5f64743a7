import { isMissing, type CrashDocument, type Value } from '../../src/model'
import { frameVariables } from '../../src/values/frame-variables'
import { membersOf } from '../../src/values/members'
import { nameForGet, shownName } from '../../src/values/original-name'
import { nodeOf } from '../../src/values/node-of'
import { previewValue } from '../../src/values/preview'
import { holdsTerm, type Hit } from './matches'

const MAX_TEXT_CHARS = 120

/**
 * Variables, and members of them at any depth, whose name or own value holds a term; frame by frame, each object once, at most
 * `maxHits`. What is masked or not recorded has no value to be found.
 */
export function searchVariables (crash: CrashDocument, term: string, maxHits: number): Hit[] {
  const hits: Hit[] = []
  const seen = new Set<unknown>()
  for (const frame of crash.frames) {
    // Breadth-first: what is near is found first, and a chain of ten thousand objects is no recursion.
    const open: { path: string, name: string, value: Value }[] = frameVariables(frame)
      .filter(({ name }) => name !== '...').map(variable => ({ path: nameForGet(frame, variable), name: shownName(variable), value: variable.value }))
    for (let at = 0; at < open.length && hits.length < maxHits; at++) {
      const { path, name, value } = open[at]!
      if (holdsTerm(name, term) || holdsTerm(ownText(crash, value), term)) {
        hits.push({ where: `frame ${frame.index} ${path}`, text: previewValue(crash, value, MAX_TEXT_CHARS), frame: frame.index, path })
      }
      const node = nodeOf(crash, value)
      if (node === undefined || seen.has(node)) continue
      seen.add(node)
      for (const member of membersOf(crash, value)) {
        if (member.kind === 'value') open.push({ path: path + member.step, name: member.label, value: member.value })
      }
    }
    if (hits.length >= maxHits) break
  }
  return hits
}

/** What a value is by itself, without its members. */
function ownText (crash: CrashDocument, value: Value): string {
  if (typeof value === 'string') return value
  if (isMissing(value)) return value.missing === 'string' ? value.value ?? '' : ''
  const node = nodeOf(crash, value)
  if (node === undefined) return previewValue(crash, value, 1_000)
  return `${node.className} ${typeof node.value === 'string' ? node.value : typeof node.value === 'number' ? previewValue(crash, value, 100) : ''}`
}
