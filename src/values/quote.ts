/**
 * A string in quotes on one line, character for character as Node's `util.inspect` with `compact: true` and no limit gives it:
 * single quotes, others where that saves escaping. Not inspect itself, because the report's page runs this in a browser.
 *
 * The rules are `strEscape` of https://github.com/nodejs/node/blob/main/lib/internal/util/inspect.js
 */
export function quoteText (text: string): string {
  const quote = quoteFor(text)
  const pattern = quote === '\'' ? SPECIAL_OR_QUOTE : SPECIAL
  return quote + text.replace(pattern, escapeCharacter) + quote
}

/** A number as `util.inspect` gives it: `-0` keeps its sign. */
export const numberText = (number: number): string => Object.is(number, -0) ? '-0' : String(number)

/** C0, DEL and C1 controls, backslashes, and surrogates without their other half. */
const SPECIAL =
  /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const SPECIAL_OR_QUOTE = new RegExp(`'|${SPECIAL.source}`, 'g')

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r', '\\': '\\\\', '\'': '\\\'',
}

function quoteFor (text: string): string {
  if (!text.includes('\'')) return '\''
  if (!text.includes('"')) return '"'
  return text.includes('`') || text.includes('${') ? '\'' : '`'
}

function escapeCharacter (character: string): string {
  const short = SHORT[character]
  if (short !== undefined) return short
  const code = character.charCodeAt(0)
  return code < 256 ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}` : `\\u${code.toString(16)}`
}
