import { createHash } from 'node:crypto'
import { readSmallFile } from '../../src/program/read-small-file'
import type { MapFile } from '../../src/postmortem/script-list'
import { isSameSource } from '../open/same-source'
import { findLocalFile, type FindLocalFile } from '../open/find-local-file'

const MAX_BYTES = 16 * 1024 * 1024

/**
 * Finds files of the crashed machine on this one, and gives only those that are the same: by V8's hash of the text that ran, or by
 * the packed text as far as it is not masked. Clients then open the file itself.
 */
export function createMapFile (options: FindLocalFile): MapFile {
  const read = new Map<string, { text: string, hashes: string[] } | undefined>()
  const localText = (file: string): { text: string, hashes: string[] } | undefined => {
    if (!read.has(file)) {
      const text = readSmallFile(file, MAX_BYTES)?.replace(/^\uFEFF/, '')
      read.set(file, text === undefined ? undefined : { text, hashes: hashesOf(text) })
    }
    return read.get(file)
  }
  return (recorded, { hash, text }) => {
    if (hash === undefined && text === undefined) return undefined
    const file = findLocalFile(recorded, options)?.file
    const here = file === undefined ? undefined : localText(file)
    if (here === undefined) return undefined
    const isSame = (hash !== undefined && here.hashes.includes(hash)) || (text !== undefined && isSameSource(here.text, text, recorded))
    return isSame ? file : undefined
  }
}

/** V8 hashes the bytes of its string: those of UTF-8 up to some version and for Latin text, else of UTF-16. */
const hashesOf = (text: string): string[] => (['utf8', 'utf16le', 'latin1'] as const).map(encoding =>
  createHash('sha256').update(Buffer.from(text, encoding)).digest('hex'))
