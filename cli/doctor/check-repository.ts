import { accessSync, constants, existsSync, readdirSync, rmdirSync, rmSync, statfsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { bytesText } from '../../src/terminal/bytes-text'
import { safeText } from '../../src/terminal/safe-text'
import { writeAtomic } from '../../src/repository/atomic-write'
import { cacheRepositories, cacheRepositoryOf } from '../../src/repository/cache-repository'
import { makeFolder } from '../../src/repository/make-folder'
import { SPOOLED } from '../../src/repository/spool'
import { CLAIMED } from '../../src/repository/spool-claim'
import type { Config } from '../../src/config/config'
import type { Check } from './check'

/** Room for some capsules of usual size and a large one. */
const MIN_FREE_BYTES = 100 * 1024 * 1024

/** The repository, and what takes its place where it takes nothing: the second folder, tried in the same way, and stderr. */
export function checkPlaces (config: Config): Check[] {
  const [fallback, repository] = [checkFallback(config), checkRepository(config.repositoryDir)]
  if (!fallback.some(({ state }) => state === 'ok')) return [...repository, ...fallback]
  return [...repository.map(check => check.state === 'failed' ? { ...check, state: 'warning' as const } : check), ...fallback]
}

/** Where crashes of this project go that a file watcher would restart the program for. Said where one is asked for, or was seen. */
export function checkWatcher ({ repositoryDir }: Config, words: readonly string[], env: Record<string, string | undefined>): Check[] {
  const project = dirname(repositoryDir)
  const used = cacheRepositoryOf(project, env)
  if (used === undefined && !words.some(word => WATCHER.test(word))) return []
  return [{ name: 'watcher', state: 'note',
    text: `under a file watcher that would restart the program for a crash, crashes go to ${safeText(used ?? cacheRepositories(project, env)[0]!, 1_000)}`,
    fix: 'Set repositoryDir (FAULTSNAP_REPOSITORY_DIR) for a folder of your own.' }]
}

const WATCHER = /(?:^|[\\/])(?:nodemon|ts-node-dev|tsnd|forever)(?:\.cmd|\.js)?$|^--watch(?:-path)?(?:=|$)/

function checkFallback ({ repositoryDir, fallbackDirectory, stderrFallback }: Config): Check[] {
  const checks: Check[] = []
  if (fallbackDirectory !== '') {
    const isSame = fallbackDirectory === repositoryDir
    checks.push(...isSame ? [{ name: 'fallback', state: 'warning' as const, text: 'fallbackDirectory is the repository itself',
      fix: 'Name another folder, on another disk.' }] : checkRepository(fallbackDirectory).map(check => ({ ...check, name: 'fallback' })))
  }
  if (stderrFallback) {
    checks.push({ name: 'fallback', state: 'ok', text: 'what no folder takes goes to stderr; "faultsnap import --from-log" reads it' })
  }
  return checks
}

/** Whether a capsule could be written into the repository now, by really trying; folders that were made for it are removed. */
function checkRepository (dir: string): Check[] {
  const shown = safeText(dir, 1_000)
  let made: string | undefined
  const existed = existsSync(dir)
  try {
    made = makeFolder(dir)
    const file = join(dir, `.faultsnap-doctor-${randomBytes(4).toString('hex')}`)
    try {
      writeAtomic(file, 'FaultSnap tried whether it can write here.\n', { fsync: true })
    } finally {
      rmSync(file, { force: true })
    }
    return [{ name: 'repository', state: 'ok',
      text: `${shown} can be written${existed ? '' : '; it will be made by the first crash'}` }, ...checkSpace(dir)]
  } catch (error) {
    const code = safeText((error as NodeJS.ErrnoException).code ?? (error as Error).message, 200)
    return [{ name: 'repository', state: 'failed', text: `${shown} cannot be written by ${userName()}: ${code}`,
      fix: 'Give the user write access, set repositoryDir (FAULTSNAP_REPOSITORY_DIR) to a folder that can be written, or a fallbackDirectory.' }]
  } finally {
    if (made !== undefined) removeEmpty(dir, made)
  }
}

/** From the innermost up to the first that was made. One that is not empty any more has become somebody's. */
function removeEmpty (dir: string, made: string): void {
  try {
    for (let at = dir; ; at = dirname(at)) {
      rmdirSync(at)
      if (at === made || dirname(at) === at) return
    }
  } catch {
    // Not empty, or not ours to remove: it stays.
  }
}

function checkSpace (dir: string): Check[] {
  try {
    const { bavail, bsize } = statfsSync(dir)
    const free = `${bytesText(bavail * bsize)} are free`
    return bavail * bsize >= MIN_FREE_BYTES ? [{ name: 'disk', state: 'ok', text: free }]
      : [{ name: 'disk', state: 'warning', text: `only ${free}`, fix: 'Make room, or run "faultsnap clean".' }]
  } catch {
    return []
  }
}

function userName (): string {
  try {
    return `the user ${safeText(userInfo().username, 60)}`
  } catch {
    return 'this user'
  }
}

/** Crashes that wait to be packed, and files that were set aside because they could not be read. */
export function checkSpool (dir: string): Check[] {
  let names: string[]
  try {
    names = readdirSync(join(dir, '.spool'))
  } catch {
    return []
  }
  const waiting = names.filter(name => SPOOLED.test(name) || CLAIMED.test(name)).length
  const broken = names.filter(name => name.includes('.broken-')).length
  const checks: Check[] = []
  if (waiting > 0) {
    checks.push({ name: 'spool', state: 'note', text: `crashes that wait to be packed: ${waiting}`,
      fix: 'Any command that reads the repository packs them: "faultsnap list".' })
  }
  if (broken > 0) {
    const where = safeText(join(dir, '.spool'), 1_000)
    checks.push({ name: 'spool', state: 'warning', text: `files that could not be read and were set aside in ${where}: ${broken}`,
      fix: 'Remove them, or report a bug with one of them.' })
  }
  return checks
}

/** Whether a command is a file that could be started: a path, or a name in `PATH`. */
export function isCommandThere (command: string, env: Record<string, string | undefined>): boolean {
  const folders = /[\\/]/.test(command) ? [''] : (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(folder =>
    folder !== '')
  const endings = process.platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  return folders.some(folder => endings.some(ending => {
    try {
      accessSync(join(folder, command + ending), constants.X_OK)
      return true
    } catch {
      return false
    }
  }))
}
