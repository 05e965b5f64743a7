import { join } from 'node:path'
import { fingerprintCrash } from '../../src/fingerprint/fingerprint'
import type { Masker } from '../../src/mask/masker'
import { readAround } from '../../src/pack/read-around'
import { restoreTypes } from '../../src/pack/written-types'
import { capsulePath } from '../../src/repository/capsule-path'
import { applySourceMaps } from '../../src/sourcemap/apply-source-maps'
import { collectMaps, readBounded } from '../../src/sourcemap/collect-maps'
import type { BuiltCrash } from './build-crash'

/**
 * Where the capsule of a crash will lie, before it is packed: its folder is of the fingerprint, and that is of original places.
 * What it takes, source maps and all, is done here as the packer will do it, on a copy without variables.
 */
export function expectedFile (
  { record, sources, isTextMapped }: BuiltCrash, masker: Pick<Masker, 'maskSource' | 'maskText'>,
): string {
  const { id, capturedAt, crash, process: { ...facts }, packing } = record
  const copy = structuredClone({ ...crash, nodes: [], frames: crash.frames.map(frame => ({ ...frame, scopes: [] })) })
  const { sourceMapsEnabled = false } = process as { sourceMapsEnabled?: boolean }
  const texts = { ...sources }
  try {
    const { originalText } = applySourceMaps(copy, collectMaps(copy.scripts, texts), {
      maskSource: () => '', readFile: readBounded, isStackTextMapped: isTextMapped ?? sourceMapsEnabled,
    })
    restoreTypes(copy.scripts, texts, readBounded)
    const maskSource = (text: string): string => masker.maskSource(text)
    const maskText = (text: string): string => masker.maskText(masker.maskSource(text))
    readAround({ ...record, crash: copy }, { texts, readFile: readBounded, maskSource, maskText }, originalText)
  } catch {
    // The packer goes on without source maps, too.
  }
  const fingerprint = fingerprintCrash(copy, facts)
  return join(packing.repositoryDir, capsulePath({ id, capturedAt, fingerprint, exception: crash.exception }))
}
