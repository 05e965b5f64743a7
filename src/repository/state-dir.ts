import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FILE_MODE, FOLDER_MODE, SPOOL_FILE_MODE, SPOOL_FOLDER_MODE } from './atomic-write'
import { bestEffort } from './best-effort'
import { makeFolder } from './make-folder'

/** `<repository>/.spool`: what is on its way. All that is not for users lies in it, and it asks git to ignore it. */
export const stateDir = (repositoryDir: string): string => join(repositoryDir, '.spool')

/** What makes git pass over all of a folder. Of a repository that is made, not of one that was there: whoever removed it wants to share. */
const IGNORED = '# Crashes hold the data of the program. Remove this file to have them in version control.\n*\n'

/** Creates the repository and its state folder. Gives the state folder. */
export function ensureStateDir (repositoryDir: string): string {
  const folder = stateDir(repositoryDir)
  if (makeFolder(repositoryDir, FOLDER_MODE) !== undefined) ignore(repositoryDir, IGNORED, FILE_MODE)
  if (makeFolder(folder, SPOOL_FOLDER_MODE) !== undefined) ignore(folder, '*\n', SPOOL_FILE_MODE)
  return folder
}

function ignore (folder: string, text: string, mode: number): void {
  bestEffort(() => writeFileSync(join(folder, '.gitignore'), text, { mode }))
}
