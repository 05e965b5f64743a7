import type { Debugger } from 'node:inspector'
import type { RemoteBuilt } from '../../src/attach/remote-protocol'
import { createMasker } from '../../src/mask/masker'
import type { CrashRecord } from '../../src/model'
import type { PackExtras } from '../../src/pack/pack-crash'
import { applySourceMaps } from '../../src/sourcemap/apply-source-maps'
import { readBounded } from '../../src/sourcemap/collect-maps'
import { externalMapPath, extractInlineMap } from '../../src/sourcemap/find-source-map'
import { SourceTrees } from '../../src/syntax/source-trees'
import { refineUninitialized } from '../../src/syntax/uninitialized'
import type { Target } from './target'

const MAX_SOURCES = 60
/** A script longer than this is not packed; pieces of so many characters are masked at a time, so that the program is not held up for long. */
const MAX_CHARS = 2_000_000
const PIECE_CHARS = 100_000

/**
 * The sources of a record's frames, masked, and their source maps. Secrets that the recorder came across are known in the program only: texts are
 * masked there, a piece at a time between other work, and by shape here. Changes `record`: `sourceTexts`, and the reasons of
 * variables that have no value yet.
 */
export async function collectTexts (target: Target, { record, scriptIds, config }: RemoteBuilt, names: { mask: string[], maskPatterns: string[] }): Promise<PackExtras> {
  const { scripts, frames } = record.crash
  const masker = createMasker({ names: names.mask, patterns: names.maskPatterns, environment: {} })
  const maskSource = async (text: string): Promise<string> => masker.maskSource(await maskInProgram(target, text))
  const sources: Record<number, string> = {}
  const sourceMaps: Record<number, string> = {}
  const wanted = config.sources ? [...new Set(frames.flatMap(({ script }) => script ?? []))].filter(script => !scripts[script]!.url.startsWith('node:')) : []
  for (const index of wanted.slice(0, MAX_SOURCES)) await readScript(target, scriptIds[index]!, index, record, { sources, sourceMaps })
  for (const index of wanted) {
    const text = sources[index]
    if (text === undefined) scripts[index]!.missing = 'unavailable'
    else if (text.length > MAX_CHARS) scripts[index]!.missing = 'string'
    else record.sourceTexts[index] = await maskSource(text)
  }
  // What stands in the analysis of a source may end up in a capsule's texts: only sources without secrets are analysed.
  const clean = new SourceTrees(script => record.sourceTexts[script] === sources[script] ? sources[script] : undefined)
  refineUninitialized(record.crash, new SourceTrees(script => sources[script]), { treatsUndefinedAsUnknown: record.runtime.version.startsWith('v20.') })
  const originals = await maskedOriginals(record, sourceMaps, maskSource)
  return {
    sourceMaps, taints: [], maskSource: text => originals.get(text) ?? '', readFile: readBounded, isStackTextMapped: false,
    trees: clean, maskText: text => masker.maskText(masker.maskSource(text)),
  }
}

async function readScript (
  target: Target, id: string, index: number, { crash: { scripts } }: CrashRecord, { sources, sourceMaps }: { sources: Record<number, string>, sourceMaps: Record<number, string> },
): Promise<void> {
  const answer = await target.connection.send<Debugger.GetScriptSourceReturnType>('Debugger.getScriptSource', { scriptId: id }).catch((error: Error) => {
    if (error.name === 'FaultSnapError') throw error
    return undefined
  })
  const mapUrl = target.scripts.get(id)?.sourceMapURL ?? ''
  if (answer === undefined) return
  const inline = mapUrl === '' ? { sourceWithoutMap: answer.scriptSource } : extractInlineMap(answer.scriptSource, mapUrl)
  sources[index] = inline.sourceWithoutMap
  const path = externalMapPath(scripts[index]!.url, mapUrl)
  const map = inline.text ?? (path === undefined ? undefined : readBounded(path))
  if (map !== undefined) sourceMaps[index] = map
}

/** Which original texts will be packed is known only once the maps were applied: once on a copy, for the list of them. */
async function maskedOriginals (record: CrashRecord, sourceMaps: Record<number, string>, maskSource: (text: string) => Promise<string>): Promise<Map<string, string>> {
  const texts = new Set<string>()
  const copy = structuredClone({ ...record.crash, nodes: [], frames: record.crash.frames.map(frame => ({ ...frame, scopes: [] })) })
  const note = (text: string): string => {
    texts.add(text)
    return ''
  }
  try {
    applySourceMaps(copy, sourceMaps, { maskSource: note, readFile: readBounded, isStackTextMapped: false })
  } catch {
    // The packer goes on without source maps, too.
  }
  const masked = new Map<string, string>()
  for (const text of texts) if (text.length <= MAX_CHARS) masked.set(text, await maskSource(text))
  return masked
}

async function maskInProgram (target: Target, text: string): Promise<string> {
  let masked = ''
  for (let at = 0; at < text.length;) {
    // Whole lines: a secret that is cut in two is not found.
    const lineEnd = text.indexOf('\n', at + PIECE_CHARS)
    const end = lineEnd < 0 ? text.length : lineEnd + 1
    masked += JSON.parse(await target.call('maskSource', JSON.stringify(text.slice(at, end)))) as string
    at = end
  }
  return masked
}
