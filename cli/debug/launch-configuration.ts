import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FaultSnapError } from '../../src/errors'
import { LOOPBACK } from './target'

const NAME = 'FaultSnap: debug a capsule'

/**
 * What VS Code's JavaScript debugger needs to open the capsule. `autoAttachChildProcesses`: it would look for children of the dead
 * process; `resolveSourceMapLocations` null: maps of files outside the workspace count too, which the crashed machine's are.
 */
export function launchConfiguration (port: number): Record<string, unknown> {
  return {
    name: NAME, type: 'node', request: 'attach', address: LOOPBACK, port, autoAttachChildProcesses: false, resolveSourceMapLocations: null,
    continueOnAttach: false, skipFiles: ['<node_internals>/**'],
  }
}

/**
 * Puts the configuration into `.vscode/launch.json` of a folder, in the place of an earlier one of its name, and gives the file's path.
 * Throws FaultSnapError NOT_WRITTEN for a file with comments, which would be lost, for one that is something else, and for one that cannot be
 * written.
 */
export function writeLaunchConfiguration (folder: string, port: number): string {
  const file = join(folder, '.vscode', 'launch.json')
  const configuration = launchConfiguration(port)
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const known = knownLaunch(text)
    const others = (known.configurations ?? []).filter(each => each?.name !== NAME)
    mkdirSync(dirname(file), { recursive: true })
    const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  '
    writeFileSync(file, `${JSON.stringify({ version: '0.2.0', ...known, configurations: [configuration, ...others] }, null, indent)}\n`)
    return file
  } catch (error) {
    const why = error instanceof SyntaxError ? 'has comments or is no JSON, and is left as it is' : `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`
    throw new FaultSnapError('NOT_WRITTEN', `${file} ${why}. Add this to its "configurations": ${JSON.stringify(configuration)}`, { cause: error })
  }
}

/** Throws SyntaxError for what is not an object with a list, of which something would be lost. */
function knownLaunch (text: string): { version?: string, configurations?: ({ name?: string } | null)[] } {
  const known: unknown = text.trim() === '' ? {} : JSON.parse(text)
  const { configurations } = (known ?? {}) as { configurations?: unknown }
  const isLaunch = typeof known === 'object' && known !== null && !Array.isArray(known) && (configurations === undefined || Array.isArray(configurations))
  if (!isLaunch) throw new SyntaxError('no launch.json')
  return known
}
