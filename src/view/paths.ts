import type { OpenedCrash } from './opened-crash'
import { safeText } from '../terminal/safe-text'

/** A path of the crashed machine for people: relative to the working directory it crashed in, if it lies there. */
export function shortPath ({ manifest }: OpenedCrash, path: string): string {
  const { cwd } = manifest.process
  const rest = path.startsWith(cwd) ? path.slice(cwd.length) : ''
  const isInside = /^[\\/]./.test(rest)
  return safeText(isInside ? rest.slice(1) : path, 300) || '<unknown>'
}
