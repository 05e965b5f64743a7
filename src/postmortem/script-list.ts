import { pathToFileURL } from 'node:url'
import { MASKED } from '../mask/spans'
import type { FrameRecord, MissingReason, ScriptRecord } from '../model'
import { fileOfUrl } from '../stack/in-app'
import { missingWords } from '../values/missing-words'
import type { OpenedCrash } from '../view/opened-crash'
import { sourceMapUrl } from './source-map-url'
import { urlOf } from './visible-text'

/**
 * Where a file of the crashed machine lies on this one, if the file here is the same: `hash` is V8's of the text that ran, `text` the
 * packed one. Gives an absolute path, or undefined.
 */
export type MapFile = (recorded: string, expected: { hash?: string, text?: string }) => string | undefined

/** A script as the replay offers it. `source` is never empty: where the text is not in the capsule it says so, at each frame's line. */
export interface ReplayScript {
  scriptId: string
  url: string
  source: string
  hash: string
  isModule: boolean
  sourceMapURL: string
  isRecorded: boolean
  endLine: number
  endColumn: number
}

/** Where a frame is in CDP's terms, zero-based. */
export interface ReplayPlace { scriptId: string, lineNumber: number, columnNumber: number }

/** Scripts in the order of the capsule, then one for each file that frames name and the capsule has no script for. */
export interface ScriptList { scripts: readonly ReplayScript[], placeOf (frame: FrameRecord): ReplayPlace, scriptId (script: number): string }

/** The text of an entry of the capsule; undefined for one that is not there, cannot be read, or is more than one session keeps. */
export type ReadText = (path: string | undefined) => Promise<string | undefined>

/** Script ids begin here, so that they are not taken for indexes. */
const FIRST_ID = 1
/** Far more than a stack has; a client is told of each. All that come after these share the last. */
const MAX_SCRIPTS = 5_000
/** Characters of all sources and maps together, each packed text counted whenever a script refers to it. */
const MAX_CHARS = 96_000_000

/** Reads the sources of a capsule. Sources that cannot be read are as those that are missing. */
export async function readScripts (opened: OpenedCrash, mapFile?: MapFile): Promise<ScriptList> {
  const { crash } = opened
  const extra = new Map<string, number>()
  for (const { script, file } of crash.frames) if (script === undefined && !extra.has(file)) extra.set(file, crash.scripts.length + extra.size)
  const records: ScriptRecord[] = [...crash.scripts, ...[...extra.keys()].map((file): ScriptRecord => ({ url: file, missing: 'unavailable' }))]
  if (records.length > MAX_SCRIPTS) records.splice(MAX_SCRIPTS - 1, Infinity, { url: '', missing: 'total' })
  const shown = (index: number): number => Math.min(index, MAX_SCRIPTS - 1)
  const indexOf = ({ script, file }: FrameRecord): number => shown(script ?? extra.get(file)!)
  const readText = textReader(opened)
  const framesOf = new Map<number, FrameRecord[]>()
  for (const frame of crash.frames) {
    const index = indexOf(frame)
    const known = framesOf.get(index)
    if (known === undefined) framesOf.set(index, [frame])
    else if (known.length < MAX_NOTED_FRAMES) known.push(frame)
  }
  const scripts: ReplayScript[] = []
  for (const [index, record] of records.entries()) {
    const text = await readText(record.source)
    const frames = framesOf.get(index) ?? []
    const source = text ?? absentSource(record, frames.map(({ lineNumber0 }) => Math.max(0, lineNumber0)))
    const lines = source.split(/\r\n|[\n\r\u2028\u2029]/)
    const local = mapFile?.(fileOfUrl(record.url), { ...record.hash !== undefined && { hash: record.hash }, ...text !== undefined && { text } })
    scripts.push({
      scriptId: String(index + FIRST_ID), url: local === undefined ? urlOf(record.url) : pathToFileURL(local).href, source,
      // A text with masks in it, or none, is not the one that V8 hashed: clients compare files with the hash, which is that of the file.
      hash: record.hash ?? '', isModule: record.isModule === true, isRecorded: text !== undefined,
      sourceMapURL: await sourceMapUrl(readText, record, frames, mapFile), endLine: lines.length - 1, endColumn: lines.at(-1)!.length,
    })
  }
  return {
    scripts,
    scriptId: script => String(shown(script) + FIRST_ID),
    placeOf: frame => ({
      scriptId: String(indexOf(frame) + FIRST_ID), lineNumber: Math.max(0, frame.lineNumber0), columnNumber: Math.max(0, frame.columnNumber0),
    }),
  }
}

const MAX_NOTED_FRAMES = 200
const MAX_LINE = 200_000

function textReader (opened: OpenedCrash): ReadText {
  let left = MAX_CHARS
  const known = new Map<string, string | undefined>()
  return async path => {
    if (path === undefined || left < 0) return undefined
    if (!known.has(path)) {
      try {
        // V8's columns do not count a byte order mark.
        known.set(path, (await opened.readText(path))?.replace(/^\uFEFF/, ''))
      } catch {
        known.set(path, undefined)
      }
    }
    const text = known.get(path)
    left -= text?.length ?? 0
    return left < 0 ? undefined : text
  }
}

/** A line of comment where each frame stands, so that whoever looks there reads why there is nothing. */
function absentSource ({ url, missing, originals }: ScriptRecord, lines: readonly number[]): string {
  const instead = originals?.some(({ source }) => source !== undefined) ? ' Its original source is.' : ''
  const why = url.startsWith('node:') ? 'It is code of Node itself.' : missingWords(missing ?? ('unavailable' as MissingReason)).explanation
  const note = `// The source of this script is not in the capsule. ${why}${instead}`.replaceAll(MASKED, '')
  const noted = [...new Set([0, ...lines])].sort((a, b) => a - b).filter(line => line <= MAX_LINE)
  let text = ''
  let at = 0
  for (const line of noted) {
    text += '\n'.repeat(line - at) + note
    at = line
  }
  return text
}
