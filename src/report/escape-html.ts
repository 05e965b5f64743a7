import { printable } from '../capsule/printable'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const MAX_CHARS = 64 * 1024

/** Text of a program for any place in a page, attributes in quotes included: no markup, no invisible or reordering characters. */
export function escapeHtml (text: string): string {
  return printable(text, MAX_CHARS, '\n\t').replace(/[&<>"']/g, character => ENTITIES[character]!)
}
