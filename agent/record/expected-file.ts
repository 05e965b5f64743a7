import { join } from 'node:path'
import { fingerprintCrash } from '../../src/fingerprint/fingerprint'
import type { CrashRecord } from '../../src/model'
import { capsulePath } from '../../src/repository/capsule-path'

/**
 * Where the capsule of a crash will lie, before it is packed; undefined if its place depends on source maps, which only the packer
 * reads: the fingerprint is of original places.
 */
export function expectedFile ({ id, capturedAt, crash, process, packing }: CrashRecord): string | undefined {
  if (crash.scripts.some(({ sourceMapURL }) => sourceMapURL !== undefined && sourceMapURL !== '')) return undefined
  const fingerprint = fingerprintCrash(crash, process)
  return join(packing.repositoryDir, capsulePath({ id, capturedAt, fingerprint, exception: crash.exception }))
}
