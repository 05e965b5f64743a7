import type { Colours } from '../src/terminal/colours'
import { textWidth } from '../src/terminal/text-width'
import { wrapped } from '../src/terminal/facts'

/** Below this, a text beside its name would have lines of a few words. */
const MIN_TEXT_COLUMNS = 36

/** Names and what they mean, side by side where there is room, else the meaning below the name. Indented by two. */
export function definitions (rows: readonly (readonly [name: string, meaning: string])[], columns: number, colours: Colours): string[] {
  const nameWidth = Math.max(0, ...rows.map(([name]) => textWidth(name)))
  const room = columns - nameWidth - 4
  return rows.flatMap(([name, meaning]) => {
    if (room < MIN_TEXT_COLUMNS) return [...wrapped(name.trimEnd(), columns - 2).map(line => `  ${colours.cyan(line)}`), ...wrapped(meaning, columns - 4).map(line => `    ${line}`)]
    const [first = '', ...rest] = wrapped(meaning, room)
    return [`  ${colours.cyan(name)}${' '.repeat(nameWidth - textWidth(name))}  ${first}`.trimEnd(), ...rest.map(line => ' '.repeat(nameWidth + 4) + line)]
  })
}
