import { decodedMappings } from '@jridgewell/trace-mapping'
import type { ScriptMap } from './script-map'

/** A place in the generated text, and the original line that it is of. All zero-based. */
export interface GeneratedPlace { line0: number, column0: number, originalLine0: number }

/**
 * Where the first line with code at or after `line0` of an original source lies in the generated text, in its order; with a column, the
 * part of that line from there on. Empty where the map has nothing of it.
 */
export function generatedPlaces (map: ScriptMap, source: number, line0: number, column0 = 0): GeneratedPlace[] {
  let found: GeneratedPlace[] = []
  let nearest = Infinity
  for (const [generatedLine0, segments] of decodedMappings(map.trace).entries()) {
    for (const segment of segments) {
      if (segment.length === 1 || segment[1] !== source) continue
      const originalLine0 = segment[2]
      if (originalLine0 < line0 || originalLine0 > nearest || (originalLine0 === line0 && segment[3] < column0)) continue
      if (originalLine0 < nearest) found = []
      nearest = originalLine0
      found.push({ line0: generatedLine0, column0: segment[0], originalLine0 })
    }
  }
  return found
}
