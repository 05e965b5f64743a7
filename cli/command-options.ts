import type { Command } from './command'
import { COMMANDS } from './commands'

/** Options of every command. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', describe: 'Print JSON' },
  repo: { type: 'string', requiresArg: true, describe: 'The repository, instead of the nearest FaultSnaps folder' },
  'no-color': { type: 'boolean', describe: 'No colours; without it NO_COLOR, FORCE_COLOR and the terminal decide' },
} as const

/** The options of a command, short names too; of all commands without one. */
export function optionsOf (command?: Command<never>): { name: string, type: string }[] {
  const own = (command === undefined ? COMMANDS : [command]).map(({ options = {} }) => options)
  const flags = { help: { type: 'boolean' }, version: { type: 'boolean' } } as const
  return [COMMON_OPTIONS, flags, ...own].flatMap(options => Object.entries(options).flatMap(([name, { type = 'string', ...rest }]) =>
    [name, 'alias' in rest ? rest.alias ?? [] : []].flat().map(each => ({ name: String(each), type: String(type) }))))
}
