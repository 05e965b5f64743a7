import { dirname, join } from 'node:path'
import { capsulePath, type PlacedCrash } from './capsule-path'
import { readMetadata } from './fingerprint-metadata'

/** Crashes of a bug in a day, and the time to the one before, that make the next one a loop's. */
const LOOP_COUNT = 100
const LOOP_MS = 60_000

/**
 * Whether a crash is one more of a loop: its bug was seen a hundred times today, the last time within a minute. What can be made of the
 * capsule later need not be made for each of these.
 */
export function isCrashLoop (repositoryDir: string, crash: PlacedCrash): boolean {
  try {
    const metadata = readMetadata(join(repositoryDir, dirname(capsulePath(crash))))
    return metadata !== undefined && metadata.count >= LOOP_COUNT &&
      Math.abs(Date.parse(crash.capturedAt) - Date.parse(metadata.lastSeen)) < LOOP_MS
  } catch {
    // A folder that cannot be read: whoever writes into it says so.
    return false
  }
}
