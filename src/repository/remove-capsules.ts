import { basename, dirname, join } from 'node:path'
import { idOf } from './capsule-path'
import { noteRemoved } from './crash-index'
import { handOnCount, refreshMetadata } from './fingerprint-metadata'
import { removeCapsule, tidyFolder } from './retention'

/**
 * Removes capsules (paths relative to the repository) with all that refers to them: pages, metadata, empty folders; the index learns
 * of it by notes, at its next merge. `except`: one that was just stored. Gives the paths that are gone now.
 */
export function removeCapsules (repositoryDir: string, paths: readonly string[], except?: string): string[] {
  const removedByFolder = new Map<string, number>()
  const gone: string[] = []
  for (const path of new Set(paths)) {
    const outcome = path === except ? 'kept' : removeCapsule(repositoryDir, path)
    if (outcome === 'kept') continue
    gone.push(path)
    const folder = join(repositoryDir, dirname(path))
    removedByFolder.set(folder, (removedByFolder.get(folder) ?? 0) + (outcome === 'removed' ? 1 : 0))
  }
  noteRemoved(repositoryDir, gone.map(path => idOf(basename(path))!))
  for (const [folder, count] of removedByFolder) {
    handOnCount(folder, count)
    refreshMetadata(folder, undefined, count)
    tidyFolder(repositoryDir, folder)
  }
  return gone
}
