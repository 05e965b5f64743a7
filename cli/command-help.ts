import type { Options } from 'yargs'
import type { Command } from './command'
import { COMMON_OPTIONS } from './command-options'
import { definitions } from './definitions'
import type { Io } from './io'
import { wrapped } from '../src/terminal/facts'

/** What stands for the value of an option, where `value` says too little. */
const VALUES: Readonly<Record<string, string>> = {
  repo: 'folder', frame: 'N', port: 'N', depth: 'N', limit: 'N', keep: 'N', since: 'time', 'older-than': 'time', 'max-bytes': 'size',
  fingerprint: 'digits', group: 'fingerprint', type: 'type', signal: 'signal', name: 'pattern', format: 'format', output: 'path', junit: 'file',
  match: 'pattern', at: 'place', if: 'expression', count: 'number', timeout: 'seconds', 'max-pause': 'milliseconds',
  'from-log': 'file',
}

/** `faultsnap <command> --help`: what it does, its arguments and options, at least one example. Not wider than the terminal. */
export function commandHelp (command: Command<never>, { colours, columns, isTerminal }: Pick<Io, 'colours' | 'columns' | 'isTerminal'>): string {
  const width = isTerminal ? Math.max(40, columns) : 100
  const { usage, description, positionals = {}, options = {}, examples } = command
  const section = (title: string, rows: readonly (readonly [string, string])[]): string[] => rows.length === 0 ? []
    : ['', colours.bold(title), ...definitions(rows, width, colours)]
  return [
    ...wrapped(`${description}.`, width), '',
    ...wrapped(`faultsnap ${usage}${Object.keys(options).length > 0 && !command.handsOn ? ' [options]' : ''}`, width - 'Usage  '.length)
      .map((line, at) => `${at === 0 ? colours.bold('Usage') : '     '}  ${line}`),
    ...section('Arguments', Object.entries(positionals).map(([name, { describe }]) => [`<${name}>`, textOf(describe)])),
    ...section('Options', rowsOf(options)),
    ...section('Options of every command', rowsOf(COMMON_OPTIONS)),
    ...section('Examples', examples.map(([line, does]) => [`faultsnap ${line}`, does])),
  ].join('\n')
}

const rowsOf = (options: Record<string, Options>): [string, string][] => Object.entries(options).map(([name, { alias, type, describe }]) => {
  const value = type === 'boolean' ? '' : ` <${VALUES[name] ?? 'value'}>`
  return [`${alias === undefined ? '' : `-${String(alias)}, `}--${name}${value}`, textOf(describe)]
})

const textOf = (describe: string | false | undefined): string => describe === false || describe === undefined ? '' : describe
