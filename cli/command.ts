import type { Options, PositionalOptions } from 'yargs'
import type { Io, Outcome } from './io'

/** Options that every command has. */
export interface CommonArguments { json?: boolean, repo?: string }

/** A command of the CLI. Throws FaultSnapError for everything it cannot do. */
export interface Command<A extends CommonArguments = CommonArguments> {
  /** As yargs reads it: `get <file> <path>`. */
  usage: string
  /** One line, for the list of commands. */
  description: string
  /** By the names in `usage`. */
  positionals?: Record<string, PositionalOptions>
  /** By name, without dashes. A value is always text (`type: 'string', requiresArg: true`) or a flag (`type: 'boolean'`). */
  options?: Record<string, Options>
  /** Its last positional is another command's line: from there on, or from `--` on, nothing is ours. */
  handsOn?: true
  /** What follows `faultsnap` in an example, and what it does, for `--help`. At least one. */
  examples: readonly (readonly [command: string, does: string])[]
  run: (args: A, io: Io) => Promise<Outcome>
}

/** The positional `file` of commands that read a capsule. */
export const FILE: Record<'file', PositionalOptions> = {
  file: {
    type: 'string',
    describe: 'A .faultsnap file, "latest", a fingerprint (or its beginning) or a capsule id',
    demandOption: true,
  },
}

/** `--frame N`. Text, because yargs would read "x" as NaN and "" as 0; see `frameIndex`. */
export const FRAME: Record<'frame', Options> = {
  frame: { type: 'string', requiresArg: true, describe: 'The number of one frame, 0 is the innermost' },
}
