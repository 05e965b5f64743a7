import type { Config } from '../../src/config/config'
import type { PackingOptions } from '../../src/model'

/** What of the configuration the packer needs. `hasTaints`: secrets were seen that a later packer does not know. */
export function packingOptions (config: Config, hasTaints: boolean): PackingOptions {
  const {
    repositoryDir, fallbackDirectory, html, sources, editorUrl, pathMap, maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes,
  } = config
  return {
    repositoryDir, ...fallbackDirectory !== '' && { fallbackDirectory },
    html, sources, editorUrl, pathMap, maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes, hasTaints,
  }
}
