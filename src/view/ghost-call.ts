import type { CrashDocument, GhostRecord, Value } from '../model'
import { isRef } from '../model'
import { bytesText } from '../terminal/bytes-text'
import { factLines } from '../terminal/facts'
import { safeText } from '../terminal/safe-text'
import { outcomeText } from '../values/ghost-outcome'
import { previewValue } from '../values/preview'
import type { OpenedCrash } from './opened-crash'
import { frameName } from './stack-tree'
import type { ViewOptions } from './view-options'

const MAX_PATH_FRAMES = 12

/** The call of a function in `ghost()`, a line each: how it ended, its run time and memory, the path of calls, its arguments. */
export function renderGhost (capsule: OpenedCrash, options: ViewOptions): string[] {
  const { crash } = capsule
  const { ghost } = crash
  if (ghost === undefined) return []
  const memory = memoryText(ghost)
  const facts: [string, string][] = [
    ['function', `${ghost.function || '(anonymous)'} ${outcomeText(ghost)}`],
    ...memory === '' ? [] : [['memory', memory] as [string, string]],
    ['path', pathText(crash)],
    ...ghost.within === undefined ? [] : [['within', `${ghost.within.join(', ')}, in ghost() as well`] as [string, string]],
  ]
  const members = membersOf(crash, ghost.arguments)
  return [
    ...factLines(facts.map(([name, fact]) => [name, safeText(fact, 2_000)] as const), options),
    ...members.length === 0 ? [] : [options.colours.dim('arguments, as of the catch'), ...renderMembers(crash, members, { ...options, columns: options.columns - 2 })],
  ]
}

type Member = readonly [name: string, value: Value]

function renderMembers (crash: CrashDocument, members: readonly Member[], options: ViewOptions): string[] {
  const maxChars = options.isTerminal === false ? 10_000 : Math.max(40, options.columns * 2)
  return factLines(members.map(([name, value]) => [safeText(name, 60), safeText(previewValue(crash, value, maxChars), maxChars + 20)] as const),
    { ...options, indent: 2 })
}

function membersOf (crash: CrashDocument, value: Value): Member[] {
  if (!isRef(value)) return [['', value]]
  return (crash.nodes[value.ref]?.properties ?? []).map(property => [property.name, property.value] as const)
}

/** The kinds that people know; the rest is in the capsule. */
function memoryText ({ memoryChange }: GhostRecord): string {
  const kinds: [string, string][] = [['heapUsed', 'heap'], ['external', 'external'], ['rss', 'resident']]
  return kinds.flatMap(([kind, name]) => {
    const bytes = memoryChange?.[kind]
    return bytes === undefined ? [] : [`${name} ${bytes < 0 ? '-' : '+'}${bytesText(Math.abs(bytes))}`]
  }).join(', ')
}

/** Functions of the program from the outermost to the one that threw. */
function pathText ({ frames }: CrashDocument): string {
  const names = frames.filter(({ inApp }) => inApp).map(frameName).reverse()
  const left = names.length - MAX_PATH_FRAMES
  return (left > 0 ? [`(${left} more)`, ...names.slice(left)] : names).join(' → ') || '(no frames were recorded)'
}
