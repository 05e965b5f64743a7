import { wrongUsage } from '../wrong-usage'

/** What `run` was asked for. `args` are the command's own, as they came. */
export interface RunRequest {
  command: string
  args: string[]
  repo?: string
  /** JUnit files of a test runner, to which the capsules are attached. */
  junit?: string[]
}

/**
 * Reads `[--repo DIR] run [--repo DIR] [--junit FILE] [--] command args…`; `help` if `--help` comes before the command. Not left to yargs: from
 * the command on nothing is ours, be it `--json`, `--help` or a number with leading zeros. Throws FaultSnapError USAGE.
 */
export function parseRunArguments (argv: readonly string[]): RunRequest | 'help' {
  let repo: string | undefined
  const junit: string[] = []
  let hasRun = false
  let at = 0
  for (; at < argv.length; at++) {
    const argument = argv[at]!
    if (argument === '--help' || argument === '-h') return 'help'
    if (argument === '--repo') {
      repo = argv[++at]
      if (repo === undefined) throw wrongUsage('--repo: expected a folder, got nothing')
    } else if (argument.startsWith('--repo=')) repo = argument.slice('--repo='.length)
    else if (argument === '--junit') {
      const file = argv[++at]
      if (file === undefined) throw wrongUsage('--junit: expected a file, got nothing')
      junit.push(file)
    } else if (argument.startsWith('--junit=')) junit.push(argument.slice('--junit='.length))
    else if (argument === '--no-color') continue
    else if (!hasRun && argument === 'run') hasRun = true
    else if (argument === '--') {
      at++
      break
    } else if (argument.startsWith('-')) throw wrongUsage(`run: unknown option ${argument}; options of the command come after it`)
    else break
  }
  const command = argv[at]
  if (command === undefined) throw wrongUsage('run: expected a command, as in run -- npm start')
  return { command, args: argv.slice(at + 1), ...(repo !== undefined && { repo }), ...(junit.length > 0 && { junit }) }
}
