import { safeText } from '../src/terminal/safe-text'
import { optionsOf } from './command-options'
import { COMMANDS, nameOf } from './commands'
import type { Io } from './io'
import { crashesIn, repositoryDir } from './repository'

/** Capsule ids that are offered: what one looks at is among the newest. */
const MAX_IDS = 20

/**
 * What can stand in place of the last of `words` (those after `faultsnap`, the last one maybe empty): commands, options, and where a
 * capsule is wanted `latest` and the newest ids. Files the shell completes itself. Never throws: a shell is waiting.
 */
export async function completions (words: readonly string[], io: Io): Promise<string[]> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const command = COMMANDS.find(each => before.includes(nameOf(each)))
  if (command !== undefined && nameOf(command) === 'run') return []
  const options = optionsOf(command)
  const last = before.at(-1)
  if (last?.startsWith('-') && options.some(({ name, type }) => type !== 'boolean' && `--${name}` === last)) return []
  const candidates = current.startsWith('-') ? options.filter(({ name }) => name.length > 1).map(({ name }) => `--${name}`)
    : command === undefined ? COMMANDS.map(nameOf)
      : nameOf(command) === 'completion' ? ['bash', 'zsh', 'fish']
        : command.positionals !== undefined && 'file' in command.positionals || /<a>/.test(command.usage) ? await references(io) : []
  return candidates.filter(each => each.startsWith(current))
}

async function references (io: Io): Promise<string[]> {
  try {
    const crashes = await crashesIn(repositoryDir(undefined, { ...io, tell: () => {} }), { ...io, tell: () => {} })
    return crashes.length === 0 ? [] : ['latest', ...crashes.slice(0, MAX_IDS).map(({ id }) => safeText(id))]
  } catch {
    return []
  }
}
