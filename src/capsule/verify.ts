import { createHash } from 'node:crypto'
import { FaultSnapError } from '../errors'
import { withByteSource } from './byte-source'
import { acceptedLimits } from './capsule-limits'
import { openZip } from './open-zip'
import { manifestOf, type ReadOptions } from './read'

/** An entry that is not as the manifest says. `path` is its name in the ZIP, `problem` ends a sentence that begins with it. */
export interface ChecksumProblem { path: string, problem: string }

/**
 * Compares every entry with the size and SHA-256 in the manifest, in the manifest's order; then names entries that the manifest
 * does not. Empty means all hold. A capsule without a readable manifest throws as `readCapsule` does.
 */
export async function verifyCapsule (file: string | Buffer, options: ReadOptions = {}): Promise<ChecksumProblem[]> {
  const limits = { ...acceptedLimits(), ...options.limits }
  return await withByteSource(file, limits, async source => {
    const zip = await openZip(source, limits)
    const manifest = await manifestOf(zip, source.label, limits)
    const problems: ChecksumProblem[] = []
    for (const { path, bytes, sha256 } of manifest.entries) {
      const problem = await zip.readEntry(path).then(
        content => content === undefined
          ? 'is missing'
          : content.length !== bytes
            ? `has ${content.length} bytes, the manifest says ${bytes}`
            : createHash('sha256').update(content).digest('hex') === sha256 ? undefined : 'does not match its SHA-256',
        error => { if (error instanceof FaultSnapError) return error.message; throw error })
      if (problem !== undefined) problems.push({ path, problem })
    }
    const listed = new Set(['manifest.json', ...manifest.entries.map(entry => entry.path)])
    for (const path of zip.names) if (!listed.has(path)) problems.push({ path, problem: 'is not in the manifest' })
    return problems
  })
}
