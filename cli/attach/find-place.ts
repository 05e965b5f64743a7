import { existsSync } from 'node:fs'
import { OWN_SCRIPTS } from '../../src/attach/remote-protocol'
import { readBounded } from '../../src/sourcemap/collect-maps'
import { externalMapPath, extractInlineMap } from '../../src/sourcemap/find-source-map'
import { generatedPlaces } from '../../src/sourcemap/generated-places'
import { originalPlace, readScriptMap, type ScriptMap } from '../../src/sourcemap/script-map'
import { fileOfUrl } from '../../src/stack/in-app'
import type { PlaceMode } from './requests'
import type { TargetScript } from './target'

/** A place to set a breakpoint at, as V8 counts: `start` is the first that may do; `fits` tells a possible one that is on the wanted line. */
export interface FoundPlace { file: string, script: TargetScript, start: { line0: number, column0: number }, line1: number, fits: (line0: number, column0: number) => boolean }

/**
 * Where a script has the wanted line: of an original source by its map, else of itself. Undefined if it is of other files. `isMapOf` says of a
 * map that lies beside a script of this name here, and has the wanted file, whether it is the program's.
 */
export async function findPlace (script: TargetScript, mode: PlaceMode, isMapOf: (script: TargetScript) => Promise<boolean>): Promise<FoundPlace | undefined> {
  const { url, sourceMapURL } = script
  if (url === '' || url.startsWith('node:') || url.startsWith(OWN_SCRIPTS)) return undefined
  const { file, line1, column1 = 1 } = mode
  const map = sourceMapURL === '' ? undefined : mapOf(script)
  const source = map?.files.findIndex(path => isFile(path, file)) ?? -1
  if (map !== undefined && source >= 0 && (sourceMapURL.startsWith('data:') || await isMapOf(script))) {
    const places = generatedPlaces(map, source, line1 - 1, column1 - 1)
    if (places.length === 0) return undefined
    const { originalLine0 } = places[0]!
    const start = places.reduce((first, place) => place.line0 < first.line0 || (place.line0 === first.line0 && place.column0 < first.column0) ? place : first)
    const fits = (line0: number, column0: number): boolean => {
      const place = originalPlace(map, line0, column0)
      return place?.source === source && place.line0 === originalLine0
    }
    return { file: map.files[source]!, script, start, line1: originalLine0 + 1, fits }
  }
  const path = fileOfUrl(url)
  if (!isFile(path, file) || line1 - 1 > script.endLine) return undefined
  return { file: path, script, start: { line0: line1 - 1, column0: column1 - 1 }, line1, fits: line0 => line0 === line1 - 1 }
}

/** `wanted` is an absolute path or the end of one, in whole names. */
export function isFile (path: string, wanted: string): boolean {
  const [whole, end] = [path.replaceAll('\\', '/'), wanted.replaceAll('\\', '/').replace(/^\.\//, '')]
  return whole === end || whole.endsWith(`/${end.replace(/^\//, '')}`) && !end.startsWith('/')
}

const known = new WeakMap<TargetScript, ScriptMap | null>()

function mapOf (script: TargetScript): ScriptMap | undefined {
  let map = known.get(script)
  if (map === undefined) {
    map = readMap(script) ?? null
    known.set(script, map)
  }
  return map ?? undefined
}

function readMap ({ url, sourceMapURL }: TargetScript): ScriptMap | undefined {
  const path = externalMapPath(url, sourceMapURL)
  const text = sourceMapURL.startsWith('data:') ? extractInlineMap('', sourceMapURL).text : path === undefined ? undefined : readBounded(path)
  if (text === undefined) return undefined
  try {
    return readScriptMap(text, sourceMapURL.startsWith('data:') ? fileOfUrl(url) : path!, existsSync)
  } catch {
    return undefined
  }
}
