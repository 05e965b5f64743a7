import { printable } from '../capsule/printable'

/**
 * Text of a program for a terminal: what a terminal would obey (escape sequences, controls) or hide (bidi, zero-width characters,
 * lone surrogates) is shown as `\u{1b}`. On one line, at most `maxChars` characters, then `…`. With `keep: '\n\t'` line breaks
 * stay.
 */
export function safeText (text: string, maxChars = Number.MAX_SAFE_INTEGER, keep = ''): string {
  return printable(text, maxChars, keep)
}

/** {@link safeText} of a text with several lines, for a place that has one: white space is collapsed. */
export const oneLine = (text: string, maxChars?: number): string => safeText(text.replace(/[ \t\r\n]+/g, ' ').trim(), maxChars)

// What JSON.stringify leaves as it is and a terminal does not: DEL and C1 controls, bidi and zero-width characters, separators.
const UNSAFE_IN_JSON = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** A value as JSON, indented by two, that is safe on a terminal and parses to the same value: such characters are `\uXXXX`. */
export function safeJson (value: unknown): string {
  return (JSON.stringify(value, null, 2) ?? 'null').replace(UNSAFE_IN_JSON, character =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
