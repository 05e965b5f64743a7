import { posix, win32 } from 'node:path'
import { decodeTolerantly, fileOfUrl } from '../stack/in-app'

/** A scheme of at least two letters: one letter and a colon is a Windows drive. */
const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/**
 * The file that an entry of a map's `sources` means, by ECMA-426's rule: `sourceRoot` in front, then relative to the map.
 *
 * `mapUrl` is where the map is: a path, a `file:` URL, or whatever V8 calls the script of an inline map. The answer is an
 * absolute path where that is known, else the name as the map has it (`webpack://shop/./src/cart.ts`). `exists` decides
 * between two readings of a name with percent signs: by the standard sources are URLs, but some tools write plain paths.
 */
export function resolveSource (
  source: string,
  sourceRoot: string,
  mapUrl: string,
  exists: (path: string) => boolean = () => false,
): string {
  const full = sourceRoot === '' || isAbsolute(source) ? source : `${sourceRoot.replace(/\/$/, '')}/${source}`
  if (/^file:/i.test(full)) return fileOfUrl(full)
  if (/^data:/i.test(full)) return 'data:'
  if (SCHEME.test(full)) return full
  const map = fileOfUrl(mapUrl)
  if (SCHEME.test(map)) return /^https?:/i.test(map) && URL.canParse(full, map) ? new URL(full, map).href : full
  const asWritten = resolveBeside(map, full)
  return !full.includes('%') || exists(asWritten) ? asWritten : resolveBeside(map, decodeTolerantly(full))
}

function isAbsolute (source: string): boolean {
  return SCHEME.test(source) || source.startsWith('/') || win32.isAbsolute(source)
}

function resolveBeside (map: string, source: string): string {
  if (/^[A-Za-z]:[\\/]|^\\\\/.test(source)) return win32.normalize(source)
  if (source.startsWith('/')) return posix.normalize(source)
  if (map.startsWith('/')) return posix.join(posix.dirname(map), source)
  return win32.isAbsolute(map) ? win32.join(win32.dirname(map), source) : source
}
