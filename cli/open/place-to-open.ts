import { readSmallFile } from '../../src/program/read-small-file'
import { FaultSnapError } from '../../src/errors'
import { MASKED } from '../../src/mask/spans'
import type { FrameRecord } from '../../src/model'
import { safeText } from '../../src/terminal/safe-text'
import { framePlace } from '../../src/values/frame-place'
import type { OpenedCrash } from '../../src/view/opened-crash'
import { extractSource } from './extract-source'
import { findLocalFile, type FindLocalFile, type LocalFile } from './find-local-file'
import { sourcePlaces, type SourcePlace } from './source-place'

/**
 * A file of this machine with a frame's place in it, one-based, 0 when unknown. `recorded` is the path in the capsule. `origin`:
 * how a local file was found (see `LocalFile`), or `capsule` for a copy of the recorded source. `remarks`: lines for the user,
 * safe to print, about what is not as it seems.
 */
export interface PlaceToOpen { file: string, line: number, column: number, recorded: string,
  origin: LocalFile['by'] | 'capsule', remarks: string[] }

/**
 * Where a reader can look at a frame: in the file on this machine, else in the recorded source, which is written to a temporary
 * file. The original source goes before the script that ran. Throws FaultSnapError SOURCE_NOT_FOUND.
 */
export async function placeToOpen (capsule: OpenedCrash, frame: FrameRecord, options: Omit<FindLocalFile, 'process'>):
Promise<PlaceToOpen> {
  for (const place of sourcePlaces(capsule.crash, frame)) {
    const { file: recorded, line, column } = place
    const local = findLocalFile(recorded, { ...options, process: capsule.manifest.process })
    const text = place.packed === undefined ? undefined : await capsule.readText(place.packed)
    if (local) return { file: local.file, line, column, recorded, origin: local.by, remarks: changed(local, text, place) }
    if (text === undefined) continue
    const what = safeText(recorded, 300) || 'The code'
    const remarks = [`${what} is not on this machine: this is the recorded source, secrets masked, read-only`]
    return { file: extractSource(recorded, text), line, column, recorded, origin: 'capsule', remarks }
  }
  const { function: name, file } = framePlace(frame)
  const what = `frame ${frame.index}, ${safeText(name, 80) || '<anonymous>'} of ${safeText(file, 300) || 'code without a file'}`
  const hint = /^(?:node:|wasm:)/.test(file) ? 'It is no file of the program.'
    : 'If it lies elsewhere here, say so with the option pathMap, "recorded=local".'
  throw new FaultSnapError('SOURCE_NOT_FOUND',
    `The source of ${what}, is neither on this machine nor in the capsule. ${hint}`)
}

const MAX_COMPARED_BYTES = 8 * 1024 * 1024

/** A remark if the line is no longer what it was. A masked line cannot be compared. */
function changed ({ file }: LocalFile, recordedText: string | undefined, { line }: SourcePlace): string[] {
  const recordedLine = lineOf(recordedText, line)
  if (recordedLine === undefined || recordedLine.includes(MASKED)) return []
  const here = readSmallFile(file, MAX_COMPARED_BYTES)
  if (here === undefined || lineOf(here, line) === recordedLine) return []
  return [`${safeText(file, 300)} has changed since the crash: line ${line} was "${safeText(recordedLine, 200)}"`]
}

const lineOf = (text: string | undefined, line: number): string | undefined =>
  text?.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1]?.trim()
