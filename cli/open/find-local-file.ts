import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { ProcessRecord } from '../../src/model'
import { localPath, restBelow } from '../../src/program/local-path'
import { packageOf } from '../../src/program/package-of'

/**
 * A file of this machine that a recorded path means. `by`: `map` the option `pathMap` says so, `path` it lies there as it did on
 * the crashed machine, `project` it lies as deep below the project here as it did below the crashed program's.
 */
export interface LocalFile { file: string, by: 'map' | 'path' | 'project' }

export interface FindLocalFile {
  cwd: string
  pathMap: readonly string[]
  process: Pick<ProcessRecord, 'cwd' | 'package'>
  isFile?: (path: string) => boolean
}

/**
 * Looks for a file of a capsule on this machine. The path is a stranger's: it is only ever asked whether a regular file that is not empty
 * lies there, and on Windows never one of another host, since asking alone would send it the user's credentials.
 */
export function findLocalFile (recorded: string, options: FindLocalFile): LocalFile | undefined {
  const { isFile = isRegularFile } = options
  const mapped = localPath(recorded, options.pathMap)
  if (mapped !== recorded && isAbsolute(mapped) && isFile(mapped)) return { file: mapped, by: 'map' }
  if (isAbsolute(recorded) && isFile(recorded)) return { file: recorded, by: 'path' }
  for (const rest of belowProject(recorded, options.process)) {
    for (const folder of new Set([options.cwd, packageOf(options.cwd)?.dir ?? options.cwd])) {
      const file = join(folder, rest)
      if (isFile(file)) return { file, by: 'project' }
    }
  }
  return undefined
}

/** The path relative to the folders that a program's sources are usually below, without `..`. */
function belowProject (recorded: string, { cwd, package: own }: FindLocalFile['process']): string[] {
  const bundled = /^[a-z][a-z0-9+.-]+:\/\/[^/]*\/(?:\.\/|\[project\]\/)*(.+)$/i.exec(recorded)?.[1]
  const rests = [...(own ? [restBelow(own.dir, recorded)] : []), restBelow(cwd, recorded), bundled]
  return rests
    .filter(rest => rest !== undefined && rest !== '')
    .map(rest => rest!.split(recorded.startsWith('/') ? /\// : /[\\/]/).filter(part => part !== '' && part !== '.'))
    .filter(parts => parts.length > 0 && !parts.includes('..'))
    .map(parts => parts.join('/'))
}

function isRegularFile (path: string): boolean {
  if (process.platform === 'win32' && /^[\\/]{2}/.test(path)) return false
  try {
    // Files of the kernel have no size: reading one may never end (`trace_pipe`), or take what another program waits for.
    const stat = statSync(path)
    return stat.isFile() && stat.size > 0
  } catch {
    return false
  }
}
