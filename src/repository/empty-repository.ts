import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { printable } from '../capsule/printable'

/** `No crash is recorded in /srv/app/FaultSnaps`, without an end; and that there is no such folder, if that is why. */
export function emptyRepositoryText (repositoryDir: string): string {
  const root = resolve(repositoryDir)
  return `No crash is recorded in ${printable(root, 1_000)}${existsSync(root) ? '' : ', which does not exist'}`
}
