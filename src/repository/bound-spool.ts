import { appendFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bestEffort } from './best-effort'
import { namesIn } from './crash-index'
import { SPOOLED } from './spool'
import { stateDir } from './state-dir'

/** Crashes that may wait to be packed: each is a file, and nobody packs them where nobody reads the repository. */
export const MAX_SPOOLED = 100
const MAX_BROKEN = 20
const DROPPED = 'dropped'

/**
 * Keeps the spool of a program that crashes over and over, and whose packer never comes to its end, within bounds: the first half and the
 * latest half of {@link MAX_SPOOLED} files stay, fewer if they have more than `maxBytes`. What goes is counted.
 */
export function boundSpool (repositoryDir: string, maxBytes: number): void {
  const folder = stateDir(repositoryDir)
  const names = namesIn(folder)
  removeOldest(folder, names.filter(name => name.includes('.broken-')))
  const waiting = names.filter(name => SPOOLED.test(name))
  if (waiting.length <= 2) return
  const files = waiting.map(name => ({ name, stats: statSync(join(folder, name), { throwIfNoEntry: false }) }))
    .filter(({ stats }) => stats !== undefined).sort((a, b) => a.stats!.mtimeMs - b.stats!.mtimeMs)
  let bytes = files.reduce((sum, { stats }) => sum + stats!.size, 0)
  while (files.length > 2 && (files.length > MAX_SPOOLED || bytes > maxBytes)) {
    const [{ name, stats }] = files.splice(Math.floor(files.length / 2), 1) as [typeof files[number]]
    bytes -= stats!.size
    rmSync(join(folder, name), { force: true })
    // A byte for each: appending is the one way of counting that several processes can use at once.
    bestEffort(() => appendFileSync(join(folder, DROPPED), '.'))
  }
}

/** How many crashes were left out of the spool since this was asked last. */
export function takeDropped (repositoryDir: string): number {
  const file = join(stateDir(repositoryDir), DROPPED)
  const count = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (count > 0) rmSync(file, { force: true })
  return count
}

function removeOldest (folder: string, broken: readonly string[]): void {
  const time = (name: string): number => Number(/\.broken-(\d+)/.exec(name)?.[1] ?? 0)
  const oldest = [...broken].sort((a, b) => time(a) - time(b)).slice(0, Math.max(0, broken.length - MAX_BROKEN))
  for (const name of oldest) rmSync(join(folder, name), { force: true })
}
