import { printable } from '../capsule/printable'

/**
 * Text for a quoted Mermaid label: at most `maxChars` characters, of which what is not harmless is an entity (`#35;`), at most
 * twice as long for that.
 *
 * Mermaid reads more in a label than its quotes, and each version other things, some before and some after it has decoded the
 * entities. What must not stand together is kept apart by characters that nobody sees. Held to versions 10, 11 and 12 by rendering.
 */
export function mermaidLabel (text: string, maxChars: number): string {
  const shown = apart(printable(text, maxChars).trim())
  const marked = new Set([...shown.matchAll(IN_LINES)].map(({ index }) => index))
  let escaped = ''
  let position = 0
  for (const character of shown) {
    const isHarmless = HARMLESS.test(character) || (character === '_' && isWithinWord(shown, position))
    const next = isHarmless && !marked.has(position) ? character : NAMED[character] ?? `#${character.codePointAt(0)};`
    if (escaped.length + next.length > 2 * maxChars) return `${escaped}…`
    escaped += next
    position += character.length
  }
  return escaped === '' ? '#160;' : escaped
}

const HARMLESS = /[\p{L}\p{N} ./(),:+=@'–…-]/u
const NAMED: Readonly<Record<string, string>> = { '<': '#lt;', '>': '#gt;', '&': '#amp;', '"': '#quot;' }

// What the grammar looks for in whole lines, quotes or not: `direction LR`, and `style …:…#…;`, which loses its last semicolon.
const IN_LINES = /direction(?=\s)|style|classDef/gi

/** Formulas (`$$`), line breaks (`\n`), icons (`fa:fa-x`), and the marks that Mermaid puts in place of entities. */
const MERMAID_PAIRS = /(?<=\$)(?=\$)|(?<=\\)(?=n)|(?<=fa[a-z]?:)(?=fa-)|(?<=\ufb02)(?=°)|(?<=¶)(?=ß)/g
/** Links (`](`, `http://`, `www.`, mail addresses) and escapes: version 11 reads Markdown in every label. */
const MARKDOWN_PAIRS = /(?<=\])(?=[([])|(?<=(?:https?|ftp):)(?=\/\/)|(?<=www)(?=\.)|(?=@)|(?<=\\)(?=[\p{P}\p{S}])/giu
/** What begins a list, a heading, a quotation or a ruler. */
const BLOCK_START = /^(?=[-+*#>=_~[]|\d+[.)])/
/** Emphasis begins where no white space follows, and U+FEFF is white space to JavaScript, yet nothing to see. */
const EMPHASIS = /(?<=[*~])|(?<=(?<![\p{L}\p{N}])_)/gu

function apart (text: string): string {
  return text
    .replace(MERMAID_PAIRS, '\u200b')
    .replace(MARKDOWN_PAIRS, '\u200b')
    .replace(BLOCK_START, '\u200b')
    .replace(EMPHASIS, /[*~_].*[*~_]/s.test(text) ? '\ufeff' : '')
    // Code in backticks has no such rule: a modifier letter that looks the same.
    .replaceAll('`', '\u02cb')
}

const isWithinWord = (text: string, position: number): boolean =>
  /[\p{L}\p{N}]/u.test(text[position - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[position + 1] ?? '')
