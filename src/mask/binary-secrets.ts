import { base64Within } from './taint-forms'

const CONTROL = /[\0-\x08\x0e-\x1f\x7f-\x9f]/
const BYTES = /^[\0-\xff]*$/

/** Fewer different ones are padding, a counter or an empty buffer, and stand in every other one. */
const MIN_DIFFERENT = 6

/** Whether a text is one of bytes, one a character, that are no text. */
export const isBinary = (text: string): boolean => CONTROL.test(text) && BYTES.test(text)

/** The texts by which a secret of bytes is found: one byte a character (buffers are searched so), hexadecimal, base64 at each offset. */
export function binaryForms (bytes: Buffer): string[] {
  if (new Set(bytes).size < MIN_DIFFERENT) return []
  const base64 = bytes.toString('base64').replace(/=+$/, '')
  return [bytes.toString('latin1'), bytes.toString('hex'), base64, base64Within(bytes, 1), base64Within(bytes, 2)]
}
