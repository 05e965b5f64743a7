import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const CONFIG_FILE_NAME = 'faultsnap.config.json'

/** `isNamed`: `FAULTSNAP_CONFIG` asked for this very file, so that it is an error if it cannot be read. */
export interface FoundConfig { file: string, isNamed: boolean }

/**
 * The configuration file, absolute: the one that `FAULTSNAP_CONFIG` names (relative to `cwd`), else the nearest
 * `faultsnap.config.json` from `cwd` upward; `undefined` if there is none. Runs in every process at start-up, so it imports
 * nothing but Node's own.
 */
export function findConfig (cwd: string, env: Record<string, string | undefined>): FoundConfig | undefined {
  const named = env['FAULTSNAP_CONFIG']
  if (named !== undefined && named.trim() !== '') return { file: resolve(cwd, named), isNamed: true }
  for (let dir = resolve(cwd); ; dir = dirname(dir)) {
    const file = join(dir, CONFIG_FILE_NAME)
    if (isFile(file)) return { file, isNamed: false }
    if (dirname(dir) === dir) return undefined
  }
}

function isFile (path: string): boolean {
  // A folder above may be unreadable (EACCES), or lie under a permission model that forbids it: then there is no file for us.
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
  } catch {
    return false
  }
}
