import type { Command } from './command'
import { diff } from './commands/diff'
import { get } from './commands/get'
import { inspect } from './commands/inspect'
import { latest } from './commands/latest'
import { list } from './commands/list'
import { run } from './commands/run'
import { stack } from './commands/stack'
import { vars } from './commands/vars'

/** All commands, in the order in which the help lists them. */
export const COMMANDS = [
  latest,
  inspect,
  list,
  stack,
  vars,
  get,
  diff,
  run,
] as unknown as readonly Command<never>[]

/** `get` of `get <file> <path>`. */
export const nameOf = ({ usage }: Pick<Command, 'usage'>): string => usage.split(' ')[0]!
