import type { PackingOptions } from '../../src/model'
import type { Place } from '../watchers/watched'
import type { RecordedProgram } from './recorded-program'

/** What of the configuration the packer needs. `hasTaints`: secrets were seen that a later packer does not know. */
export function packingOptions ({ config, place = config }: Pick<RecordedProgram, 'config' | 'place'>, hasTaints: boolean): PackingOptions {
  const { fallbackDirectory, html, sources, editorUrl, pathMap, maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes } = config
  const { repositoryDir, watcher }: Place = place
  return {
    repositoryDir, ...watcher !== undefined && { watcher }, ...fallbackDirectory !== '' && { fallbackDirectory },
    html, sources, editorUrl, pathMap, maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes, hasTaints,
  }
}
