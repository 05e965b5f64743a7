import { join } from 'node:path'
import type { EnvironmentRecord, PackingOptions, ProcessRecord, RuntimeRecord } from './model'
import type { Config } from './config/config'

/**
 * The private folder of a `faultsnap run`: what its processes leave there for the case that they die without a word. A process's own
 * files are there while it runs; it takes them away when it ends in order.
 */
export interface RunningProcess extends Pick<ProcessRecord, 'pid' | 'ppid' | 'argv' | 'execArgv' | 'cwd'> {
  /** Epoch ms. */
  startedAt: number
  runtime: RuntimeRecord
  packing: PackingOptions
  mask: string[]
  maskPatterns: string[]
  captureEnvironment: Config['captureEnvironment']
  environment: EnvironmentRecord
  /** Where Node would write a diagnostic report. */
  reportDir: string
  /** Its parent forked it, with a channel between them. */
  isForked?: true
}

/** How a child ended, as its parent in the tree saw it; not of those that ended with 0. */
export interface DeathNote {
  pid: number
  /** Epoch ms. */
  at: number
  /** Process id of the parent that saw it. */
  by: number
  signal?: string
  exitCode?: number
  /** The parent itself sent the signal: `child.kill()`, a timeout, an abort signal. */
  isKilledByParent: boolean
}

const PROCESS = /^process-(\d{1,10})\.json$/

export const processFile = (dir: string, pid: number): string => join(dir, `process-${pid}.json`)
export const breadcrumbsFile = (dir: string, pid: number): string => join(dir, `breadcrumbs-${pid}.jsonl`)
export const deathsFile = (dir: string): string => join(dir, 'deaths.jsonl')

/** The process id that a name in the folder is the file of. */
export function pidOfFile (name: string): number | undefined {
  const digits = PROCESS.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
