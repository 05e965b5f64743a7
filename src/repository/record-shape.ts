import { checkBreadcrumbs, checkCrash, checkEnvironment, headerFields } from '../capsule/document-shapes'
import { boolean, number, list, record, shape, ShapeMismatch, text } from '../capsule/shape'
import type { CrashRecord } from '../model'

const recordShape = shape({
  required: {
    ...headerFields,
    spoolVersion: value => { if (value !== 1) throw new ShapeMismatch('spool version 1', value) },
    crash: checkCrash,
    environment: checkEnvironment,
    breadcrumbs: checkBreadcrumbs,
    sourceTexts: record(text),
    packing: shape({
      required: {
        repositoryDir: text, html: boolean, sources: boolean, hasTaints: boolean,
        editorUrl: text, pathMap: list(text),
        maxDaysToKeep: number, maxReportsPerFingerprint: number, maxRepositoryBytes: number,
      },
      optional: { fallbackDirectory: text, watcher: text },
    }),
  },
})

/** A spooled {@link CrashRecord}, checked like a capsule's documents. Throws ShapeMismatch. */
export function checkRecord (value: unknown): CrashRecord { recordShape(value); return value as CrashRecord }
