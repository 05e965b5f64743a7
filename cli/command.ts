import type { Argv } from 'yargs'
import type { Io, Outcome } from './io'

/** Options that every command has. */
export interface CommonArguments { json?: boolean, repo?: string }

/** A command of the CLI. Throws FaultSnapError for everything it cannot do. */
export interface Command<A extends CommonArguments = CommonArguments> {
  /** As yargs reads it: `get <file> <path>`. */
  usage: string
  description: string
  options?: (yargs: Argv) => Argv
  run: (args: A, io: Io) => Promise<Outcome>
}

export const FILE_ARGUMENT = {
  type: 'string',
  describe: 'A .faultsnap file, "latest", a fingerprint (or its beginning) or a capsule id',
  demandOption: true,
} as const

/** Adds the positional `file`. */
export const withFile = (yargs: Argv): Argv => yargs.positional('file', FILE_ARGUMENT)
