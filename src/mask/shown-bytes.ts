import type { Spans } from './spans'

/** Finds the secrets of bytes that are spelt in hexadecimal. */
type FindIn = (hex: string, spans: Spans) => void

/** As Node prints a buffer, as lists of numbers (a typed array, the JSON of a buffer), as the JSON of a typed array, as OpenSSL prints. */
const SHOWN: readonly (readonly [literal: string, run: RegExp, byte: RegExp, radix: number])[] = [
  ['<Buffer', /<Buffer(?: [\da-f]{2}){6,}/g, /[\da-f]{2}(?![a-z])/g, 16],
  [',', /(?<![\d.])\d{1,3}(?:,\s{0,40}\d{1,3}){11,}/g, /\d{1,3}/g, 10],
  ['"0', /"0\\{0,9}":\s?\d{1,3}(?:,\s{0,9}\\{0,9}"\d{1,6}\\{0,9}":\s?\d{1,3}){11,}/g, /(?<=:\s?)\d{1,3}/g, 10],
  [':', /(?<![\w:])[\da-fA-F]{2}(?::\s{0,9}[\da-fA-F]{2}){11,}/g, /[\da-fA-F]{2}/g, 16],
]

/** The same as a value under a secret's name, where every byte counts. */
const VALUE = new RegExp(`(?:${[
  '<Buffer(?: [\\da-f]{2}){8,}(?: \\.{3} \\d+ more bytes)?',
  '(?:\\{\\s{0,40}\\\\{0,9}"type\\\\{0,9}":\\s?\\\\{0,9}"Buffer\\\\{0,9}",\\s{0,40}\\\\{0,9}"data\\\\{0,9}":\\s?|(?:Uint8Array|Buffer)\\(\\d{1,6}\\) )\\[(?:\\s{0,40}\\d{1,3},?){8,}',
  '\\{\\s{0,40}\\\\{0,9}"0\\\\{0,9}":\\s?\\d{1,3}(?:,\\s{0,40}\\\\{0,9}"\\d{1,6}\\\\{0,9}":\\s?\\d{1,3}){7,}',
].join('|')})`, 'y')
const LIST = /\[(?:\s{0,40}\d{1,3},){15,}\s{0,40}\d{1,3}/y

/** Where the bytes end that are shown at `at`; 0 if none are. A mere list of numbers has to be as long as keys are (`isCertain`). */
export function shownBytesEnd (text: string, at: number, isCertain: boolean): number {
  for (const shape of isCertain ? [VALUE, LIST] : [VALUE]) {
    shape.lastIndex = at
    if (shape.test(text)) return shape.lastIndex
  }
  return 0
}

/** Adds the parts of shown bytes that hold secrets: keys, and whatever `find` finds in them. */
export function findShownBytes (text: string, find: FindIn, spans: Spans): void {
  for (const [literal, run, byte, radix] of SHOWN) {
    if (!text.includes(literal)) continue
    for (const { 0: shown, index: start } of text.matchAll(run)) findInBytes([...shown.matchAll(byte)], radix, start, find, spans)
  }
}

function findInBytes (bytes: readonly RegExpExecArray[], radix: number, start: number, find: FindIn, spans: Spans): void {
  let hex = ''
  for (const [digits] of bytes) {
    const value = Number.parseInt(digits, radix)
    if (value > 255) return
    hex += value.toString(16).padStart(2, '0')
  }
  const found: Spans = []
  find(hex, found)
  for (let index = 0; index < found.length; index += 2) {
    const first = bytes[Math.floor(found[index]! / 2)]!
    const last = bytes[Math.ceil(found[index + 1]! / 2) - 1]!
    spans.push(start + first.index, start + last.index + last[0].length)
  }
}
