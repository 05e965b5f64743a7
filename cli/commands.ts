import type { Command } from './command'
import { env } from './commands/env'
import { fingerprint } from './commands/fingerprint'
import { get } from './commands/get'
import { graph } from './commands/graph'
import { html } from './commands/html'
import { inspect } from './commands/inspect'
import { latest } from './commands/latest'
import { list } from './commands/list'
import { open } from './commands/open'
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
  env,
  fingerprint,
  graph,
  html,
  open,
  run,
] as unknown as readonly Command<never>[]

/** `get` of `get <file> <path>`. */
export const nameOf = ({ usage }: Pick<Command, 'usage'>): string => usage.split(' ')[0]!
