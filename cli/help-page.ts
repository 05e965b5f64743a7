import { wrapped } from '../src/terminal/facts'
import { table } from '../src/terminal/table'
import { COMMAND_GROUPS, nameOf } from './commands'
import type { Io } from './io'

const NARROW_COLUMNS = 72

/** `faultsnap --help`: the commands by what they are for. */
export function helpPage ({ colours, columns, isTerminal }: Pick<Io, 'colours' | 'columns' | 'isTerminal'>): string {
  const width = isTerminal ? Math.max(40, columns) : 100
  const isNarrow = width < NARROW_COLUMNS
  const lines = ['Reads what FaultSnap recorded of a crash, and records.', '', `${colours.bold('Usage')}  faultsnap <command> [options]`]
  const nameWidth = Math.max(...COMMAND_GROUPS.flatMap(([, commands]) => commands.map(command => nameOf(command).length)))
  for (const [title, commands] of COMMAND_GROUPS) {
    lines.push('', colours.bold(title))
    for (const command of commands) {
      const [first, ...rest] = wrapped(command.description, isNarrow ? width - 4 : width - nameWidth - 4)
      if (isNarrow) lines.push(`  ${colours.cyan(nameOf(command))}`, ...[first, ...rest].map(line => `    ${line}`))
      else lines.push(`  ${colours.cyan(nameOf(command))}${' '.repeat(nameWidth - nameOf(command).length)}  ${first}`,
        ...rest.map(line => `${' '.repeat(nameWidth + 4)}${line}`))
    }
  }
  lines.push('', colours.bold('Options of every command'))
  const options: [string, string][] = [
    ['--json', 'Print JSON'], ['--repo <folder>', 'Another repository than the nearest FaultSnaps folder'],
    ['--no-color', 'No colours (NO_COLOR and FORCE_COLOR hold, too)'], ['--help', 'Of faultsnap, or of a command'], ['--version', 'The version'],
  ]
  lines.push(...isNarrow ? options.flatMap(([name, does]) => [`  ${name}`, ...wrapped(does, width - 4).map(line => `    ${line}`)])
    : table(options.map(([name, does]) => [`  ${name}`, does])))
  lines.push('', colours.bold('Examples'), ...[
    'faultsnap run -- npm start', 'faultsnap inspect latest', 'faultsnap html latest --open', 'faultsnap <command> --help',
  ].map(each => `  ${each}`))
  return lines.join('\n')
}
