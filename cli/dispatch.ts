import yargs from 'yargs'
import { closestName } from '../src/config/closest-name'
import type { Command } from './command'
import { get } from './commands/get'
import { inspect } from './commands/inspect'
import { latest } from './commands/latest'
import { list } from './commands/list'
import { run } from './commands/run'
import { stack } from './commands/stack'
import { vars } from './commands/vars'
import type { Io, Outcome } from './io'
import { parseRunArguments } from './run/run-arguments'
import { wrongUsage } from './wrong-usage'

export interface Program { version: string, registerFile: string }

/**
 * Finds the command that `argv` (without node and script) names and runs it. Help and the version are printed, and done. Throws
 * FaultSnapError: `USAGE` for everything that is wrong with the arguments, and what the command throws.
 */
export async function dispatch (argv: string[], io: Io, { version, registerFile }: Program): Promise<Outcome> {
  const commands = [inspect, stack, vars, get, list, latest, run] as Command<never>[]
  const names = commands.map(({ usage }) => usage.split(' ')[0]!)
  const name = commandName(argv)
  if (name !== undefined && !names.includes(name)) throw unknownCommand(name, names)
  if (name === 'run') {
    const parsed = parseRunArguments(argv)
    if (parsed !== 'help') return await run.start(parsed, registerFile, io)
  }
  refuseUnknownOptions(argv)
  let outcome: Outcome = 'done'
  const form = commands.find(({ usage }) => usage.split(' ')[0] === name)?.usage ?? '<command>'
  const parser = yargs()
    .scriptName('faultsnap')
    .usage('$0 <command>\n\nReads what FaultSnap recorded of a crash.')
    // Its own catalogue of languages is not in our bundle, and scripts read these texts.
    .detectLocale(false)
    .locale('en')
    .parserConfiguration({
      'parse-numbers': false, 'parse-positional-numbers': false, 'duplicate-arguments-array': false, 'boolean-negation': false,
    })
    .option('json', { type: 'boolean', describe: 'Print JSON' })
    .option('repo', { type: 'string', requiresArg: true, describe: 'The repository, instead of the nearest FaultSnaps folder' })
    .option('no-color', { type: 'boolean', describe: 'No colours; without it NO_COLOR, FORCE_COLOR and the terminal decide' })
    .version(version)
    .help()
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      if (error && error.name !== 'YError') throw error
      throw wrongUsage(explain(message ?? error?.message ?? 'wrong arguments', form))
    })
  for (const command of commands) {
    parser.command(command.usage, command.description, command.options ?? (each => each), async args => {
      outcome = await command.run(args as never, io)
    })
  }
  let output = ''
  // Our own printing, so that what yargs prints (help, the version) goes where data goes.
  const asked = name === 'run' ? ['run', '--help'] : argv
  const parsed = await parser.parseAsync(asked, {}, (_error, _args, text) => { output = text })
  if (output !== '') io.print(output)
  else if (parsed._.length === 0) throw wrongUsage(`expected a command: ${names.join(', ')}`)
  return outcome
}

/** The first argument that is neither an option nor the value of one. */
function commandName (argv: string[]): string | undefined {
  return argv.find((argument, index) => !argument.startsWith('-') && !['--repo', '--frame'].includes(argv[index - 1] ?? ''))
}

function unknownCommand (name: string, names: string[]): Error {
  const closest = closestName(name, names)
  const hint = closest === undefined ? `expected one of ${names.join(', ')}` : `did you mean "${closest}"?`
  return wrongUsage(`unknown command ${JSON.stringify(name)}, ${hint}`)
}

const OPTIONS = ['json', 'repo', 'no-color', 'frame', 'help', 'version']

/** Before yargs, which takes the argument after an unknown option for its value and then misses that argument. */
function refuseUnknownOptions (argv: readonly string[]): void {
  for (const argument of argv) {
    const option = /^--?([^=]+)/.exec(argument)?.[1]
    if (option === undefined || OPTIONS.includes(option)) continue
    const closest = closestName(option, OPTIONS)
    throw wrongUsage(`unknown option ${argument}${closest === undefined ? '' : `, did you mean --${closest}?`}`)
  }
}

/** yargs' messages in one line; it counts where a person wants to know what is missing. */
function explain (message: string, form: string): string {
  return /^(?:Not enough non-option|Missing required)/.test(message) ? `expected: faultsnap ${form}`
    : message.replace(/\s+/g, ' ').trim()
}
