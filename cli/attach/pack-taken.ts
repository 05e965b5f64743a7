import type { Config } from '../../src/config/config'
import type { RemoteBuild, RemoteBuilt } from '../../src/attach/remote-protocol'
import { packCrash, type PackedCrash } from '../../src/pack/pack-crash'
import { randomHex } from '../../src/repository/random-hex'
import { collectTexts } from './collect-texts'
import type { Occurrence } from './requests'
import type { Taken } from './take'
import type { Target } from './target'

/** Fetches the snapshot that was taken last, masked, and makes a capsule of it in the repository of `config`. Throws NotStored. */
export async function packTaken (target: Target, taken: Taken, { exception, isIdle, notes }: Occurrence, config: Config, assetsDir: string | undefined): Promise<PackedCrash> {
  const scripts = taken.scriptIds.map(id => {
    const { url = '', hash = '', isModule = false, sourceMapURL = '' } = target.scripts.get(id) ?? {}
    // V8 holds the text that an inline map stands in.
    return { id, url, hash, isModule, sourceMapURL: sourceMapURL.startsWith('data:') ? 'data:' : sourceMapURL }
  })
  const request: RemoteBuild = { signal: 'attach', id: randomHex(8), scripts, ...exception && { exception }, isIdle, notes }
  const built = JSON.parse(await target.call('build', JSON.stringify(request))) as RemoteBuilt
  const { record } = built
  record.crash.pauseMs = Math.round(taken.pauseMs * 1000) / 1000
  const { repositoryDir, fallbackDirectory, html, editorUrl, pathMap, maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes } = config
  record.packing = {
    repositoryDir, ...fallbackDirectory !== '' && { fallbackDirectory }, html, sources: built.config.sources && config.sources, editorUrl, pathMap,
    maxDaysToKeep, maxReportsPerFingerprint, maxRepositoryBytes, hasTaints: true,
  }
  const extras = await collectTexts(target, built, config)
  return await packCrash(record, { ...extras, ...assetsDir !== undefined && { assetsDir } })
}
