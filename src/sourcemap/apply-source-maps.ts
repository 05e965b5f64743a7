import type { CrashDocument, FrameRecord, ScriptRecord } from '../model'
import { fileOfUrl, isInApp } from '../stack/in-app'
import { originalFunctionName } from './original-function-name'
import { originalPlace, readScriptMap, type ScriptMap } from './script-map'
import { adoptTextFrames, stackPlaces } from './text-frames'

export interface SourceMapOptions {
  /** Masks an original text before it is packed. */
  maskSource: (text: string) => string
  /**
   * Reads an original file that the map names without its text; undefined when it is not there. Called with absolute paths on
   * local disks only. Without it nothing is read.
   */
  readFile?: (path: string) => string | undefined
  /**
   * Whether the stack text has original positions already (`process.sourceMapsEnabled` when the stack was formatted, or a
   * program's own `Error.prepareStackTrace`). Found out by comparison with the frames V8 gave, when not given.
   */
  isStackTextMapped?: boolean
}

/**
 * What goes into the capsule, by ZIP path. `originalOf`: where a zero-based place of a script comes from, one-based, and the name that
 * stood there, if the map gives another one. `isExact`: the map knows this very place, not only one before it.
 */
export interface PackedSources { originals: Record<string, string>, maps: Record<string, string>, originalOf: OriginalOf, originalText: OriginalText }

/** The unmasked text of an original that a frame of this script points into, as far as it is known. */
export type OriginalText = (script: number, file: string) => string | undefined

export type OriginalOf = (script: number, line0: number, column0: number) => OriginalPlaceOf | undefined

/** `text` is the whole original source, unmasked, if a frame points into it and it is known. */
export interface OriginalPlaceOf { file: string, line: number, column: number, name?: string, isExact: boolean, text?: string }

/**
 * Gives frames their original places. `maps` holds raw source maps (JSON) by script index.
 *
 * Changes `crash`: `frames[].original`, `exception.stackPlaces`, and `inApp` by the original file; `scripts[].sourceMap`; `scripts[].originals`, the
 * sources that frames point into, in frame order; inline maps in `scripts[].sourceMapURL` are removed, for they hold unmasked
 * text. A map that cannot be used leaves its script as it was and a sentence in `crash.notes`. A frame whose position the map
 * does not know stays without `original`. Never throws for what a map contains.
 */
export function applySourceMaps (crash: CrashDocument, maps: Record<number, string>, options: SourceMapOptions): PackedSources {
  const packed: PackedSources = { originals: {}, maps: {}, originalOf: () => undefined, originalText: () => undefined }
  const scriptMaps = readMaps(crash, maps, options, packed)
  const packedPaths = new Map<string, string>()
  adoptTextFrames(crash, scriptMaps, options.isStackTextMapped)
  for (const frame of crash.frames) {
    const map = frame.script === undefined ? undefined : scriptMaps.get(frame.script)
    if (map === undefined) continue
    try {
      mapFrame(frame, map, options)
      if (frame.original === undefined) continue
      packOriginal(crash.scripts[frame.script!]!, frame.original.file, map, options, packed, packedPaths)
    } catch {
      // Mappings are decoded at the first look-up: a map may turn out to be broken only here.
      scriptMaps.delete(frame.script!)
      refuse(crash, frame.script!)
    }
  }
  try {
    const places = stackPlaces(crash, scriptMaps, options.isStackTextMapped)
    if (places !== undefined) crash.exception.stackPlaces = places
  } catch {
    // The mappings of a script that no frame stands in are broken.
  }
  packed.originalOf = (script, line0, column0) => {
    const map = scriptMaps.get(script)
    const place = map && originalPlace(map, line0, column0)
    if (place === undefined) return undefined
    const { source, line0: originalLine0, column0: originalColumn0, name, isExact } = place
    const text = map!.contents[source] ?? undefined
    return {
      file: map!.files[source]!, line: originalLine0 + 1, column: originalColumn0 + 1, isExact,
      ...isExact && name !== undefined && { name }, ...text !== undefined && { text },
    }
  }
  packed.originalText = (script, file) => {
    const map = scriptMaps.get(script)
    return map?.contents[map.files.indexOf(file)] ?? undefined
  }
  return packed
}

function readMaps (
  crash: CrashDocument,
  maps: Record<number, string>,
  options: SourceMapOptions,
  packed: PackedSources,
): Map<number, ScriptMap> {
  const scriptMaps = new Map<number, ScriptMap>()
  crash.scripts.forEach((script, index) => {
    const mapUrl = urlOfMap(script)
    if (script.sourceMapURL !== undefined && /^data:/i.test(script.sourceMapURL)) delete script.sourceMapURL
    const text = maps[index]
    if (text === undefined) return
    try {
      const map = readScriptMap(text, mapUrl, path => readOriginal(path, options) !== undefined)
      scriptMaps.set(index, map)
      script.sourceMap = `sources/${index}.map`
      packed.maps[script.sourceMap] = map.stored
    } catch {
      refuse(crash, index)
    }
  })
  return scriptMaps
}

/** What the map's sources are relative to: the map's own place, which for an inline map is the script's. */
export function urlOfMap (script: ScriptRecord): string {
  const url = script.sourceMapURL ?? ''
  const file = fileOfUrl(script.url)
  if (url === '' || /^data:/i.test(url)) return file
  if (/^[a-z][a-z0-9+.-]+:/i.test(url) || url.startsWith('/')) return fileOfUrl(url)
  const separator = /^[A-Za-z]:|^\\\\/.test(file) ? '\\' : '/'
  return `${file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf(separator)) + 1)}${url}`
}

/** JSON's own error message quotes the text, which may hold a secret: it is not repeated. */
function refuse (crash: CrashDocument, script: number): void {
  const name = crash.scripts[script]?.url || 'a script without a name'
  crash.notes.push(`The source map of ${name} is broken: its positions are those of the generated code.`)
}

function mapFrame (frame: FrameRecord, map: ScriptMap, options: SourceMapOptions): void {
  const place = frame.original === undefined
    ? originalPlace(map, frame.lineNumber0, frame.columnNumber0)
    : { source: map.files.indexOf(frame.original.file), line0: frame.original.line1 - 1, column0: frame.original.column1 - 1, isExact: true }
  if (place === undefined) return
  const file = map.files[place.source]!
  map.contents[place.source] ??= readOriginal(file, options) ?? null
  // Also where Node mapped the text: it leaves minified names that it finds no other for.
  const name = originalFunctionName(frame, map, place)
  frame.original = { file, line1: place.line0 + 1, column1: place.column0 + 1 }
  if (name !== undefined) frame.original.function = name
  frame.inApp = isInApp(file)
}

function packOriginal (
  script: ScriptRecord,
  file: string,
  map: ScriptMap,
  options: SourceMapOptions,
  packed: PackedSources,
  packedPaths: Map<string, string>,
): void {
  script.originals ??= []
  if (script.originals.some(original => original.file === file)) return
  const source = map.files.indexOf(file)
  const text = map.contents[source] ?? readOriginal(file, options)
  if (text === undefined) {
    script.originals.push({ file })
    return
  }
  // Two bundles of one program often hold the same source; it is packed once.
  const key = `${file}\n${text}`
  let path = packedPaths.get(key)
  if (path === undefined) {
    path = `sources/original/${packedPaths.size}${/\.[A-Za-z0-9]{1,8}$/.exec(file)?.[0] ?? '.txt'}`
    packedPaths.set(key, path)
    packed.originals[path] = options.maskSource(text)
  }
  script.originals.push({ file, source: path })
}

/** Only files of local disks: a share's name in a map must not make the dying program use the network. */
function readOriginal (file: string, options: SourceMapOptions): string | undefined {
  if (options.readFile === undefined || !/^(?:\/(?!\/)|[A-Za-z]:[\\/])/.test(file)) return undefined
  try {
    return options.readFile(file)
  } catch {
    return undefined
  }
}
