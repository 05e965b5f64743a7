/**
 * C0 and C1 controls (a terminal obeys both), lone surrogates, and the characters that reorder or hide text: bidi marks,
 * embeddings and isolates (Unicode TR 9), zero-width ones, line and paragraph separators, the byte order mark.
 */
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udfff]/gu

/**
 * Text from a capsule on one line for people: what cannot be seen is shown as `\u{202e}`, at most `maxChars` characters
 * (UTF-16 units, never half a surrogate pair), then `…`. `keep` names characters that stay as they are: `'\n\t'` for a block.
 */
export function printable (text: string, maxChars = 200, keep = ''): string {
  const isCut = text.length > maxChars
  const kept = isCut ? text.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '') : text
  const shown = kept.replace(UNPRINTABLE, character =>
    keep.includes(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`)
  return isCut ? `${shown}…` : shown
}
