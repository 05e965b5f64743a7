import type { Colours } from './colours'
import { clipEnd, widthOf } from './clip'

/** `isTerminal` false is a pipe: a fact is one line, whatever its length. `indent`: spaces before each line. */
export interface FactOptions { colours: Colours, columns: number, isTerminal?: boolean, indent?: number }

/**
 * Named facts as lines, the facts below each other. On a terminal a long one goes on below itself. Names and facts must be safe
 * to print and on one line.
 */
export function factLines (rows: readonly (readonly [name: string, fact: string])[], options: FactOptions): string[] {
  const { colours, columns, isTerminal = true, indent = 0 } = options
  const room = isTerminal ? columns - indent : Number.MAX_SAFE_INTEGER
  const names = rows.map(([name]) => clipEnd(name, Math.max(8, Math.floor(room / 2))))
  const nameWidth = Math.max(0, ...names.map(widthOf))
  return rows.flatMap(([, fact], index) => wrapped(fact, Math.max(12, room - nameWidth - 2)).map((line, at) => {
    const name = at === 0 ? names[index]! : ''
    return `${' '.repeat(indent)}${colours.dim(name)}${' '.repeat(nameWidth - widthOf(name) + 2)}${line}`.trimEnd()
  }))
}

/** Text in lines of at most so many columns, broken at spaces where there are some; nothing of it is lost but such spaces. */
export function wrapped (text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  while (widthOf(rest) > Math.max(1, columns)) {
    // As much as fits, then back to the last space of it.
    const most = Math.max(1, clipEnd(rest, columns + 1).length - 1)
    const space = rest[most] === ' ' ? most : rest.lastIndexOf(' ', most - 1)
    const end = space > most / 2 ? space : most
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).replace(/^ /, '')
  }
  return [...lines, rest]
}
