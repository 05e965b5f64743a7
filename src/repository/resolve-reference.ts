import { statSync, type Stats } from 'node:fs'
import { resolve } from 'node:path'
import { printable } from '../capsule/printable'
import { FaultSnapError } from '../errors'
import type { CrashSummary } from './crash-summary'
import { emptyRepositoryText } from './empty-repository'
import { listCrashes } from './list-crashes'

const MIN_PREFIX_CHARS = 4

/**
 * The absolute path of the capsule that a user means: `latest`, the path of a file, a capsule id, or the first four or more hex
 * digits of a fingerprint (its newest capsule). An id wins over a fingerprint that begins alike. Throws REPOSITORY_EMPTY,
 * REFERENCE_AMBIGUOUS if several fingerprints begin so, CAPSULE_NOT_FOUND if nothing fits.
 */
export async function resolveReference (repositoryDir: string, ref: string): Promise<string> {
  if (ref !== 'latest' && isFile(ref)) return resolve(ref)
  const isPath = /^\.\.?$|[\\/]/.test(ref) || ref.endsWith('.faultsnap')
  const shown = printable(ref, 1_000)
  if (isPath) refuseFolder(ref)
  if (isPath) throw new FaultSnapError('CAPSULE_NOT_FOUND', `${shown} does not exist. Give the path of a .faultsnap file.`)
  const crashes = await listCrashes(repositoryDir)
  if (crashes[0] === undefined) {
    throw new FaultSnapError('REPOSITORY_EMPTY', `${emptyRepositoryText(repositoryDir)}. Give another folder with --repo.`)
  }
  if (ref === 'latest') return crashes[0].file
  return findCrash(crashes, ref.toLowerCase(), shown).file
}

/** Throws CAPSULE_NOT_FOUND if a path that was given for a capsule is one of a folder. */
export function refuseFolder (path: string): void {
  if (statsOf(path)?.isDirectory() !== true) return
  const shown = printable(path, 1_000)
  const hint = `Give the path of a .faultsnap file; for the newest of a repository, "latest" and --repo ${shown}.`
  throw new FaultSnapError('CAPSULE_NOT_FOUND', `${shown} is a folder, not a capsule. ${hint}`)
}

function findCrash (crashes: CrashSummary[], hex: string, shown: string): CrashSummary {
  const byId = crashes.find(crash => crash.id === hex)
  if (byId !== undefined) return byId
  if (!/^[0-9a-f]+$/.test(hex) || hex.length < MIN_PREFIX_CHARS) {
    const expected = `"latest", a path, a capsule id or at least ${MIN_PREFIX_CHARS} digits of a fingerprint`
    throw new FaultSnapError('CAPSULE_NOT_FOUND', `"${shown}" is no file and no reference: give ${expected}.`)
  }
  const fitting = crashes.filter(crash => crash.fingerprint.startsWith(hex))
  const fingerprints = [...new Set(fitting.map(crash => crash.fingerprint))]
  if (fingerprints.length > 1) {
    const some = fingerprints.slice(0, 5).map(fingerprint => fingerprint.slice(0, Math.max(12, hex.length + 4)))
    const listed = `${some.join(', ')}${fingerprints.length > 5 ? ', …' : ''}`
    const what = `"${shown}" begins ${fingerprints.length} fingerprints (${listed})`
    throw new FaultSnapError('REFERENCE_AMBIGUOUS', `${what}. Give more digits.`)
  }
  if (fitting[0] === undefined) {
    throw new FaultSnapError('CAPSULE_NOT_FOUND', `No capsule has the id or fingerprint "${shown}". See "faultsnap list".`)
  }
  return fitting[0]
}

const isFile = (path: string): boolean => statsOf(path)?.isFile() === true

function statsOf (path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    // A name that no file can have (a NUL byte, a path below a file).
    return undefined
  }
}
