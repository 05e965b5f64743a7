import { existsSync, lstatSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { SPOOL_FOLDER_MODE } from './atomic-write'
import { makeFolder } from './make-folder'
import { textKey } from './text-key'

/**
 * Where the repository of a project may be whose own folder must not be written to because a file watcher would restart the program
 * for it; the best first. For programs that no configuration gave a place. `project`: the folder that `FaultSnaps` would be in, absolute.
 */
export function cacheRepositories (project: string, env: Readonly<Record<string, string | undefined>>): string[] {
  const name = `${basename(project).replaceAll(/[^\w.-]+/g, '_').slice(0, 60) || 'root'}-${textKey(project).padStart(8, '0').slice(-8)}`
  return [...cacheFolders(env), temporaryFolder()].map(folder => join(folder, name))
}

/** Makes such a folder, for this user alone. Whether it can be used: nobody else may have made it first. */
export function makeCacheRepository (dir: string): boolean {
  try {
    makeFolder(dirname(dir), SPOOL_FOLDER_MODE)
    makeFolder(dir, SPOOL_FOLDER_MODE)
    return isOwn(dir)
  } catch {
    return false
  }
}

/** Such a repository of a project, if there is one. */
export function cacheRepositoryOf (project: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return cacheRepositories(project, env).find(dir => existsSync(dir) && isOwn(dir))
}

function cacheFolders (env: Readonly<Record<string, string | undefined>>): string[] {
  const { XDG_CACHE_HOME: cache = '', LOCALAPPDATA: local = '' } = env
  if (process.platform === 'win32') return isAbsolute(local) ? [join(local, 'faultsnap')] : []
  if (isAbsolute(cache)) return [join(cache, 'faultsnap')]
  const home = homeOf(env)
  return isAbsolute(home) && existsSync(home) ? [join(home, '.cache', 'faultsnap')] : []
}

function homeOf (env: Readonly<Record<string, string | undefined>>): string {
  try {
    return env['HOME'] ?? homedir()
  } catch {
    return ''
  }
}

const temporaryFolder = (): string => join(tmpdir(), `faultsnap-${process.getuid?.() ?? 'user'}`)

/** In a folder that all may write to, somebody else may wait for what a crash holds. */
function isOwn (dir: string): boolean {
  const uid = process.getuid?.()
  if (uid === undefined) return true
  try {
    return [dirname(dir), dir].every(folder => {
      const stat = lstatSync(folder)
      return stat.isDirectory() && stat.uid === uid && (folder === dir ? (stat.mode & 0o077) === 0 : (stat.mode & 0o022) === 0)
    })
  } catch {
    return false
  }
}
