import { getDescription, getMetadata } from 'valibot'
import { DEFAULT_CONFIG, type Config } from '../../src/config/config'
import { environmentName } from '../../src/config/environment'
import { OPTIONS, type OptionMetadata } from '../../src/config/options'

/** The Markdown table of README.md: every option in the schema's order, with its default and its description. */
export function shortOptionTable (): string {
  return table([
    ['option', 'default', 'meaning'],
    ...names().map(name => [`\`${name}\``, defaultOf(name), description(name)]),
  ])
}

/** The Markdown table of docs/configuration.md: the environment variable and what is accepted, too. */
export function fullOptionTable (): string {
  return table([
    ['option', 'environment', 'default', 'accepts', 'meaning'],
    ...names().map(name => [`\`${name}\``, `\`${environmentName(name)}\``, defaultOf(name), expected(name), description(name)]),
  ])
}

const names = (): (keyof Config)[] => Object.keys(OPTIONS) as (keyof Config)[]

/** Lists of all that there is stand for themselves: the column says what they may hold. */
function defaultOf (name: keyof Config): string {
  return name === 'signals' ? 'all of them' : `\`${JSON.stringify(DEFAULT_CONFIG[name])}\``
}

function description (name: keyof Config): string {
  return getDescription(OPTIONS[name].wrapped)!
}

function expected (name: keyof Config): string {
  return (getMetadata(OPTIONS[name].wrapped) as unknown as OptionMetadata).expected
}

function table ([head, ...rows]: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`
  return [line(head!), line(head!.map(() => '---')), ...rows.map(line)].join('\n')
}
