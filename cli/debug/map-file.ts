import { createHash } from 'node:crypto'
import { readSmallFile } from '../../src/program/read-small-file'
import type { MapFile } from '../../src/postmortem/script-list'
import { findLocalFile, type FindLocalFile } from '../open/find-local-file'

const MAX_BYTES = 16 * 1024 * 1024

/**
 * Finds files of the crashed machine on this one, and gives only those that are the same: by V8's hash of the text that ran, where there
 * is none by the packed text. Clients then open the file itself.
 */
export function createMapFile (options: FindLocalFile): MapFile {
  return (recorded, { hash, text }) => {
    if (hash === undefined && text === undefined) return undefined
    const file = findLocalFile(recorded, options)?.file
    const here = file === undefined ? undefined : readSmallFile(file, MAX_BYTES)?.replace(/^\uFEFF/, '')
    if (here === undefined) return undefined
    return (hash !== undefined ? hashesOf(here).includes(hash) : here === text) ? file : undefined
  }
}

/** V8 hashes the bytes of its string: those of UTF-8 up to some version and for Latin text, else of UTF-16. */
const hashesOf = (text: string): string[] => (['utf8', 'utf16le', 'latin1'] as const).map(encoding =>
  createHash('sha256').update(Buffer.from(text, encoding)).digest('hex'))
