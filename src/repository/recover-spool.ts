import { readFileSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { LARGE_CAPSULE_LIMITS } from '../capsule/capsule-limits'
import { parseJson, JsonRefused } from '../capsule/parse-json'
import { ShapeMismatch } from '../capsule/shape'
import type { CrashRecord } from '../model'
import { isGone } from './best-effort'
import { idOf } from './capsule-path'
import { namesIn } from './crash-index'
import { checkRecord } from './record-shape'
import { scanCapsules } from './scan'
import { SPOOLED } from './spool'
import { CLAIMED, claimSpool, releaseClaimed, removeClaimed, setAside, thisHost } from './spool-claim'

/** A packer is done with a crash in well under a second; one that is silent for this long has died with its program. */
const SPOOL_IS_LEFT_MS = 5_000
const CLAIM_IS_LEFT_MS = 60_000

/** What became of left spool files: `packed` in no order, `failed` wait for the next time, `broken` are files set aside. */
export interface RecoveredSpool<T> { packed: T[], failed: { id: string, error: unknown }[], broken: string[] }

/**
 * Packs the crashes that their own packer left behind: those older than five seconds or whose program is gone, and those that a
 * process claimed which is gone. Each is packed once, however many processes do this at the same time; one whose packer died
 * after it had stored the capsule is not packed again. Half-written or foreign files are set aside. `pack` gets the record with
 * this folder as its repository, which may have moved since, and no other: a file that somebody put there must not say where to write.
 * Never throws for what a file holds.
 */
export async function recoverSpool<T> (
  repositoryDir: string,
  pack: (record: CrashRecord) => Promise<T>,
): Promise<RecoveredSpool<T>> {
  const root = resolve(repositoryDir)
  const result: RecoveredSpool<T> = { packed: [], failed: [], broken: [] }
  const left = namesIn(join(root, '.spool')).filter(name => isLeft(join(root, '.spool', name), name))
  const stored = left.some(name => CLAIMED.test(name)) ? new Set(scanCapsules(root).map(path => idOf(basename(path)))) : undefined
  for (const name of left) {
    const claimed = claimSpool(root, name)
    if (claimed === undefined) continue
    const record = readRecord(claimed)
    if (record === undefined) {
      result.broken.push(setAside(claimed))
      continue
    }
    if (stored?.has(record.id) === true) {
      // The capsule has the sources, which a spool file has not.
      removeClaimed(claimed)
      continue
    }
    try {
      result.packed.push(await pack({ ...record, packing: { ...record.packing, repositoryDir: root, fallbackDirectory: '' } }))
      removeClaimed(claimed)
    } catch (error) {
      releaseClaimed(root, record.id, claimed)
      result.failed.push({ id: record.id, error })
    }
  }
  return result
}

function isLeft (file: string, name: string): boolean {
  const claim = CLAIMED.exec(name)
  if (claim !== null) return Date.now() - Number(claim[2]) > CLAIM_IS_LEFT_MS ||
    (claim[4] === thisHost() && isProcessGone(Number(claim[3])))
  const spooled = SPOOLED.exec(name)
  if (spooled === null) return false
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined || !stats.isFile()) return false
  if (Date.now() - stats.mtimeMs > SPOOL_IS_LEFT_MS) return true
  // Younger: only if its writer is known to be gone. A temporary file has no readable writer yet.
  return spooled[2] === undefined && isWriterGone(file)
}

function isWriterGone (file: string): boolean {
  const record = readRecord(file)
  // Process ids say nothing about another machine, or another container with the repository in a shared volume.
  if (record === undefined || (record.process.hostname ?? hostname()) !== hostname()) return false
  return isProcessGone(record.process.pid)
}

function isProcessGone (pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Undefined for anything but a whole record. */
function readRecord (file: string): CrashRecord | undefined {
  try {
    if (statSync(file).size > 4 * LARGE_CAPSULE_LIMITS.maxEntryBytes) return undefined
    return checkRecord(parseJson(readFileSync(file), LARGE_CAPSULE_LIMITS))
  } catch (error) {
    if (error instanceof ShapeMismatch || error instanceof JsonRefused || isGone(error)) return undefined
    throw error
  }
}
