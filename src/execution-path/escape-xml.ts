const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Printable text (see `printable`) for any place in XML and HTML; U+FFFE and U+FFFF, which XML forbids, as U+FFFD. */
export function escapeXml (text: string): string {
  return text.replace(/[\ufffe\uffff]/g, '\ufffd').replace(/[&<>"']/g, character => ENTITIES[character]!)
}
