/**
 * Where a path of the crashed machine lies on the reader's, by the entries of the option `pathMap`, each `recorded=local`. Of
 * several recorded folders that hold the path the longest wins; without one the path is given back as it is. A folder holds
 * whole names only (`/app` not `/application`). Windows paths are compared without case and whatever their slashes; the rest of
 * the path gets the slashes of the local folder. Names of bundlers have folders too: `webpack://shop/.=/home/me/shop`.
 */
export function localPath (path: string, pathMap: readonly string[]): string {
  let best: { length: number, path: string } | undefined
  for (const entry of pathMap) {
    const at = entry.indexOf('=')
    if (at < 1) continue
    const recorded = withoutEnd(entry.slice(0, at))
    const rest = restBelow(recorded, path)
    if (rest === undefined || (best !== undefined && best.length >= recorded.length)) continue
    best = { length: recorded.length, path: joined(withoutEnd(entry.slice(at + 1)), rest, isWindows(path)) }
  }
  return best?.path ?? path
}

/**
 * What follows a folder in a path below it, without the separator; empty for the folder itself; undefined if the path is
 * elsewhere. Both as they were on the crashed machine.
 */
export function restBelow (folder: string, path: string): string | undefined {
  const [from, of] = isWindows(path) ? [comparable(folder), comparable(path)] : [folder, path]
  const base = withoutEnd(from)
  if (!of.startsWith(base)) return undefined
  const rest = path.slice(base.length)
  const isSeparator = rest.startsWith('/') || (isWindows(path) && rest.startsWith('\\'))
  return rest === '' ? '' : isSeparator ? rest.slice(1) : undefined
}

/** A drive or a share. On POSIX a backslash is a character of a name. */
const isWindows = (path: string): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path)

/** ASCII only: other letters may change their length, which the rest is cut by. */
const comparable = (path: string): string => path.replaceAll('/', '\\').replace(/[A-Z]/g, letter => letter.toLowerCase())

const withoutEnd = (folder: string): string => folder.replace(isWindows(folder) ? /[\\/]+$/ : /\/+$/, '')

function joined (local: string, rest: string, isRestOfWindows: boolean): string {
  const separator = isWindows(local) || (/\\/.test(local) && !local.includes('/')) ? '\\' : '/'
  const below = separator === '\\' ? rest.replaceAll('/', '\\') : isRestOfWindows ? rest.replaceAll('\\', '/') : rest
  if (below === '') return local === '' ? '/' : local
  return `${local}${separator}${below}`
}
