import { dirname, join, resolve } from 'node:path'
import { readSmallFile } from './read-small-file'

/** Bytes of the largest package.json that is read: the crash path reads nothing whose size it does not know. */
export const MAX_PACKAGE_JSON_BYTES = 1024 * 1024

/**
 * Name, version and folder (absolute) of the nearest package: the first package.json from `dir` upward that is a JSON object.
 * One that is broken, too large or not a file is passed over, and so is one that only says `type` below another (ESM and
 * CommonJS builds have such), unless there is no other. Undefined when there is none. Never throws.
 */
export function packageOf (dir: string): { name?: string, version?: string, dir: string } | undefined {
  let nameless: { dir: string } | undefined
  for (let at = resolve(dir), up = dirname(at); ; at = up, up = dirname(at)) {
    const json = readPackageJson(join(at, 'package.json'))
    if (json !== undefined) {
      const name = textOf(json.name)
      const version = textOf(json.version)
      if (name !== undefined || version !== undefined) {
        return { ...(name !== undefined && { name }), ...(version !== undefined && { version }), dir: at }
      }
      nameless ??= { dir: at }
    }
    // A dependency's folder without a name still is not part of the package that holds `node_modules`.
    if (up === at || (nameless !== undefined && /[\\/]node_modules$/.test(up))) return nameless
  }
}

function readPackageJson (path: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(readSmallFile(path, MAX_PACKAGE_JSON_BYTES)?.replace(/^\uFEFF/, '') ?? 'null')
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json as Record<string, unknown> : undefined
  } catch {
    return undefined
  }
}

function textOf (value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined
}
