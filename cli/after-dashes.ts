/** An argument that yargs cannot take for an option, nor a user type. */
const STAND_IN = /^\u0000(\d+)$/

/**
 * `--` means that what follows is taken as it is, but yargs fills no positional from there. So these arguments stand in it under
 * names of ours, and `restored` gives the arguments of a command with what was meant.
 */
export function withoutDashes (argv: readonly string[]): { argv: string[], restored: <A extends object>(args: A) => A } {
  const at = argv.indexOf('--')
  if (at < 0) return { argv: [...argv], restored: args => args }
  const meant = argv.slice(at + 1)
  return {
    argv: [...argv.slice(0, at), ...meant.map((_, index) => `\u0000${index}`)],
    restored: args => Object.fromEntries(Object.entries(args).map(([name, value]) => {
      const index = typeof value === 'string' ? STAND_IN.exec(value)?.[1] : undefined
      return [name, index === undefined ? value : meant[Number(index)]]
    })) as typeof args,
  }
}
