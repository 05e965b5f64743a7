import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FOLDER_MODE, SPOOL_FILE_MODE, SPOOL_FOLDER_MODE } from './atomic-write'
import { bestEffort } from './best-effort'
import { makeFolder } from './make-folder'

/** `<repository>/.spool`: what is on its way. All that is not for users lies in it, and it asks git to ignore it. */
export const stateDir = (repositoryDir: string): string => join(repositoryDir, '.spool')

/** Creates the repository and its state folder. Gives the state folder. */
export function ensureStateDir (repositoryDir: string): string {
  const folder = stateDir(repositoryDir)
  makeFolder(repositoryDir, FOLDER_MODE)
  if (makeFolder(folder, SPOOL_FOLDER_MODE) !== undefined) bestEffort(() => writeFileSync(join(folder, '.gitignore'), '*\n', { mode: SPOOL_FILE_MODE }))
  return folder
}
