/** Characters of a message that count. */
const MAX_MESSAGE_CHARS = 200

/**
 * A message without what differs from one occurrence to the next: quoted texts, paths and URLs, identifiers, hexadecimal
 * and decimal numbers. White space is folded, and at most {@link MAX_MESSAGE_CHARS} characters are left.
 */
export function normaliseMessage (message: string): string {
  return message
    // Quotes count where a word does not run into them: `can't` opens nothing.
    .replace(/(?<!\w)"(?:[^"\\\n]|\\.)*"|(?<!\w)'(?:[^'\\\n]|\\.)*'(?!\w)|`[^`\n]*`|[“‘«][^”’»\n]*[”’»]/g, '<text>')
    .replace(/\b[a-z][a-z0-9+.-]+:\/\/[^\s)\]}>,;]+/gi, '<path>')
    .replace(/(?<![\w/\\])(?:[A-Za-z]:[\\/]|\\\\|\.{0,2}\/)[^\s:)\]}>,;]+/g, '<path>')
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<hex>')
    .replace(/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '<hex>')
    .replace(/[-+]?(?<![A-Za-z_])\d+(?:[.,:]\d+)*(?:e[-+]?\d+)?n?/gi, '<number>')
    .replace(/<hex>/g, '<number>')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_MESSAGE_CHARS)
}
