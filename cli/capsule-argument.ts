import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { readCapsule, type Capsule } from '../src/capsule/read'
import { refuseFolder } from '../src/repository/resolve-reference'
import type { Io } from './io'
import { repositoryDir, resolveInRepository } from './repository'

/**
 * Opens what a command's `<file>` names: `latest`, a path, or a fingerprint prefix or capsule id of the repository. A file of
 * that name wins over the repository; what looks like a path (a separator, or `.faultsnap` at the end) is never looked up there.
 */
export async function openCapsule (reference: string, repo: string | undefined, io: Io): Promise<Capsule> {
  return await readCapsule(await capsuleFile(reference, repo, io))
}

/** The absolute path of what `openCapsule` would open. A path need not exist. */
export async function capsuleFile (reference: string, repo: string | undefined, io: Io): Promise<string> {
  const file = resolve(io.cwd, reference)
  const isPath = /^\.\.?$|[\\/]|\.faultsnap$/i.test(reference)
  if (isPath) refuseFolder(file)
  if (isPath || (reference !== 'latest' && existsSync(file) && statSync(file).isFile())) return file
  return await resolveInRepository(repositoryDir(repo, io), reference, io)
}
