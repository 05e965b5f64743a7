import { existsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { FaultSnapError } from '../src/errors'
import { packCrash } from '../src/pack/pack-crash'
import { takeDropped } from '../src/repository/bound-spool'
import type { CrashSummary } from '../src/repository/crash-summary'
import { cacheRepositoryOf } from '../src/repository/cache-repository'
import { findRepository, REPOSITORY_NAME } from '../src/repository/find-repository'
import { listCrashes } from '../src/repository/list-crashes'
import { newestCrashes, type NewestCrashes } from '../src/repository/newest-crashes'
import { recoverSpool } from '../src/repository/recover-spool'
import { resolveReference } from '../src/repository/resolve-reference'
import { safeText } from '../src/terminal/safe-text'
import type { Io } from './io'
import { readerConfig } from './reader-config'

/**
 * The repository that a command works on, absolute: `--repo`, else what the configuration that holds here says, else the nearest
 * `FaultSnaps` folder upward. It need not exist.
 */
export function repositoryDir (repo: string | undefined, io: Io): string {
  const { cwd } = io
  if (repo !== undefined) {
    const dir = findRepository(cwd, repo)!
    if (isNoFolder(dir)) {
      throw new FaultSnapError('REPOSITORY_UNREADABLE', `--repo: ${safeText(dir, 1_000)} is no folder. Give the folder with the capsules in it.`)
    }
    return dir
  }
  const { config, origins } = readerConfig(io)
  if (origins.repositoryDir !== 'default' || existsSync(config.repositoryDir)) return config.repositoryDir
  return findRepository(cwd, undefined, io.env) ?? config.repositoryDir
}

function isNoFolder (path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false
  } catch {
    // Not allowed to look: whoever reads it says so.
    return false
  }
}

/** The crashes of a repository, newest first, those included that their program had no time to pack. */
export async function crashesIn (dir: string, io: Io): Promise<CrashSummary[]> {
  await packLeftCrashes(dir, io)
  await tellOfOthers(dir, io)
  const unreadable: string[] = []
  const crashes = await listCrashes(dir, file => unreadable.push(file))
  tellUnreadable(unreadable, io)
  return crashes
}

/** Crashes of the same programs that lie elsewhere, because the repository could not take them or was watched: packed, and told of. */
async function tellOfOthers (dir: string, io: Io): Promise<void> {
  const { config: { repositoryDir: configured, fallbackDirectory }, origins } = readerConfig(io)
  const cached = origins.repositoryDir === 'default' && basename(dir) === REPOSITORY_NAME ? cacheRepositoryOf(dirname(dir), io.env) : undefined
  if (cached !== undefined) await tellOfMore(cached, 'from under a file watcher', io)
  if (fallbackDirectory === '' || dir !== configured || dir === fallbackDirectory || !existsSync(fallbackDirectory)) return
  await tellOfMore(fallbackDirectory, 'in the fallback directory', io)
}

async function tellOfMore (dir: string, where: string, io: Io): Promise<void> {
  await packLeftCrashes(dir, io)
  const there = (await listCrashes(dir).catch(() => [])).length
  if (there > 0) io.tell(`${there} more ${there === 1 ? 'is' : 'are'} ${where}: --repo ${safeText(dir, 1_000)}`)
}

function tellUnreadable (unreadable: readonly string[], io: Io): void {
  if (unreadable.length === 0) return
  const which = unreadable.length === 1 ? 'A capsule cannot' : `${unreadable.length} capsules cannot`
  io.tell(`${which} be read and ${unreadable.length === 1 ? 'is' : 'are'} left out: "faultsnap verify ${safeText(unreadable[0]!, 1_000)}" says why`)
}

/** The newest crashes of a repository and how many there are, without a look at all of them where that is known. */
export async function newestIn (dir: string, most: number, io: Io): Promise<NewestCrashes> {
  await packLeftCrashes(dir, io)
  await tellOfOthers(dir, io)
  const unreadable: string[] = []
  const newest = await newestCrashes(dir, most, file => unreadable.push(file))
  tellUnreadable(unreadable, io)
  return newest
}

/** The capsule that a reference means, see `resolveReference`. */
export async function resolveInRepository (dir: string, reference: string, io: Io): Promise<string> {
  await packLeftCrashes(dir, io)
  if (reference === 'latest') await tellOfOthers(dir, io)
  return await resolveReference(dir, reference)
}

/** What was spooled by programs that died too soon. That it cannot be packed (a read-only disk) must not stop a reader. */
async function packLeftCrashes (dir: string, { tell, assetsDir }: Io): Promise<void> {
  const say = (what: string, error: unknown): void => tell(safeText(`${what}: ${(error as Error)?.message ?? error}`, 500))
  try {
    const { failed } = await recoverSpool(dir, async record => await packCrash(record, assetsDir === undefined ? {} : { assetsDir }))
    for (const { id, error } of failed) say(`The crash ${id} waits in the spool and cannot be packed`, error)
    const dropped = takeDropped(dir)
    if (dropped > 0) tell(`${dropped} further ${dropped === 1 ? 'crash was' : 'crashes were'} not kept: so many waited to be packed`)
  } catch (error) {
    say(`Crashes may wait in ${dir}/.spool and cannot be packed`, error)
  }
}
