import type { Colours } from './colours'
import { clipEnd } from './clip'
import { textWidth } from './text-width'

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
  const nameWidth = Math.max(0, ...names.map(textWidth))
  return rows.flatMap(([, fact], index) => wrapped(fact, Math.max(12, room - nameWidth - 2)).map((line, at) => {
    const name = at === 0 ? names[index]! : ''
    return `${' '.repeat(indent)}${colours.dim(name)}${' '.repeat(nameWidth - textWidth(name) + 2)}${line}`.trimEnd()
  }))
}

/**
 * Text in lines of at most so many columns, broken at spaces; nothing of it is lost but such spaces. A word longer than a line (a
 * path) begins on the line before if that is half empty, and is broken where the line ends.
 */
export function wrapped (text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  // No line needs to look further, and a text may be a hundred thousand characters.
  const far = Math.max(1, columns) * 4 + 50
  while (rest.length > far || textWidth(rest) > Math.max(1, columns)) {
    // As much as fits, then back to the last space of it.
    const most = Math.max(1, clipEnd(rest.slice(0, far), columns + 1).length - 1)
    const space = rest[most] === ' ' ? most : rest.lastIndexOf(' ', most - 1)
    const word = rest.slice(space + 1, space + 1 + far).split(' ', 1)[0]!
    const end = space > most / 2 || (space > 0 && textWidth(word) <= columns) ? space : most
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).replace(/^ /, '')
  }
  return [...lines, rest]
}
