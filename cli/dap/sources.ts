import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Capsule } from '../../src/capsule/read'
import type { FrameRecord } from '../../src/model'
import { readSmallFile } from '../../src/program/read-small-file'
import { fileOfUrl } from '../../src/stack/in-app'
import { safeText } from '../../src/terminal/safe-text'
import { findLocalFile } from '../open/find-local-file'
import { sourcePlaces } from '../open/source-place'
import { isSameSource } from '../open/same-source'

/** A text with its place in it; one-based, 0 unknown. */
export interface PlacedSource { source: DebugProtocol.Source, line: number, column: number }

/** `isUri`: the client wants `file:` URLs for paths. */
export interface SourceOptions { cwd: string, pathMap: readonly string[], isUri: boolean }

const MAX_COMPARED_BYTES = 8 * 1024 * 1024
const MAX_LISTED = 500

/**
 * The sources of a capsule for a client: the file on this machine where its content is the recorded one, else the capsule's text under
 * a number. Secrets that are masked in the capsule stay masked.
 */
export class Sources {
  readonly #known = new Map<string, Promise<DebugProtocol.Source>>()
  /** ZIP paths by number, from 1 on. */
  readonly #packed: string[] = []

  constructor (private readonly capsule: Capsule, private readonly options: SourceOptions) {}

  /** Where a frame is shown: its original source, else the script that ran. Undefined for code without a name. */
  async placeOf (frame: FrameRecord): Promise<PlacedSource | undefined> {
    const places = sourcePlaces(this.capsule.crash, frame).filter(({ file }) => file !== '')
    const found = await Promise.all(places.map(async place => ({ ...place, source: await this.#sourceOf(place.file, place.packed) })))
    const best = found.find(({ source }) => source.path !== undefined || (source.sourceReference ?? 0) > 0) ?? found[0]
    return best && { source: best.source, line: best.line, column: best.column }
  }

  /** All sources that the capsule has, or whose file is here. */
  async all (): Promise<DebugProtocol.Source[]> {
    const named = this.capsule.crash.scripts.flatMap(({ url, source, originals = [] }) => [
      ...originals.map(original => [original.file, original.source] as const), [fileOfUrl(url), source] as const,
    ])
    const sources = await Promise.all(named.filter(([file, packed]) => file !== '' && packed !== undefined).slice(0, MAX_LISTED)
      .map(([file, packed]) => this.#sourceOf(file, packed)))
    return [...new Set(sources)]
  }

  /** The capsule's text of a number that was given out; undefined for another. */
  async text (reference: number): Promise<string | undefined> {
    const packed = this.#packed[reference - 1]
    return packed === undefined ? undefined : await this.capsule.readText(packed)
  }

  #sourceOf (file: string, packed: string | undefined): Promise<DebugProtocol.Source> {
    const key = `${packed ?? ''}\n${file}`
    const source = this.#known.get(key) ?? this.#make(file, packed)
    this.#known.set(key, source)
    return source
  }

  async #make (file: string, packed: string | undefined): Promise<DebugProtocol.Source> {
    const { cwd, pathMap, isUri } = this.options
    const name = safeText(basename(file.replaceAll('\\', '/')) || file, 200)
    const local = /^(?:node|wasm):/.test(file) ? undefined : findLocalFile(file, { cwd, pathMap, process: this.capsule.manifest.process })
    const recorded = packed === undefined ? undefined : await this.capsule.readText(packed)
    const path = (text: string): string => isUri ? pathToFileURL(text).href : text
    if (recorded === undefined) {
      if (local === undefined) return { name, origin: 'neither here nor in the capsule', presentationHint: 'deemphasize' }
      return { name, path: path(local.file), sourceReference: 0, origin: 'not compared: the capsule has no text of it' }
    }
    const here = local && readSmallFile(local.file, MAX_COMPARED_BYTES)
    if (local !== undefined && here !== undefined && isSameSource(here, recorded, file)) {
      return { name, path: path(local.file), sourceReference: 0 }
    }
    const why = local === undefined ? 'from the capsule, secrets masked' : 'from the capsule, secrets masked: the file here differs'
    // The client shows the path, and asks for the text by the number.
    return { name, path: safeText(file, 1_000), sourceReference: this.#packed.push(packed!), origin: why }
  }
}
