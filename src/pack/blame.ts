import { catchPlace } from '../culprit/catch-place'
import { findCulprit } from '../culprit/find-culprit'
import type { CrashDocument, CulpritRecord } from '../model'
import type { OriginalOf } from '../sourcemap/apply-source-maps'
import { fileOfUrl } from '../stack/in-app'

/** Unmasked company of a crash that only the packer of a living program has. */
export interface BlameExtras {
  /** Texts as V8 ran them, by script index. */
  exactSources?: Readonly<Record<number, string>>
  maskText?: (text: string) => string
}

/**
 * The culprit of a crash, and in `crash.caughtAt` where it was caught, if the source tells. Nothing without the exact sources, or
 * if the analysis fails: that must not cost the capsule. In our own tests the failure is loud.
 */
export function blame (crash: CrashDocument, extras: BlameExtras, originalOf: OriginalOf): CulpritRecord | undefined {
  const { exactSources, maskText } = extras
  if (exactSources === undefined || maskText === undefined) return undefined
  try {
    const sources = {
      sourceOf: (script: number) => exactSources[script],
      locate: (script: number, line0: number, column0: number) => originalOf(script, line0, column0) ??
        { file: fileOfUrl(crash.scripts[script]?.url ?? ''), line: line0 + 1, column: column0 + 1 },
      mask: maskText,
    }
    const caughtAt = catchPlace(crash, sources)
    if (caughtAt !== undefined) crash.caughtAt = { ...caughtAt, file: maskText(caughtAt.file) }
    return findCulprit(crash, sources)
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    return undefined
  }
}
