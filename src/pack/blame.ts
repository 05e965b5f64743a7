import { catchPlace } from '../culprit/catch-place'
import { findCulprit } from '../culprit/find-culprit'
import { asThrown, type CrashDocument, type CulpritRecord } from '../model'
import type { OriginalOf } from '../sourcemap/apply-source-maps'
import { fileOfUrl } from '../stack/in-app'
import type { SourceTrees } from '../syntax/source-trees'
import { nameVariables } from './variable-names'

/** Unmasked company of a crash that only the packer of a living program has. */
export interface BlameExtras {
  /** Of the texts as V8 ran them. */
  trees?: SourceTrees
  maskText?: (text: string) => string
}

/**
 * The culprit of a crash, and in `crash.caughtAt` where it was caught, if the source tells, and the variables' names in the original
 * source. Nothing without the exact sources, or if the analysis fails: that must not cost the capsule. In our own tests the failure is loud.
 */
export function blame (crash: CrashDocument, extras: BlameExtras, originalOf: OriginalOf): CulpritRecord | undefined {
  const { trees, maskText } = extras
  if (trees === undefined || maskText === undefined) return undefined
  try {
    const sources = {
      trees,
      locate: (script: number, line0: number, column0: number) => originalOf(script, line0, column0) ??
        { file: fileOfUrl(crash.scripts[script]?.url ?? ''), line: line0 + 1, column: column0 + 1, isExact: true },
      mask: maskText,
    }
    nameVariables(crash, sources)
    const caughtAt = catchPlace(crash, sources)
    if (caughtAt !== undefined) crash.caughtAt = { ...caughtAt, file: maskText(caughtAt.file) }
    return findCulprit(asThrown(crash), sources)
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    return undefined
  }
}
