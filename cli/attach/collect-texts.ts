import { existsSync } from 'node:fs'
import type { RemoteBuilt } from '../../src/attach/remote-protocol'
import { createMasker } from '../../src/mask/masker'
import { learnWith } from '../../src/mask/learn-with'
import type { CrashRecord } from '../../src/model'
import type { PackExtras } from '../../src/pack/pack-crash'
import { applySourceMaps, urlOfMap } from '../../src/sourcemap/apply-source-maps'
import { readBounded } from '../../src/sourcemap/collect-maps'
import { externalMapPath, extractInlineMap } from '../../src/sourcemap/find-source-map'
import { readScriptMap } from '../../src/sourcemap/script-map'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import { SourceTrees } from '../../src/syntax/source-trees'
import { refineUninitialized } from '../../src/syntax/uninitialized'
import { refineThis } from '../../src/syntax/unseen-this'
import { noMapText } from './local-files'
import { scriptText } from './script-text'
import type { Target } from './target'

const MAX_SOURCES = 60
/** A script longer than this is not packed; pieces of so many characters are masked at a time, so that the program is not held up for long. */
const MAX_CHARS = 2_000_000
const PIECE_CHARS = 100_000

/** By script index. `sames`: scripts whose file on this machine has the same text. */
interface Texts { sources: Record<number, string>, sourceMaps: Record<number, string>, sames: Set<number> }

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
  const sames = new Set<number>()
  for (const index of wanted.slice(0, MAX_SOURCES)) await readScript(target, scriptIds[index]!, index, record, { sources, sourceMaps, sames })
  for (const index of wanted) {
    const text = sources[index]
    if (text === undefined) scripts[index]!.missing = 'unavailable'
    else if (text.length > MAX_CHARS) scripts[index]!.missing = 'string'
    else record.sourceTexts[index] = await maskSource(text)
  }
  // What stands in the analysis of a source may end up in a capsule's texts: only sources without secrets are analysed.
  const texts = Object.fromEntries(Object.entries(sources).filter(([script, text]) => record.sourceTexts[Number(script)] === text))
  const clean = new SourceTrees(script => texts[script])
  const trees = new SourceTrees(script => sources[script])
  refineThis(record.crash, trees)
  refineUninitialized(record.crash, trees, { treatsUndefinedAsUnknown: record.runtime.version.startsWith('v20.') })
  const readFile = readerOfOriginals(target, record.crash, sourceMaps, sames)
  const originals = await maskedOriginals(record, sourceMaps, maskSource, readFile)
  return {
    sourceMaps, taints: [], maskSource: text => originals.get(text) ?? '', readFile, isStackTextMapped: false,
    texts, isClean: text => originals.get(text) === text || Object.values(texts).includes(text),
    trees: clean, maskText: text => masker.maskText(masker.maskSource(text)), learnSecret: learnWith(masker),
  }
}

async function readScript (
  target: Target, id: string, index: number, { crash: { scripts, notes } }: CrashRecord, { sources, sourceMaps, sames }: Texts,
): Promise<void> {
  const text = await scriptText(target, id)
  const mapUrl = target.scripts.get(id)?.sourceMapURL ?? ''
  if (text === undefined) return
  const inline = mapUrl === '' ? { sourceWithoutMap: text } : extractInlineMap(text, mapUrl)
  sources[index] = inline.sourceWithoutMap
  const script = scripts[index]!
  const compared = mapUrl === '' ? 'absent' : await target.localFiles.compare({ id, url: script.url }, text)
  if (compared === 'same') sames.add(index)
  const path = inline.text === undefined ? externalMapPath(script.url, mapUrl) : undefined
  const map = inline.text ?? (path === undefined || compared !== 'same' ? undefined : readBounded(path))
  if (map !== undefined) sourceMaps[index] = map
  else if (path !== undefined && compared !== 'same' && isInApp(fileOfUrl(script.url))) notes.push(noMapText(fileOfUrl(script.url), compared))
}

/**
 * Original files that a map names without their text: those of the program's own file system, and of another one those beside which the
 * script lies that the program has.
 */
function readerOfOriginals (target: Target, { scripts }: CrashRecord['crash'], sourceMaps: Record<number, string>, sames: ReadonlySet<number>): typeof readBounded {
  if (target.inspector.isLocal) return readBounded
  const files = new Set<string>()
  for (const index of sames) {
    try {
      const map = sourceMaps[index]
      if (map !== undefined) for (const file of readScriptMap(map, urlOfMap(scripts[index]!), existsSync).files) files.add(file)
    } catch {
      // The packer says that the map is broken.
    }
  }
  return path => files.has(path) ? readBounded(path) : undefined
}

/** Which original texts will be packed is known only once the maps were applied: once on a copy, for the list of them. */
async function maskedOriginals (record: CrashRecord, sourceMaps: Record<number, string>, maskSource: (text: string) => Promise<string>, readFile: typeof readBounded): Promise<Map<string, string>> {
  const texts = new Set<string>()
  const copy = structuredClone({ ...record.crash, nodes: [], frames: record.crash.frames.map(frame => ({ ...frame, scopes: [] })) })
  const note = (text: string): string => {
    texts.add(text)
    return ''
  }
  try {
    applySourceMaps(copy, sourceMaps, { maskSource: note, readFile, isStackTextMapped: false })
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
