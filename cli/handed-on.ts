/**
 * Parts the arguments of a command that takes another command's line: `own` up to and with ours, `command` from the first that
 * is not an option of ours (or after `--`) on, as it came. `valued`: our options that take the next argument.
 */
export function splitHandedOn (argv: readonly string[], name: string, valued: ReadonlySet<string>): { own: string[],
  command: string[] } {
  let at = 0
  let isNamed = false
  for (; at < argv.length; at++) {
    const argument = argv[at]!
    if (valued.has(argument)) at++
    else if (argument === '--') return { own: argv.slice(0, at), command: argv.slice(at + 1) }
    else if (argument.startsWith('-')) continue
    else if (!isNamed && argument === name) isNamed = true
    else break
  }
  return { own: argv.slice(0, at), command: argv.slice(at) }
}
