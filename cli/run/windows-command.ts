import { existsSync } from 'node:fs'
import { delimiter, extname, isAbsolute, join, resolve } from 'node:path'

/** What to spawn. `isVerbatim`: the arguments are already one command line as `cmd.exe` wants it. */
export interface SpawnTarget { file: string, args: string[], isVerbatim: boolean }

/**
 * How to start a command on Windows, `undefined` if there is no such file. `CreateProcess` starts .exe files only: npm, npx and
 * everything in `node_modules/.bin` are .cmd files, which `cmd.exe` has to run, with its own rules of quoting.
 */
export function windowsTarget (
  command: string, args: readonly string[], { cwd, env, exists = existsSync }: {
    cwd: string, env: Record<string, string | undefined>, exists?: (path: string) => boolean
  },
): SpawnTarget | undefined {
  const file = findExecutable(command, cwd, env, exists)
  if (file === undefined) return undefined
  if (/\.(?:exe|com)$/i.test(file)) return { file, args: [...args], isVerbatim: false }
  // The shims that npm writes hand %* on to another command line: their arguments are read twice.
  const isShim = /node_modules[\\/]\.bin[\\/][^\\/]+\.cmd$/i.test(file)
  const line = [escapeMeta(file), ...args.map(argument => escapeArgument(argument, isShim))].join(' ')
  return { file: variable(env, 'COMSPEC') ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], isVerbatim: true }
}

function findExecutable (
  command: string, cwd: string, env: Record<string, string | undefined>, exists: (path: string) => boolean,
): string | undefined {
  const extensions = (variable(env, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').split(';').filter(extension => extension !== '')
  const hasExtension = extensions.some(extension => extension.toLowerCase() === extname(command).toLowerCase())
  const names = hasExtension ? [command] : extensions.map(extension => command + extension.toLowerCase())
  const isPath = isAbsolute(command) || /[\\/]/.test(command)
  const folders = isPath ? [cwd] : [cwd, ...(variable(env, 'PATH') ?? '').split(delimiter).filter(folder => folder !== '')]
  for (const folder of folders) {
    for (const name of names) {
      const path = isPath ? resolve(folder, name) : join(folder, name)
      if (exists(path)) return path
    }
  }
  return undefined
}

/** Names of environment variables have no case on Windows: the real one may be `Path`. */
function variable (env: Record<string, string | undefined>, name: string): string | undefined {
  return env[Object.keys(env).find(key => key.toUpperCase() === name) ?? name]
}

const escapeMeta = (text: string): string => text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&')

/** As cross-spawn does it, after https://qntm.org/cmd: quotes for the program's own parser, carets for `cmd.exe`. */
function escapeArgument (argument: string, isReadTwice: boolean): string {
  const quoted = `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`
  return isReadTwice ? escapeMeta(escapeMeta(quoted)) : escapeMeta(quoted)
}
