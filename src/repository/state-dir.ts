import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bestEffort } from './best-effort'
import { makeFolder } from './make-folder'

/** `<repository>/.spool`: what is on its way. All that is not for users lies in it, and it asks git to ignore it. */
export const stateDir = (repositoryDir: string): string => join(repositoryDir, '.spool')

/** Creates the repository and its state folder. Gives the state folder. */
export function ensureStateDir (repositoryDir: string): string {
  const folder = stateDir(repositoryDir)
  if (makeFolder(folder) !== undefined) bestEffort(() => writeFileSync(join(folder, '.gitignore'), '*\n'))
  return folder
}
