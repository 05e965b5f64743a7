import { readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeAtomic } from '../../src/repository/atomic-write'
import { ensureStateDir } from '../../src/repository/state-dir'
import { DEATH_PREFIX, MAX_DEATH_AGE_MS, deathFile, type Death } from './read-death'

/** Programs whose deaths are kept, when it is time to remove old ones. */
const MAX_MARKS = 100

/** This process failed: its program's next one is to be armed from the start. Throws what the file system throws. */
export function noteDeath (repositoryDir: string): void {
  const death: Death = { at: Date.now(), uptimeMs: Math.round(process.uptime() * 1000) }
  ensureStateDir(resolve(repositoryDir))
  writeAtomic(deathFile(repositoryDir), JSON.stringify(death), { fsync: false })
  removeOld(join(repositoryDir, '.spool'))
}

/** The program's process that was armed because of a death has ended well. */
export function forgetDeath (repositoryDir: string): void {
  rmSync(deathFile(repositoryDir), { force: true })
}

function removeOld (dir: string): void {
  const marks = readdirSync(dir).filter(name => name.startsWith(DEATH_PREFIX))
  if (marks.length <= MAX_MARKS) return
  for (const mark of marks) {
    const file = join(dir, mark)
    if (Date.now() - statSync(file).mtimeMs > MAX_DEATH_AGE_MS || marks.length > 10 * MAX_MARKS) rmSync(file, { force: true })
  }
}
