import type { CapsuleEntry } from '../capsule/write'
import { MASKED } from '../mask/spans'
import type { CrashRecord } from '../model'
import { applySourceMaps, type OriginalOf, type OriginalText, type PackedSources, type SourceMapOptions } from '../sourcemap/apply-source-maps'

/** Unmasked company of a crash, from memory to memory. */
export interface SourceExtras {
  /** Texts by script index, as they were written. */
  texts?: Readonly<Record<number, string>>
  /** Says of a text whether anything of it may be quoted, where not all secrets are known here. */
  isClean?: (text: string) => boolean
  /** Raw source maps (JSON text) by script index. */
  sourceMaps?: Record<number, string>
  /** Values of secrets that the recorder saw, cut out of every text that comes from a map. */
  taints?: readonly string[]
  /** Masks an original text. Without it no original text is packed. */
  maskSource?: (text: string) => string
  /** See {@link SourceMapOptions}. */
  readFile?: SourceMapOptions['readFile']
  isStackTextMapped?: boolean
}

const LEFT_BEHIND = 'The process was gone before its crash was packed: sources, and the places in them that source maps know, are missing.'

export interface CollectedSources { entries: CapsuleEntry[], originalOf: OriginalOf, originalText: OriginalText }

/** A script larger than this is a whole bundle with its data; deflating it would keep the dying program waiting. */
export const MAX_SOURCE_CHARS = 8 * 1024 * 1024
/** Far more scripts than a stack has frames. */
export const MAX_SOURCES = 400

/**
 * `entries`: the `sources/` entries of a crash: generated texts by script index, then originals, then maps. Changes `record.crash`: frames'
 * original places, and the scripts' paths of what is packed.
 *
 * Original texts are left out if they could hold a secret that nobody here can mask: without `maskSource`, or when the recorder
 * saw secret values and `taints` does not name them (a spool file packed after its program died).
 */
export function collectSources (record: CrashRecord, extras: SourceExtras): CollectedSources {
  const { crash, packing, sourceTexts } = record
  const cutTaints = tainted(extras.taints ?? [])
  const { originals, maps, originalOf, originalText } = mapOrNote(record, extras, text => cutTaints(extras.maskSource?.(text) ?? ''))
  const canMask = extras.maskSource !== undefined && (extras.taints !== undefined || !packing.hasTaints)
  const entries: CapsuleEntry[] = []
  const add = (path: string, text: string): boolean => {
    if (text.length > MAX_SOURCE_CHARS || entries.length >= MAX_SOURCES) return false
    entries.push({ path, bytes: Buffer.from(text) })
    return true
  }
  let leftBehind = 0
  for (const [index, script] of crash.scripts.entries()) {
    const text = packing.sources ? sourceTexts[index] : undefined
    delete script.source
    if (text === undefined) {
      if (packing.sources && isLeftBehind(crash, index)) {
        leftBehind++
        script.missing = 'unavailable'
      }
      continue
    }
    if (add(`sources/${index}.js`, text)) script.source = `sources/${index}.js`
    else script.missing = 'total'
  }
  if (leftBehind > 0) crash.notes.push(LEFT_BEHIND)
  const packed = new Set<string>()
  if (packing.sources && canMask) for (const [path, text] of Object.entries(originals)) if (add(path, text)) packed.add(path)
  if (packing.sources) for (const [path, text] of Object.entries(maps)) if (add(path, cutTaints(text))) packed.add(path)
  for (const script of crash.scripts) {
    if (script.sourceMap !== undefined && !packed.has(script.sourceMap)) delete script.sourceMap
    for (const original of script.originals ?? []) {
      if (original.source !== undefined && !packed.has(original.source)) delete original.source
    }
  }
  return { entries, originalOf, originalText }
}

/** A script of the program's frames whose text should be there. */
function isLeftBehind ({ frames, scripts }: CrashRecord['crash'], index: number): boolean {
  const { url, missing } = scripts[index]!
  return missing === undefined && !url.startsWith('node:') && frames.some(frame => frame.script === index && frame.inApp)
}

function mapOrNote ({ crash }: CrashRecord, extras: SourceExtras, maskSource: (text: string) => string): PackedSources {
  const { sourceMaps = {}, readFile, isStackTextMapped } = extras
  try {
    return applySourceMaps(crash, sourceMaps, {
      maskSource,
      ...readFile === undefined ? {} : { readFile },
      ...isStackTextMapped === undefined ? {} : { isStackTextMapped },
    })
  } catch (error) {
    if (process.env['FAULTSNAP_TEST'] === '1') throw error
    crash.notes.push('Source maps could not be applied; frames have their generated places only.')
    return { originals: {}, maps: {}, originalOf: () => undefined, originalText: () => undefined }
  }
}

/** Longest first: a secret may begin with another one. */
function tainted (taints: readonly string[]): (text: string) => string {
  const sorted = taints.filter(taint => taint !== '').sort((a, b) => b.length - a.length)
  return text => sorted.reduce((rest, taint) => rest.replaceAll(taint, () => MASKED), text)
}
