/** Built as a file of its own (`watched.cjs`): only a program that may be under a file watcher reads it, when it crashes. */
import { dirname, join } from 'node:path'
import { cacheRepositories, makeCacheRepository } from '../../src/repository/cache-repository'
import { ancestors } from './ancestors'
import { nodemon } from './nodemon'
import { forever, nodeWatch, pm2, tsNodeDev, tsx } from './other-watchers'
import type { Watcher } from './watcher'

/** What a crash writes, by one of each kind. */
const FILES = ['.', 'index.json', '.spool/0.json', 'latest/latest.faultsnap', 'latest/latest.html',
  'Error/2026-01-01/0123abcd/metadata.json', 'Error/2026-01-01/0123abcd/crash_000000_0123abcd.faultsnap',
  'Error/2026-01-01/0123abcd/crash_000000_0123abcd.html']

/** Where crashes go. `watcher`: the tool because of which they do not go where they would. */
export interface Place { repositoryDir: string, watcher?: string }

/**
 * This repository, or, where a tool would restart the program for what is written there, one in the user's cache. For programs that nobody
 * gave a repository: it lies in the project's folder.
 */
export function placeOf (repositoryDir: string): Place {
  const watchers = [
    ...ancestors().map(command => nodemon(command) ?? tsNodeDev(command) ?? tsx(command) ?? forever(command) ?? nodeWatch(command)),
    pm2(process.env),
  ].filter(watcher => watcher !== undefined)
  const watcherOf = (dir: string): Watcher | undefined =>
    watchers.find(({ isTriggeredBy }) => FILES.some(file => isTriggeredBy(join(dir, file))))
  const watcher = watcherOf(repositoryDir)
  if (watcher === undefined) return { repositoryDir }
  const elsewhere = cacheRepositories(dirname(repositoryDir), process.env)
    .find(candidate => watcherOf(candidate) === undefined && makeCacheRepository(candidate))
  return elsewhere === undefined ? { repositoryDir } : { repositoryDir: elsewhere, watcher: watcher.name }
}

/** Where {@link placeOf} may have had an earlier process of the program write. */
export const placesElsewhere = (repositoryDir: string): string[] => cacheRepositories(dirname(repositoryDir), process.env)
