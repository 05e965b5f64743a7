import { join } from 'node:path'
import { fingerprintCrash } from '../../src/fingerprint/fingerprint'
import { capsulePath } from '../../src/repository/capsule-path'
import { applySourceMaps } from '../../src/sourcemap/apply-source-maps'
import { collectMaps, readBounded } from '../../src/sourcemap/collect-maps'
import type { BuiltCrash } from './build-crash'

/**
 * Where the capsule of a crash will lie, before it is packed: its folder is of the fingerprint, and that is of original places.
 * What it takes, source maps and all, is done here as the packer will do it, on a copy without variables.
 */
export function expectedFile ({ record: { id, capturedAt, crash, process: { ...facts }, packing }, sources, isTextMapped }: BuiltCrash): string {
  const copy = structuredClone({ ...crash, nodes: [], frames: crash.frames.map(frame => ({ ...frame, scopes: [] })) })
  const isStackTextMapped = isTextMapped ?? (process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled === true
  try {
    applySourceMaps(copy, collectMaps(copy.scripts, { ...sources }), { maskSource: () => '', readFile: readBounded, isStackTextMapped })
  } catch {
    // The packer goes on without source maps, too.
  }
  const fingerprint = fingerprintCrash(copy, facts)
  return join(packing.repositoryDir, capsulePath({ id, capturedAt, fingerprint, exception: crash.exception }))
}
