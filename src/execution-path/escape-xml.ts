import { printable } from '../capsule/printable'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Text of a program for any place in XML and HTML, on one line, at most `maxChars` characters: no markup, nothing that is
 * invisible, and U+FFFE and U+FFFF, which XML forbids, as U+FFFD.
 */
export function escapeXml (text: string, maxChars: number): string {
  return printable(text, maxChars).replace(/[\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, character => ENTITIES[character]!)
}
