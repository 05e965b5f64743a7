import { catchPlace } from '../culprit/catch-place'
import { findCulprit } from '../culprit/find-culprit'
import type { CulpritSources } from '../culprit/place'
import { asThrown, type CrashDocument, type CulpritRecord } from '../model'
import type { OriginalOf } from '../sourcemap/apply-source-maps'
import { fileOfUrl } from '../stack/in-app'
import type { SourceTrees } from '../syntax/source-trees'
import type { LearnSecret } from './mask-named'
import { nameVariables } from './variable-names'

/** Unmasked company of a crash that only the packer of a living program has. */
export interface BlameExtras {
  /** Of the texts as V8 ran them. */
  trees?: SourceTrees
  maskText?: (text: string) => string
  learnSecret?: LearnSecret
}

/**
 * The culprit of a crash, and in `crash.caughtAt` where it was caught, if the source tells. Nothing without the exact sources, or
 * if the analysis fails: that must not cost the capsule. In our own tests the failure is loud.
 */
export function blame (crash: CrashDocument, extras: BlameExtras, originalOf: OriginalOf): CulpritRecord | undefined {
  return attempt(crash, extras, originalOf, sources => {
    const caughtAt = catchPlace(crash, sources)
    if (caughtAt !== undefined) crash.caughtAt = { ...caughtAt, file: sources.mask(caughtAt.file) }
    return findCulprit(asThrown(crash), sources)
  })
}

/** Gives variables their names in the original source, on the same terms; see {@link nameVariables}. */
export function nameOriginals (crash: CrashDocument, extras: BlameExtras, originalOf: OriginalOf): void {
  attempt(crash, extras, originalOf, sources => nameVariables(crash, sources))
}

function attempt<T> (crash: CrashDocument, { trees, maskText }: BlameExtras, originalOf: OriginalOf, run: (sources: CulpritSources) => T): T | undefined {
  if (trees === undefined || maskText === undefined) return undefined
  try {
    return run({
      trees,
      locate: (script, line0, column0) => originalOf(script, line0, column0) ??
        { file: fileOfUrl(crash.scripts[script]?.url ?? ''), line: line0 + 1, column: column0 + 1, isExact: true },
      mask: maskText,
    })
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    return undefined
  }
}
