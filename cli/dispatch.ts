import yargs, { type Argv } from 'yargs'
import { FaultSnapError } from '../src/errors'
import { closestName } from '../src/config/closest-name'
import type { Command } from './command'
import { withoutDashes } from './after-dashes'
import { commandHelp } from './command-help'
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
  const name = commandName(argv)
  const command = COMMANDS.find(each => nameOf(each) === name)
  try {
    if (name !== undefined && command === undefined) throw unknownCommand(name, COMMANDS.map(nameOf))
    return await runCommand(argv, command, io, { version, registerFile })
  } catch (error) {
    throw error instanceof FaultSnapError && error.code === 'USAGE' ? withHint(error, command) : error
  }
}

/** Where to look, for whoever used it wrongly. */
function withHint ({ message }: FaultSnapError, command: Command<never> | undefined): FaultSnapError {
  const help = `faultsnap ${command === undefined ? '' : `${nameOf(command)} `}--help`
  return new FaultSnapError('USAGE', `${message}${/[.?]$/.test(message) ? '' : '.'} "${help}" shows how to use it.`)
}

async function runCommand (
  argv: string[], command: Command<never> | undefined, io: Io, { version, registerFile }: Program,
): Promise<Outcome> {
  const name = command && nameOf(command)
  const printHelp = (): Outcome => {
    io.print(command === undefined ? helpPage(io) : commandHelp(command, io))
    return 'done'
  }
  if (name === 'run') {
    const parsed = parseRunArguments(argv)
    return parsed === 'help' ? printHelp() : await run.start(parsed, registerFile, io)
  }
  const handedOn = command?.handsOn ? splitHandedOn(argv, name!, valuedOptions()) : undefined
  const own = handedOn?.own ?? argv
  refuseUnknownOptions(own, command)
  if (optionsIn(own).includes('--help')) return printHelp()
  if (name === undefined && !optionsIn(argv).includes('--version')) return await home(homeArguments(argv), io)
  let outcome: Outcome = 'done'
  const parser = createParser(version, command)
  const plain = withoutDashes(own)
  if (command !== undefined) {
    parser.command(command.usage, command.description, yargs => withArguments(yargs, command), async args => {
      outcome = await command.run({ ...plain.restored(args), ...(handedOn && { command: handedOn.command }) } as never, { ...io, registerFile })
    })
  }
  let output = ''
  // Our own printing, so that what yargs prints (the version) goes where data goes.
  await parser.parseAsync(plain.argv, {}, (_error, _args, text) => { output = text })
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

function createParser (version: string, command: Command<never> | undefined): Argv {
  return yargs()
    .scriptName('faultsnap')
    // Its own catalogue of languages is not in our bundle, and scripts read these texts.
    .detectLocale(false)
    .locale('en')
    .parserConfiguration({
      'parse-numbers': false, 'parse-positional-numbers': false, 'duplicate-arguments-array': false, 'boolean-negation': false,
    })
    .options(COMMON_OPTIONS)
    .version(version)
    .help(false)
    .strict()
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message, error) => {
      if (error && error.name !== 'YError') throw error
      throw wrongUsage(explain(message ?? error?.message ?? 'wrong arguments', command?.usage ?? '<command>'))
    })
}

function withArguments (parser: Argv, { positionals = {}, options = {} }: Command<never>): Argv {
  for (const [name, positional] of Object.entries(positionals)) parser.positional(name, positional)
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
  const known = optionsOf(command)
  for (const argument of optionsIn(argv)) {
    const [, option, value] = /^--?([^=]+)(?:=(.*))?$/s.exec(argument) ?? []
    if (option === undefined) continue
    const found = known.find(({ name }) => name === option)
    // yargs takes a flag with another value for one that is refused.
    if (found?.type === 'boolean' && value !== undefined && value !== 'true' && value !== 'false') {
      throw wrongUsage(`--${option}: expected no value, got ${JSON.stringify(value)}`)
    }
    if (found !== undefined || /^-[a-z][^-]/i.test(argument) && known.some(({ name, type }) => name === option[0] && type !== 'boolean')) continue
    const closest = closestName(option, known.map(({ name }) => name).filter(name => name.length > 1))
    throw wrongUsage(`unknown option ${argument}${closest === undefined || option.length < 2 ? '' : `, did you mean --${closest}?`}`)
  }
}

/** What may be an option: up to `--`, after which everything is taken as it is. */
const optionsIn = (argv: readonly string[]): readonly string[] => argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv

/** yargs' messages in one line; it counts where a person wants to know what is missing. */
function explain (message: string, form: string): string {
  const text = message.replace(/\s+/g, ' ').trim()
  if (/^(?:Not enough non-option|Missing required)/.test(text)) return `expected: faultsnap ${form}`
  const valueless = /^Not enough arguments following: (.+)$/.exec(text)?.[1]
  if (valueless !== undefined) return `--${valueless}: expected a value, got nothing`
  const extra = /^Unknown arguments?: (.+)$/.exec(text)?.[1]
  return extra === undefined ? text : `unexpected argument ${JSON.stringify(extra)}; expected: faultsnap ${form}`
}
