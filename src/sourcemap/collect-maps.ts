import { readFileSync, statSync } from 'node:fs'
import type { ScriptRecord } from '../model'
import { externalMapPath, extractInlineMap } from './find-source-map'

const MAX_MAP_BYTES = 64 * 1024 * 1024

/** Raw maps by script index: inline ones are moved out of `sources`, external ones are read from beside their script. */
export function collectMaps (scripts: readonly ScriptRecord[], sources: Record<number, string>): Record<number, string> {
  const maps: Record<number, string> = {}
  for (const [key, text] of Object.entries(sources)) {
    const index = Number(key)
    const script = scripts[index]!
    if (script.sourceMapURL === undefined || script.sourceMapURL === '') continue
    const inline = extractInlineMap(text)
    if (inline.text !== undefined) {
      maps[index] = inline.text
      sources[index] = inline.sourceWithoutMap
      continue
    }
    const path = externalMapPath(script.url, script.sourceMapURL)
    const external = path === undefined ? undefined : readBounded(path)
    if (external !== undefined) maps[index] = external
  }
  return maps
}

/** A file's text; undefined if there is none, or it is too large for a source map. */
export function readBounded (path: string): string | undefined {
  try {
    return statSync(path).size > MAX_MAP_BYTES ? undefined : readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
