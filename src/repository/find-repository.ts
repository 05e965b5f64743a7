import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { cacheRepositoryOf } from './cache-repository'

/** What a repository is called unless the config says otherwise. */
export const REPOSITORY_NAME = 'FaultSnaps'

/**
 * The repository that a command works on: `given` (from `--repo`, relative to `cwd`) whether it exists or not, else the nearest
 * folder `FaultSnaps` from `cwd` upward; undefined if there is none. Absolute. With `env`
 * also what a project without one has in the user's cache, because a file watcher was on it.
 */
export function findRepository (cwd: string, given?: string, env?: Readonly<Record<string, string | undefined>>): string | undefined {
  if (given !== undefined) return resolve(cwd, given)
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const candidate = join(folder, REPOSITORY_NAME)
    if (isFolder(candidate)) return candidate
    const elsewhere = env && cacheRepositoryOf(folder, env)
    if (elsewhere !== undefined) return elsewhere
    if (dirname(folder) === folder) return undefined
  }
}

function isFolder (path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    // Not allowed to look: then it is not ours to read either.
    return false
  }
}
