import { TraceMap, encodedMap } from '@jridgewell/trace-mapping'
import { pathToFileURL } from 'node:url'
import type { FrameRecord, ScriptRecord } from '../model'
import { urlOfMap } from '../sourcemap/apply-source-maps'
import { readScriptMap } from '../sourcemap/script-map'
import type { MapFile, ReadText } from './script-list'
import { isFetched, urlOf, visibleSource } from './visible-text'

/** Maps with their sources are sent as one URL; V8's own clients refuse none of this size. */
const MAX_URL_BYTES = 32 * 1024 * 1024
const MAX_LINE = 200_000

/**
 * The source map of a script as a `data:` URL with the packed original texts in it, so that clients map by themselves. Where its map is not
 * in the capsule, what its frames (`frames`) know makes a small one. Empty for a script without either, and for a map that cannot be read.
 */
export async function sourceMapUrl (readText: ReadText, script: ScriptRecord, frames: readonly FrameRecord[], mapFile?: MapFile): Promise<string> {
  try {
    const text = await readText(script.sourceMap)
    const { trace, files } = text === undefined ? frameMap(frames) : readScriptMap(text, urlOfMap(script), () => false)
    if (files.length === 0) return ''
    const originals = new Map(script.originals?.map(original => [original.file, original]))
    const sources: string[] = []
    const sourcesContent: (string | null)[] = []
    for (const file of files) {
      const original = originals.get(file)
      const content = await readText(original?.source)
      const local = content === undefined ? undefined : mapFile?.(file, { text: content })
      const known = local === undefined ? urlOf(file) : pathToFileURL(local).href
      sources.push(known)
      // One that frames point into and that was not packed says so; of the others nothing is known, and nothing said, unless a client
      // would ask a host for it that a stranger chose.
      const isUnknown = original === undefined && !isFetched(known)
      sourcesContent.push(content === undefined ? isUnknown ? null : '// This source is not in the capsule.\n' : visibleSource(content))
    }
    const { mappings, names, file } = encodedMap(trace)
    const map = { version: 3, ...typeof file === 'string' && { file }, names, sources, sourcesContent, mappings }
    const url = `data:application/json;charset=utf-8;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
    return url.length > MAX_URL_BYTES ? '' : url
  } catch {
    return ''
  }
}

type Segment = [number, number, number, number]

/** A map of the places that frames stand at: each knows its own in the original. */
function frameMap (frames: readonly FrameRecord[]): { trace: TraceMap, files: string[] } {
  const files: string[] = []
  const mappings: Segment[][] = []
  for (const { original, lineNumber0, columnNumber0 } of frames) {
    if (original === undefined || lineNumber0 < 0 || columnNumber0 < 0 || lineNumber0 > MAX_LINE) continue
    if (!files.includes(original.file)) files.push(original.file)
    while (mappings.length <= lineNumber0) mappings.push([])
    const line = mappings[lineNumber0]!
    if (line.some(([column]) => column === columnNumber0)) continue
    line.push([columnNumber0, files.indexOf(original.file), Math.max(0, original.line1 - 1), Math.max(0, original.column1 - 1)])
  }
  for (const line of mappings) line.sort(([a], [b]) => a - b)
  return { trace: new TraceMap({ version: 3, names: [], sources: files, mappings }), files }
}
