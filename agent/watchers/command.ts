/** A process that this one descends from. `cwd`: gives its working folder, absolute. */
export interface Command { argv: readonly string[], cwd: () => string }

/**
 * Where the arguments of a tool begin in a command line: after the path of its script or of its entry in a folder of commands. -1 if it is
 * of something else.
 */
export function argumentsAt ({ argv }: Command, tool: string): number {
  const inModules = new RegExp(String.raw`(?:^|[\\/])node_modules[\\/]${tool}[\\/]`)
  const asCommand = new RegExp(String.raw`(?:^|[\\/])${tool}(?:\.[cm]?js|\.cmd)?$`)
  // The script comes after Node's own options at most.
  return argv.slice(0, 8).findIndex(argument => inModules.test(argument) || asCommand.test(argument)) + 1 || -1
}

/** The values of an option by its names, in order; `--` ends them. */
export function valuesOf (argv: readonly string[], ...names: readonly string[]): string[] {
  const end = argv.indexOf('--')
  const options = end === -1 ? argv : argv.slice(0, end)
  return options.flatMap((argument, index) => {
    if (names.includes(argument)) return options[index + 1] ?? []
    const at = argument.indexOf('=')
    return at > 0 && names.includes(argument.slice(0, at)) ? argument.slice(at + 1) : []
  })
}
