import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textKey } from '../../src/repository/text-key'

/** So long a death is of interest to the program's next process: a job that runs once a week. */
export const MAX_DEATH_AGE_MS = 8 * 24 * 60 * 60 * 1000
/** A mark in the repository that somebody else wrote is not read further. */
const MAX_MARK_CHARS = 200

/** A process of this program that failed. `at`: epoch ms. `uptimeMs`: how long it had lived. */
export interface Death { at: number, uptimeMs: number }

/** The death of the program's last process, if it is of interest still; see note-death.ts. Reads one small file; what is no mark is none. */
export function readDeath (repositoryDir: string): Death | undefined {
  let mark: Partial<Death> | null
  try {
    const text = readFileSync(deathFile(repositoryDir), 'utf8')
    mark = text.length > MAX_MARK_CHARS ? null : JSON.parse(text) as Partial<Death> | null
  } catch {
    return undefined
  }
  if (mark === null) return undefined
  const { at, uptimeMs } = mark
  const ageMs = Date.now() - Number(at)
  // One from the future was written before the clock was set.
  if (!(ageMs >= 0 && ageMs < MAX_DEATH_AGE_MS) || !(Number(uptimeMs) >= 0)) return undefined
  return { at: Number(at), uptimeMs: Math.min(Number(uptimeMs), MAX_DEATH_AGE_MS) }
}

/** Marks begin so; the rest is the program's key. */
export const DEATH_PREFIX = 'died-'

let startedIn: string | undefined

/** Where the death of this program is marked: a program is its main script and the folder that it is started in. */
export function deathFile (repositoryDir: string): string {
  startedIn ??= process.cwd()
  return join(repositoryDir, '.spool', `${DEATH_PREFIX}${textKey(`${process.argv[1] ?? ''}\0${startedIn}`)}`)
}
