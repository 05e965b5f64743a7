import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FrameRecord, ScriptRecord } from '../../src/model'
import type { Masker } from '../../src/mask/masker'
import { fileOfUrl, isInApp } from '../../src/stack/in-app'
import type { RecordedProgram } from './recorded-program'

/** Scripts whose source is packed, and how long one may be. */
const MAX_SOURCES = 60
const MAX_SOURCE_CHARS = 16_000_000
/** In a test run all failures have the runner's and the assertion library's bundles on the stack, half a megabyte each time. */
const MAX_PACKAGE_SOURCE_CHARS_OF_TESTS = 64_000

/** Gives V8's script ids the indexes of the capsule's list of scripts, in the order of first use. */
export class ScriptTable {
  readonly records: ScriptRecord[] = []
  /** V8's id of each record's script. */
  readonly ids: string[] = []
  private readonly agent: RecordedProgram
  private readonly masker: Masker

  constructor (agent: RecordedProgram, masker: Masker) {
    this.agent = agent
    this.masker = masker
  }

  indexOf (scriptId: string): number {
    const known = this.ids.indexOf(scriptId)
    if (known >= 0) return known
    const script = this.agent.recorder?.session.scripts.get(scriptId)
    const record: ScriptRecord = { url: this.masker.maskText(script?.url ?? fileUrlOf(scriptId)) }
    if (script?.hash) record.hash = script.hash
    if (script?.sourceMapURL) record.sourceMapURL = script.sourceMapURL
    if (script?.isModule === true) record.isModule = true
    this.ids.push(scriptId)
    return this.records.push(record) - 1
  }

  /** The script that a frame of the stack text names; the last one, if a file was loaded again. Undefined if V8 has none. */
  indexOfFile (file: string): number | undefined {
    if (file === '' || file.startsWith('node:')) return undefined
    const { recorder } = this.agent
    // Nobody listed the scripts; the file is most likely what ran.
    if (recorder === undefined) return isAbsolute(file) ? this.indexOf(pathToFileURL(file).href) : undefined
    let id: string | undefined
    recorder.session.scripts.forEach(script => { if (script.url !== '' && fileOfUrl(script.url) === file) id = script.id })
    return id === undefined ? undefined : this.indexOf(id)
  }

  /** The text that V8 ran, or refused to. */
  textOf (scriptId: string): string | undefined {
    const session = this.agent.recorder?.session
    return session?.sourceOf(scriptId) ?? fileText(session?.scripts.get(scriptId)?.url ?? fileUrlOf(scriptId))
  }

  /** Texts of the scripts that frames stand in, nearest first. */
  sources (frames: readonly FrameRecord[]): Record<number, string> {
    const sources: Record<number, string> = {}
    let count = 0
    for (const { script } of frames) {
      if (script === undefined || sources[script] !== undefined || this.records[script]!.url.startsWith('node:')) continue
      const text = count++ < MAX_SOURCES ? this.textOf(this.ids[script]!) : undefined
      if (text === undefined) this.records[script]!.missing = count > MAX_SOURCES ? 'items' : 'unavailable'
      else if (text.length > this.maxChars(this.records[script]!.url)) this.records[script]!.missing = 'string'
      else sources[script] = text
    }
    return sources
  }

  private maxChars (url: string): number {
    return this.agent.tests !== undefined && !isInApp(fileOfUrl(url)) ? MAX_PACKAGE_SOURCE_CHARS_OF_TESTS : MAX_SOURCE_CHARS
  }
}

/** Where V8 was not asked, a script's id is its file's URL; V8's own are numbers. */
const fileUrlOf = (scriptId: string): string => scriptId.startsWith('file:') ? scriptId : ''

/**
 * The file of a script that V8 has collected since (a worker's main script that threw), unless it was changed after the program
 * started: then it is not what ran.
 */
function fileText (url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined
  try {
    const file = fileURLToPath(url)
    const { size, mtimeMs } = statSync(file)
    const startedAt = Date.now() - process.uptime() * 1000
    return size > MAX_SOURCE_CHARS || mtimeMs > startedAt ? undefined : readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
