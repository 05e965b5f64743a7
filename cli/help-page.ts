import { wrapped } from '../src/terminal/facts'
import { COMMAND_GROUPS, nameOf } from './commands'
import { definitions } from './definitions'
import type { Io } from './io'

/** `faultsnap --help`: the commands by what they are for. */
export function helpPage ({ colours, columns, isTerminal }: Pick<Io, 'colours' | 'columns' | 'isTerminal'>): string {
  const width = isTerminal ? Math.max(40, columns) : 100
  // As wide in each section, so that all descriptions begin below each other.
  const longest = Math.max(...COMMAND_GROUPS.flatMap(([, commands]) => commands.map(command => nameOf(command).length)))
  const section = (title: string, rows: readonly (readonly [string, string])[]): string[] =>
    ['', colours.bold(title), ...definitions(rows.map(([name, does]) => [name.padEnd(longest), does]), width, colours)]
  return [
    ...wrapped('Records what led to a crash of a Node.js program, and reads it back.', width), '',
    `${colours.bold('Usage')}  faultsnap <command> [options]`,
    ...COMMAND_GROUPS.flatMap(([title, commands]) => section(title, commands.map(each => [nameOf(each), each.description]))),
    ...section('Options of every command', [
      ['--json', 'Print JSON'], ['--repo <folder>', 'Another repository than the nearest FaultSnaps folder'],
      ['--no-color', 'No colours (NO_COLOR and FORCE_COLOR hold, too)'], ['--help', 'Of faultsnap, or of a command'],
      ['--version', 'The version'],
    ]),
    '', colours.bold('Examples'), ...[
      'faultsnap run -- npm start', 'faultsnap inspect latest', 'faultsnap html latest --open', 'faultsnap <command> --help',
    ].map(each => `  ${each}`),
  ].join('\n')
}
