import { FlattenMap, traceSegment, type TraceMap } from '@jridgewell/trace-mapping'
import { resolveSource } from './source-path'

/** A script's source map, ready for look-ups. */
export interface ScriptMap {
  trace: TraceMap
  /** Resolved `sources`, by source index. See {@link resolveSource}. */
  files: string[]
  /** Original texts by source index, null where the map has none. Unmasked: never stored. */
  contents: (string | null)[]
  names: string[]
  /** The map as JSON without the original texts, and without fields that the standard does not know. */
  stored: string
}

/**
 * A place in an original source. Both zero-based. `name` is the original identifier there, where the map gives it. `isExact`: the map
 * has this very place, not only one before it in the line.
 */
export interface OriginalPlace { source: number, line0: number, column0: number, name?: string, isExact: boolean }

/**
 * Reads a map, sectioned ones too (ECMA-426). `mapUrl` is what its sources are relative to. Throws on anything that is not a
 * source map; the error's message may quote the map, so it must not be shown.
 */
export function readScriptMap (text: string, mapUrl: string, exists: (path: string) => boolean): ScriptMap {
  // Servers may put this line in front, against inclusion as a script; ECMA-426 has readers drop it.
  const json = JSON.parse(text.replace(/^\uFEFF?(?:\)\]\}'[^\n]*\n)?/, '')) as Record<string, unknown>
  const trace = new FlattenMap(json as never, 'sections' in json ? null : mapUrl)
  if (!Array.isArray(trace.sources)) throw new TypeError('A source map has sources')
  return {
    trace,
    // A flattened sectioned map has its sections' source roots in its sources already.
    files: trace.sources.map(source => resolveSource(String(source ?? ''), trace.sourceRoot ?? '', mapUrl, exists)),
    contents: trace.sources.map((_, source) => trace.sourcesContent?.[source] ?? null),
    names: trace.names,
    stored: JSON.stringify(withoutContents(json)),
  }
}

/**
 * Where a generated position (zero-based) comes from: the nearest mapping before it on its line. Undefined where there is
 * none, where the mapping says that nothing original is there, and for positions that the map gets wrong.
 */
export function originalPlace (map: ScriptMap, line0: number, column0: number): OriginalPlace | undefined {
  if (line0 < 0 || column0 < 0) return undefined
  const segment = traceSegment(map.trace, line0, column0)
  if (segment === null || segment.length === 1 || map.files[segment[1]] === undefined) return undefined
  const place: OriginalPlace = { source: segment[1], line0: segment[2], column0: segment[3], isExact: segment[0] === column0 }
  const name = segment.length === 5 ? map.names[segment[4]] : undefined
  if (name !== undefined) place.name = name
  return place
}

/** ECMA-426's own fields, and the older name of `ignoreList`. */
const STORED_FIELDS = ['version', 'file', 'sourceRoot', 'sources', 'names', 'mappings', 'ignoreList', 'x_google_ignoreList']

function withoutContents (map: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const field of STORED_FIELDS) if (field in map) kept[field] = map[field]
  if (Array.isArray(kept.sources)) {
    kept.sources = kept.sources.map(source => typeof source === 'string' && /^data:/i.test(source) ? 'data:' : source)
  }
  if (Array.isArray(map.sections)) {
    kept.sections = map.sections.map(({ offset, map: section }) => ({ offset, map: withoutContents(section) }))
  }
  return kept
}
