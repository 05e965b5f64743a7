import type { CrashDocument } from './crash'
import type { Signal } from './exception'
import type { Breadcrumb, EnvironmentRecord, ProcessRecord, RuntimeRecord } from './process'
import type { MissingReason } from './values'

/**
 * A crash on its way from the program to the packer: what the spool file holds, already masked. `sourceTexts` are the masked
 * generated sources by script index, without inline source maps; `sourceMaps` are map texts by script index, whose
 * `sourcesContent` is still unmasked and therefore never spooled: they travel in memory only.
 */
export interface CrashRecord {
  spoolVersion: 1
  id: string
  capturedAt: string
  signal: Signal
  crash: CrashDocument
  runtime: RuntimeRecord
  process: ProcessRecord
  environment: EnvironmentRecord
  breadcrumbs: Breadcrumb[]
  missing: Partial<Record<MissingReason, number>>
  sourceTexts: Record<number, string>
  packing: PackingOptions
}

/** The options that packing needs, resolved in the host program. */
export interface PackingOptions {
  /** Absolute. */
  repositoryDir: string
  /** The file watcher because of which the repository is not in the project. */
  watcher?: string
  /** Absolute; absent or empty for none. */
  fallbackDirectory?: string
  html: boolean
  sources: boolean
  /** For links of the HTML report, see the options of the same names. */
  editorUrl: string
  pathMap: string[]
  maxDaysToKeep: number
  maxReportsPerFingerprint: number
  maxRepositoryBytes: number
  /** Secrets found by name or in the environment had been seen: source maps' originals need them to be masked. */
  hasTaints: boolean
}
