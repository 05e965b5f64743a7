import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it; gives the outermost one that was made, undefined if it was there. `mode`: less the umask. Throws what the file system says.
 *
 * Not `mkdirSync` with `recursive`: where a folder that is there answers ENOENT to whoever makes one in it (`/proc`, some network
 * mounts), it tries parent and child in turn for ever (MKDirpSync in src/node_file.cc, Node 20 to 26), and the program hangs.
 */
export function makeFolder (folder: string, mode = 0o777): string | undefined {
  try {
    mkdirSync(folder, { mode })
    return folder
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Some file systems say EACCES or EROFS of a folder that is there.
    if (code !== 'ENOENT' && isFolder(folder)) return undefined
    const parent = dirname(folder)
    if (code !== 'ENOENT' || parent === folder || isFolder(parent)) throw asNoFolder(error, folder)
    const made = makeFolder(parent, mode)
    makeFolder(folder, mode)
    return made ?? folder
  }
}

/** A file in the place of the folder: EEXIST, which is what a folder says, would read as if all were well. */
function asNoFolder (error: unknown, folder: string): unknown {
  const isFile = (error as NodeJS.ErrnoException).code === 'EEXIST'
  return isFile ? Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${folder}'`), { code: 'ENOTDIR' }) : error
}

function isFolder (path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}
