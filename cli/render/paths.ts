import type { Capsule } from '../../src/capsule/read'
import { safeText } from '../../src/terminal/safe-text'

/** A path of the crashed machine for people: relative to the working directory it crashed in, if it lies there. */
export function shortPath ({ manifest }: Capsule, path: string): string {
  const { cwd } = manifest.process
  const rest = path.startsWith(cwd) ? path.slice(cwd.length) : ''
  const isInside = /^[\\/]./.test(rest)
  return safeText(isInside ? rest.slice(1) : path, 300) || '<unknown>'
}
