import { restBelow } from '../program/local-path'

/** A path as people read it: below the working directory without it, else as it is. */
export function shortestPath (file: string, cwd: string): string {
  return (cwd === '' ? undefined : restBelow(cwd, file)) || file || 'unknown place'
}
