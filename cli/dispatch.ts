import yargs, { type Argv } from 'yargs'
import { closestName } from '../src/config/closest-name'
import type { Command } from './command'
import { COMMON_OPTIONS, optionsOf } from './command-options'
import { COMMANDS, nameOf } from './commands'
import { home } from './commands/home'
import { run } from './commands/run'
import { completions } from './completions'
import { helpPage } from './help-page'
import { splitHandedOn } from './handed-on'
import type { Io, Outcome } from './io'
import { parseRunArguments } from './run/run-arguments'
import { wrongUsage } from './wrong-usage'

export interface Program { version: string, registerFile: string }

/**
 * Finds the command that `argv` (without node and script) names and runs it. Help and the version are printed, and done. Throws
 * FaultSnapError: `USAGE` for everything that is wrong with the arguments, and what the command throws.
 */
export async function dispatch (given: string[], io: Io, { version, registerFile }: Program): Promise<Outcome> {
  // What a completion script asks, see completions.ts.
  if (given[0] === '__complete') {
    for (const each of await completions(given.slice(1), io)) io.print(each)
    return 'done'
  }
  const argv = asPeopleType(given)
  const names = COMMANDS.map(nameOf)
  const name = commandName(argv)
  const command = COMMANDS.find(each => nameOf(each) === name)
  if (name !== undefined && command === undefined) throw unknownCommand(name, names)
  if (name === undefined && argv.includes('--help')) {
    io.print(helpPage(io))
    return 'done'
  }
  if (name === 'run') {
    const parsed = parseRunArguments(argv)
    if (parsed !== 'help') return await run.start(parsed, registerFile, io)
  }
  const handedOn = command?.handsOn ? splitHandedOn(argv, name!, valuedOptions()) : undefined
  refuseUnknownOptions(handedOn?.own ?? argv, command)
  if (name === undefined && !argv.includes('--version')) return await home(homeArguments(argv), io)
  let outcome: Outcome = 'done'
  const parser = createParser(version, io, command)
  for (const each of COMMANDS) {
    parser.command(each.usage, each.description, yargs => withArguments(yargs, each), async args => {
      outcome = await each.run({ ...args, ...(handedOn && { command: handedOn.command }) } as never, { ...io, registerFile })
    })
  }
  let output = ''
  // Our own printing, so that what yargs prints (help, the version) goes where data goes.
  const asked = name === 'run' ? ['run', '--help'] : handedOn?.own ?? argv
  await parser.parseAsync(asked, {}, (_error, _args, text) => { output = text })
  if (output !== '') io.print(output)
  return outcome
}

/** `-h`, `-v`, `help` and `help <command>` for what they stand for. */
function asPeopleType (argv: readonly string[]): string[] {
  if (argv[0] === 'help') return argv[1] === undefined ? ['--help'] : [argv[1], '--help']
  if (commandName(argv) === 'run') return [...argv]
  const end = argv.indexOf('--')
  return argv.map((argument, index) => end >= 0 && index > end ? argument : argument === '-h' ? '--help' : argument === '-v' ||
    argument === '-V' ? '--version' : argument)
}

/** `--json` and `--repo` without a command. */
function homeArguments (argv: readonly string[]): { json?: boolean, repo?: string } {
  const at = argv.findIndex(argument => argument === '--repo' || argument.startsWith('--repo='))
  const repo = at < 0 ? undefined : argv[at]!.startsWith('--repo=') ? argv[at]!.slice('--repo='.length) : argv[at + 1]
  if (at >= 0 && (repo === undefined || repo === '')) throw wrongUsage('--repo: expected a folder, got nothing')
  return { json: argv.includes('--json'), ...repo !== undefined && { repo } }
}

function createParser (version: string, io: Io, command: Command<never> | undefined): Argv {
  return yargs()
    .scriptName('faultsnap')
    .usage('$0 <command>\n\nReads what FaultSnap recorded of a crash.')
    // Its own catalogue of languages is not in our bundle, and scripts read these texts.
    .detectLocale(false)
    .locale('en')
    .wrap(Math.min(Math.max(io.columns, 40), 120))
    .parserConfiguration({
      'parse-numbers': false, 'parse-positional-numbers': false, 'duplicate-arguments-array': false, 'boolean-negation': false,
    })
    .options(COMMON_OPTIONS)
    .version(version)
    .help()
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      if (error && error.name !== 'YError') throw error
      throw wrongUsage(explain(message ?? error?.message ?? 'wrong arguments', command?.usage ?? '<command>'))
    })
}

function withArguments (parser: Argv, { positionals = {}, options = {}, examples }: Command<never>): Argv {
  for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional)
  for (const [example, does] of examples) parser.example(`$0 ${example}`, does)
  return parser.options(options)
}

/** The first argument that is neither an option nor the value of one. */
function commandName (argv: readonly string[]): string | undefined {
  const valued = valuedOptions()
  return argv.find((argument, index) => !argument.startsWith('-') && !valued.has(argv[index - 1] ?? ''))
}

const valuedOptions = (): ReadonlySet<string> =>
  new Set(optionsOf().filter(({ type }) => type !== 'boolean').map(({ name }) => name.length === 1 ? `-${name}` : `--${name}`))

function unknownCommand (name: string, names: string[]): Error {
  const closest = closestName(name, names)
  const hint = closest === undefined ? `expected one of ${names.join(', ')}` : `did you mean "${closest}"?`
  return wrongUsage(`unknown command ${JSON.stringify(name)}, ${hint}`)
}

/** Before yargs, which takes the argument after an unknown option for its value and then misses that argument. */
function refuseUnknownOptions (argv: readonly string[], command: Command<never> | undefined): void {
  const known = optionsOf(command).map(({ name }) => name)
  for (const argument of argv) {
    const option = /^--?([^=]+)/.exec(argument)?.[1]
    if (option === undefined || known.includes(option)) continue
    const closest = closestName(option, known)
    throw wrongUsage(`unknown option ${argument}${closest === undefined ? '' : `, did you mean --${closest}?`}`)
  }
}

/** yargs' messages in one line; it counts where a person wants to know what is missing. */
function explain (message: string, form: string): string {
  return /^(?:Not enough non-option|Missing required)/.test(message) ? `expected: faultsnap ${form}`
    : message.replace(/\s+/g, ' ').trim()
}
