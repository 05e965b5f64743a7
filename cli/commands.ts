import type { Command } from './command'
import { attach } from './commands/attach'
import { clean } from './commands/clean'
import { completion } from './commands/completion'
import { config } from './commands/config'
import { dap } from './commands/dap'
import { debug } from './commands/debug'
import { diff } from './commands/diff'
import { doctor } from './commands/doctor'
import { env } from './commands/env'
import { fingerprint } from './commands/fingerprint'
import { get } from './commands/get'
import { graph } from './commands/graph'
import { html } from './commands/html'
import { importCommand } from './commands/import'
import { inspect } from './commands/inspect'
import { latest } from './commands/latest'
import { list } from './commands/list'
import { open } from './commands/open'
import { run } from './commands/run'
import { search } from './commands/search'
import { stack } from './commands/stack'
import { stats } from './commands/stats'
import { vars } from './commands/vars'
import { verify } from './commands/verify'

type AnyCommand = Command<never>

/** All commands by what they are for, in the order in which the help lists them. */
export const COMMAND_GROUPS: readonly (readonly [title: string, commands: readonly AnyCommand[]])[] = [
  ['Read a crash', [inspect, stack, vars, get, env, fingerprint, graph, html, open, diff, verify]],
  ['Debug', [debug, dap]],
  ['Find crashes', [list, latest, search, stats, clean]],
  ['Record', [run, attach, doctor, config, importCommand]],
  ['Shell', [completion]],
] as unknown as readonly (readonly [string, AnyCommand[]])[]

export const COMMANDS: readonly AnyCommand[] = COMMAND_GROUPS.flatMap(([, commands]) => commands)

/** `get` of `get <file> <path>`. */
export const nameOf = ({ usage }: Pick<Command, 'usage'>): string => usage.split(' ')[0]!
