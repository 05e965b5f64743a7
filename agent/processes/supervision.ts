import type { Agent } from '../agent'
import { guarded } from '../boundary'
import { isMainThread } from '../host/thread'
import { ownFile } from '../own-files'

/** The private folder of the `faultsnap run` that this process is under; undefined without one. */
function runFolder (): string | undefined {
  const runLog = process.env.FAULTSNAP_RUN_LOG
  return runLog === undefined || runLog === '' ? undefined : (require('node:path') as typeof import('node:path')).dirname(runLog)
}

/** Compiled under `faultsnap run` only. */
const supervised = (): typeof import('./supervised') => ownFile('supervised')

/** Under `faultsnap run`: leaves what is to be known of this process if it dies without a word, and notes how its children end. */
export function supervise (agent: Agent): void {
  const dir = runFolder()
  if (dir === undefined || !agent.isMainThread || !agent.isWatching('killed')) return
  guarded('supervise', () => supervised().superviseProcess(agent, dir))
  agent.onUninstall(supervised().watchChildren(dir))
}

/** A launcher is not recorded, but it sees how the program that it started ends. */
export function superviseLauncher (): void {
  const dir = runFolder()
  if (dir !== undefined && isMainThread()) supervised().watchChildren(dir)
}
