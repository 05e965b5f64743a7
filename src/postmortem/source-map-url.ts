import { encodedMap } from '@jridgewell/trace-mapping'
import { pathToFileURL } from 'node:url'
import type { ScriptRecord } from '../model'
import { urlOfMap } from '../sourcemap/apply-source-maps'
import { readScriptMap } from '../sourcemap/script-map'
import { urlOf, type MapFile, type ReadText } from './script-list'

/** Maps with their sources are sent as one URL; V8's own clients refuse none of this size. */
const MAX_URL_BYTES = 32 * 1024 * 1024

/**
 * The source map of a script as a `data:` URL with the packed original texts in it, so that clients map by themselves. Empty for a
 * script without a map, and for one whose map cannot be read.
 */
export async function sourceMapUrl (readText: ReadText, script: ScriptRecord, mapFile?: MapFile): Promise<string> {
  if (script.sourceMap === undefined) return ''
  try {
    const text = await readText(script.sourceMap)
    if (text === undefined) return ''
    const { trace, files } = readScriptMap(text, urlOfMap(script), () => false)
    const sources: string[] = []
    const sourcesContent: (string | null)[] = []
    const originals = new Map(script.originals?.map(original => [original.file, original]))
    for (const file of files) {
      const original = originals.get(file)
      const content = original?.source === undefined ? undefined : await readText(original.source)
      const local = content === undefined ? undefined : mapFile?.(file, { text: content })
      sources.push(local === undefined ? urlOf(file) : pathToFileURL(local).href)
      // One that frames point into and that was not packed says so; of the others nothing is known, and nothing said.
      sourcesContent.push(content ?? (original === undefined ? null : '// This source is not in the capsule.\n'))
    }
    const { mappings, names, ...rest } = encodedMap(trace)
    const map = { version: 3, ...rest.file !== undefined && { file: rest.file }, names, sources, sourcesContent, mappings }
    const url = `data:application/json;charset=utf-8;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`
    return url.length > MAX_URL_BYTES ? '' : url
  } catch {
    return ''
  }
}
